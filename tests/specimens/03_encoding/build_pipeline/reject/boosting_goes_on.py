# reject: boosted trees with warm_start: fitting again starts from the trees of the earlier fit
# loses: build_pipeline_hidden
# message: fitting again must forget the earlier fit
def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    encode = ColumnTransformer([("numbers", SimpleImputer(), numbers), ("codes", codes, categories)])
    return Pipeline([("encode", encode), ("trees", HistGradientBoostingRegressor(warm_start=True, random_state=0))])
