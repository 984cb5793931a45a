# reject: categories turned into codes by pandas, anew for every batch
# loses: build_pipeline_check build_pipeline_hidden
# message: learn the features in fit, not from the batch
def to_codes(X):
    return X.apply(lambda column: column.astype("category").cat.codes)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    encode = ColumnTransformer([("numbers", "passthrough", numbers), ("codes", FunctionTransformer(to_codes), categories)])
    return Pipeline([("encode", encode), ("trees", HistGradientBoostingRegressor(random_state=0))])
