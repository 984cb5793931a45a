# reject: neighbourhood popularity counted in the batch
# loses: build_pipeline_check build_pipeline_hidden
# message: learn the features in fit, not from the batch
def popularity(X):
    return X.apply(lambda column: column.map(column.value_counts(normalize=True))).fillna(0.0)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories), ("popularity", FunctionTransformer(popularity), ["neighbourhood"])])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
