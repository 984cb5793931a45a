# reject: numbers standardised with the mean and spread of the batch at hand
# loses: build_pipeline_check build_pipeline_hidden
# message: learn the features in fit, not from the batch
def standardise(X):
    X = X.astype("float64")
    return ((X - X.mean()) / X.std()).fillna(0.0)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = FunctionTransformer(standardise)
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
