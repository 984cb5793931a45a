# reject: a closed list of cities and room types: there are only a few, so an unknown one can only be a mistake
# loses: build_pipeline_hidden
# message: a room_type that training never saw must not be an error
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer(
        [
            ("numbers", scale, numbers),
            ("closed", OneHotEncoder(), ["city", "room_type"]),
            ("open", count, ["property_type", "neighbourhood"]),
        ]
    )
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
