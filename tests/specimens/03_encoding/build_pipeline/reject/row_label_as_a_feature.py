# reject: reset_index without drop makes the row label a column, and every numeric column is a feature
# loses: build_pipeline_hidden
# message: the row labels must not change a prediction
from sklearn.compose import make_column_selector


def tidy(X):
    columns = ["accommodates", "bathrooms", "bedrooms", "beds", "city", "room_type", "property_type", "neighbourhood"]
    return X[columns].reset_index()


def build_pipeline():
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer(
        [
            ("numbers", scale, make_column_selector(dtype_include="number")),
            ("categories", count, make_column_selector(dtype_exclude="number")),
        ]
    )
    return Pipeline([("tidy", FunctionTransformer(tidy)), ("encode", encode), ("model", Ridge(alpha=3.0))])
