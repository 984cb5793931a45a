# reject: a pipeline made once and handed out again and again, fitted or not
# loses: build_pipeline_check
# message: return an unfitted
ENCODE = ColumnTransformer(
    [
        ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["accommodates", "bathrooms", "bedrooms", "beds"]),
        ("texts", OneHotEncoder(handle_unknown="ignore"), ["city", "room_type", "property_type", "neighbourhood"]),
    ]
)
MODEL = Pipeline([("encode", ENCODE), ("ridge", Ridge(alpha=5.0))])


def build_pipeline():
    return MODEL
