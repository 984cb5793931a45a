# reject: host_id target-encoded, which helps with no new host
# loses: build_pipeline_hidden
# message: uses host_id
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories),
         ("host", OutOfFoldTargetEncoder(smoothing=2.0), ["host_id"])])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
