# reject: looks up the known values and aligns them by row label, which fails when labels repeat and one value is missing
# loses: build_pipeline_hidden
# message: different listings miss different things
class MeanPrice(TransformerMixin, BaseEstimator):
    def fit(self, X, y):
        self.mean_ = float(np.mean(y))
        prices = pd.Series(np.asarray(y), index=X.index)
        self.tables_ = {c: (prices.groupby(X[c]).sum() + 5 * self.mean_) / (prices.groupby(X[c]).count() + 5) for c in X}
        return self

    def transform(self, X):
        columns = []
        for column, table in self.tables_.items():
            known = X[column].dropna().map(table)
            columns.append(known.reindex(X.index).astype(float).fillna(self.mean_))
        return np.column_stack(columns)


def build_pipeline():
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds"]
    scale = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    count = OneHotEncoder(handle_unknown="ignore")
    encode = ColumnTransformer(
        [
            ("numbers", scale, numbers),
            ("means", MeanPrice(), ["neighbourhood", "property_type"]),
            ("categories", count, ["city", "room_type"]),
        ]
    )
    return Pipeline([("encode", encode), ("model", Ridge(alpha=1.0))])
