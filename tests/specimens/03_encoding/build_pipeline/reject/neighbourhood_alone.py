# reject: location is everything: the neighbourhood and no word about the home
# loses: build_pipeline_check build_pipeline_hidden
# message: Which columns describe the home and its place?
def build_pipeline():
    place = ColumnTransformer([("place", OneHotEncoder(handle_unknown="ignore"), ["city", "neighbourhood"])])
    return Pipeline([("place", place), ("ridge", Ridge())])
