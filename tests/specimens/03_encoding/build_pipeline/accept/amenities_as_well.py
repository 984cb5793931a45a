# accept: the amenities of exercise 8 as a transformer of its own, beside one-hot columns; prints in fit
class Amenities(TransformerMixin, BaseEstimator):
    def __init__(self, max_features=100):
        self.max_features = max_features

    def _texts(self, X):
        lists = X.iloc[:, 0]
        return lists.map(lambda names: json.dumps(list(names)) if isinstance(names, (list, tuple)) else "[]")

    def fit(self, X, y=None):
        self.vocabulary_ = amenity_vocabulary(self._texts(X), self.max_features)
        print(f"{len(self.vocabulary_)} amenities")
        return self

    def transform(self, X):
        return amenity_matrix(self._texts(X), self.vocabulary_)


def build_pipeline():
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    one_hot_encoder = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5)
    encode = ColumnTransformer(
        [
            ("size", scale, ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]),
            ("kind", one_hot_encoder, ["city", "neighbourhood_group", "neighbourhood", "property_type", "room_type"]),
            ("amenities", Amenities(max_features=80), ["amenities"]),
        ]
    )
    return Pipeline([("encode", encode), ("ridge", Ridge(alpha=10.0))])
