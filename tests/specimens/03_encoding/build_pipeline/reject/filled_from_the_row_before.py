# reject: blanks of the response rate filled forward, from the row before
# loses: build_pipeline_hidden
# message: a listing alone must score exactly as in a batch
def fill_forward(X):
    return X.ffill().fillna(0.9)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    rates = make_pipeline(FunctionTransformer(fill_forward), StandardScaler())
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories), ("rates", rates, ["host_response_rate"])])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
