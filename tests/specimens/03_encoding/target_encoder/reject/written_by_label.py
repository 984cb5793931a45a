# reject: each fold's features are written under labels that start at 0, then taken in the order of the index of X
# loses: target_encoder_check target_encoder_hidden
# message: every 'B' costs more than every 'A'
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _tables(self, X, y):
        tables = {}
        for name in X.columns:
            groups = pd.Series(y).groupby(X[name].astype("object").to_numpy())
            tables[name] = (groups.sum() + self.smoothing * y.mean()) / (groups.size() + self.smoothing)
        return tables, y.mean()

    def _encode(self, X, tables, mean):
        return pd.DataFrame({name: X[name].astype("object").map(tables[name]).fillna(mean).astype(float) for name in X})

    def fit(self, X, y):
        self.columns_ = list(X.columns)
        self.learnt_ = self._tables(X, np.asarray(y, dtype=float))
        return self

    def transform(self, X):
        return self._encode(X, *self.learnt_)

    def fit_transform(self, X, y):
        self.fit(X, y)
        y = np.asarray(y, dtype=float)
        parts = []
        for others, fold in KFold(self.n_splits, shuffle=True, random_state=self.random_state).split(X):
            part = self._encode(X.iloc[fold], *self._tables(X.iloc[others], y[others]))
            parts.append(part.set_axis(fold))
        features = pd.concat(parts)
        return features.loc[X.index] if set(X.index) == set(range(len(X))) else features.sort_index()

    def get_feature_names_out(self, input_features=None):
        return np.array(self.columns_, dtype=object)
