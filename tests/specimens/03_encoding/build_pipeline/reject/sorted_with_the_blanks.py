# reject: categories sorted with whatever is among them: texts and a missing value have no order
# loses: build_pipeline_hidden
# message: fit raised an error
class Codes(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        self.codes_ = {c: {value: code for code, value in enumerate(sorted(X[c].unique()), start=1)} for c in X}
        return self

    def transform(self, X):
        return np.column_stack([[codes.get(value, 0) for value in X[c]] for c, codes in self.codes_.items()])


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "latitude", "longitude"]
    categories = ["city", "room_type", "property_type", "neighbourhood"]
    encode = ColumnTransformer([("numbers", SimpleImputer(), numbers), ("codes", Codes(), categories)])
    return Pipeline([("encode", encode), ("trees", HistGradientBoostingRegressor(random_state=0))])
