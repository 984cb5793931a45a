# reject: only bedrooms imputed, because the data at hand has blanks nowhere else
# loses: build_pipeline_check build_pipeline_hidden
# message: a listing that misses bathrooms, bedrooms, neighbourhood
def build_pipeline():
    encode = ColumnTransformer(
        [
            ("complete", StandardScaler(), ["accommodates", "bathrooms", "beds"]),
            ("bedrooms", make_pipeline(SimpleImputer(), StandardScaler()), ["bedrooms"]),
            ("texts", OneHotEncoder(handle_unknown="ignore"), ["city", "room_type", "property_type", "neighbourhood"]),
        ]
    )
    return Pipeline([("encode", encode), ("ridge", Ridge(alpha=5.0))])
