# reject: blanks filled with the median of the batch at hand
# loses: build_pipeline_check build_pipeline_hidden
# message: fill a blank with what fit learnt
def fill(X):
    X = X.astype("float64")
    return X.fillna(X.median()).fillna(0.0)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(FunctionTransformer(fill), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
