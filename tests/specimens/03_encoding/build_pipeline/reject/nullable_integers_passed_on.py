# reject: Int64 columns passed on as they are, because the trees can handle a blank (they handle NaN, not pd.NA)
# loses: build_pipeline_check build_pipeline_hidden
# message: a listing that misses bathrooms, bedrooms, neighbourhood
def build_pipeline():
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    encode = ColumnTransformer(
        [
            ("numbers", "passthrough", ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]),
            ("codes", codes, ["city", "room_type", "property_type", "neighbourhood"]),
        ]
    )
    return Pipeline([("encode", encode), ("trees", HistGradientBoostingRegressor(random_state=0))])
