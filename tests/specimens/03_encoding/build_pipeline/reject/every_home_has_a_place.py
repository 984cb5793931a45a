# reject: no imputer for the coordinates, because every listing of the export has them
# loses: build_pipeline_hidden
# message: a missing latitude must not be an error
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "minimum_nights"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer(
        [
            ("numbers", scale, numbers),
            ("coordinates", StandardScaler(), ["latitude", "longitude"]),
            ("categories", count, categories),
        ]
    )
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
