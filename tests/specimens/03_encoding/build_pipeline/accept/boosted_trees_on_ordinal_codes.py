# accept: histogram gradient boosting on ordinal codes; missing numbers left to the trees
def build_pipeline():
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    numbers = FunctionTransformer(lambda X: X.astype("float64"), feature_names_out="one-to-one")
    encode = ColumnTransformer(
        [
            ("numbers", numbers, ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]),
            ("codes", codes, ["city", "room_type", "property_type", "neighbourhood"]),
        ]
    )
    return Pipeline([("encode", encode), ("trees", HistGradientBoostingRegressor(random_state=0))])
