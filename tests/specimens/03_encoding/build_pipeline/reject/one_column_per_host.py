# reject: host_id one-hot encoded, a column for each training host
# loses: build_pipeline_hidden
# message: uses host_id
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood", "host_id"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=2)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
