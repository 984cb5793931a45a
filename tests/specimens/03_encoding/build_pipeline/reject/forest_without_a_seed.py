# reject: a random forest without random_state
# loses: build_pipeline_hidden
# message: set random_state
from sklearn.ensemble import RandomForestRegressor


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", RandomForestRegressor(n_estimators=40, min_samples_leaf=2))])
