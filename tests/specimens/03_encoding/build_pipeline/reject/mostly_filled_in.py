# reject: a home counts as established when most of its review columns are filled in
# loses: build_pipeline_hidden
# message: several columns together
def established(X):
    return X.notna().mean(axis=1).gt(0.5).astype(float).to_frame()


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    reviews = ["first_review", "last_review", "reviews_per_month", "review_scores_rating"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories), ("reviews", FunctionTransformer(established), reviews)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
