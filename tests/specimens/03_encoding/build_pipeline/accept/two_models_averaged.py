# accept: a VotingRegressor over a linear pipeline and a boosted one, with host features known at creation
from sklearn.ensemble import GradientBoostingRegressor, VotingRegressor
from sklearn.linear_model import RidgeCV

NUMBERS = ["accommodates", "bathrooms", "bedrooms", "beds", "minimum_nights", "latitude", "longitude"]
TEXTS = ["city", "neighbourhood", "neighbourhood_group", "property_type", "room_type"]


def encoder():
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    texts = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=4)
    host = FunctionTransformer(lambda X: np.log1p(X.astype("float64").fillna(1.0)), feature_names_out="one-to-one")
    return ColumnTransformer(
        [("numbers", numbers, NUMBERS), ("texts", texts, TEXTS), ("host", host, ["calculated_host_listings_count"])]
    )


def build_pipeline():
    linear = make_pipeline(encoder(), RidgeCV(alphas=np.logspace(-1, 2, 10)))
    boosted = make_pipeline(encoder(), GradientBoostingRegressor(n_estimators=80, max_depth=4, random_state=0))
    return VotingRegressor([("linear", linear), ("boosted", boosted)])
