# reject: every numeric column that correlates with the price, reviews and revenue included
# loses: build_pipeline_check build_pipeline_hidden
# message: revenue and reviews come after the listing is created
def build_pipeline():
    numbers = [
        *["accommodates", "bathrooms", "bedrooms", "beds", "number_of_reviews", "reviews_per_month"],
        *["review_scores_rating", "availability_365", "estimated_occupancy_l365d", "estimated_revenue_l365d"],
    ]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", Ridge(alpha=3.0))])
