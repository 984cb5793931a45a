# reject: predictions turned back into prices, although y is the logarithm
# loses: build_pipeline_check build_pipeline_hidden
# message: the logarithm of the price
from sklearn.base import RegressorMixin


class PriceFromLog(RegressorMixin, BaseEstimator):
    def __init__(self, alpha=3.0):
        self.alpha = alpha

    def fit(self, X, y):
        self.ridge_ = Ridge(alpha=self.alpha).fit(X, y)
        return self

    def predict(self, X):
        return np.exp(self.ridge_.predict(X))


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer([("numbers", scale, numbers), ("categories", count, categories)])
    return Pipeline([("encode", encode), ("model", PriceFromLog())])
