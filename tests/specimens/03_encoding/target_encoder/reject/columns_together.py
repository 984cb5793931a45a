# reject: all columns joined into one key, one feature for all of them
# loses: target_encoder_check target_encoder_hidden
# message: each column has its own encodings, and y belongs to X by position, not by label
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _key(self, X):
        return X.astype(str).agg("|".join, axis=1)

    def _encodings(self, X, y):
        mean = y.mean()
        groups = y.groupby(self._key(X).to_numpy())
        return mean, (groups.sum() + self.smoothing * mean) / (groups.count() + self.smoothing)

    def _apply(self, X, mean, table):
        return self._key(X).map(table).fillna(mean).to_numpy(dtype=float).reshape(-1, 1)

    def fit(self, X, y):
        self.columns_ = list(X.columns)
        self.mean_, self.tables_ = self._encodings(X, pd.Series(np.asarray(y, dtype=float)))
        return self

    def transform(self, X):
        return self._apply(X, self.mean_, self.tables_)

    def fit_transform(self, X, y):
        self.fit(X, y)
        y = pd.Series(np.asarray(y, dtype=float))
        result = np.empty((len(X), 1))
        folds = KFold(self.n_splits, shuffle=True, random_state=self.random_state)
        for others, fold in folds.split(X):
            result[fold] = self._apply(X.iloc[fold], *self._encodings(X.iloc[others], y.iloc[others]))
        return result

    def get_feature_names_out(self, input_features=None):
        return np.array([f"{column}_target_mean" for column in self.columns_], dtype=object)
