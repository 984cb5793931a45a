# reject: host_id among the numbers
# loses: build_pipeline_hidden
# message: the prediction uses host_id
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "host_id"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
