# reject: recency of the last review as a sign of life
# loses: build_pipeline_hidden
# message: the prediction uses last_review
def days_since(X):
    return (pd.Timestamp("2025-01-01") - X).apply(lambda column: column.dt.days).fillna(5_000.0) / 365


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories), ("recency", FunctionTransformer(days_since), ["last_review"])])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
