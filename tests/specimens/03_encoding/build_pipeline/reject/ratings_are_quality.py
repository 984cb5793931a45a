# reject: the rating as a measure of quality, although a new listing has none
# loses: build_pipeline_hidden
# message: the prediction uses review_scores_rating
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "review_scores_rating"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
