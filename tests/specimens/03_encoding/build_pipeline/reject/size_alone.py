# reject: two numbers that need no encoding, and nothing else
# loses: build_pipeline_check build_pipeline_hidden
# message: Which columns describe the home and its place?
def build_pipeline():
    sizes = ["bathrooms", "beds"]
    choose = ColumnTransformer([("sizes", make_pipeline(SimpleImputer(), StandardScaler()), sizes)])
    return Pipeline([("choose", choose), ("ridge", Ridge())])
