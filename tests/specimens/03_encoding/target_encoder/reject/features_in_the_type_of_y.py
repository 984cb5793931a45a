# reject: out-of-fold features have the dtype of y: whole numbers cut the means off
# loses: target_encoder_check target_encoder_hidden
# message: with ten folds of one row, row 0 ('A') is encoded from the others:
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    """Smoothed target means: out of fold for the training rows, from all training rows for new ones."""

    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    @staticmethod
    def _keys(X, column):
        return [None if pd.isna(value) else value for value in X.iloc[:, column]]

    def _learn(self, keys, y):
        mean = y.mean()
        sums, counts = {}, {}
        for key, target in zip(keys, y):
            sums[key] = sums.get(key, 0.0) + target
            counts[key] = counts.get(key, 0) + 1
        table = {key: (sums[key] + self.smoothing * mean) / (counts[key] + self.smoothing) for key in sums}
        return table, mean

    def fit(self, X, y):
        y = np.asarray(y, dtype=float)
        self.n_features_in_ = X.shape[1]
        self.feature_names_in_ = np.array([str(name) for name in X.columns], dtype=object)
        self.encodings_ = [self._learn(self._keys(X, column), y) for column in range(X.shape[1])]
        return self

    def transform(self, X):
        result = np.empty(X.shape, dtype=float)
        for column, (table, mean) in enumerate(self.encodings_):
            result[:, column] = [table.get(key, mean) for key in self._keys(X, column)]
        return result

    def fit_transform(self, X, y):
        self.fit(X, y)
        kind = np.asarray(y).dtype
        y = np.asarray(y, dtype=float)
        order = np.random.default_rng(self.random_state).permutation(len(y))
        result = np.empty(X.shape, dtype=kind)
        for fold in np.array_split(order, self.n_splits):
            rest = np.setdiff1d(order, fold)
            for column in range(X.shape[1]):
                keys = self._keys(X, column)
                table, mean = self._learn([keys[row] for row in rest], y[rest])
                result[fold, column] = [table.get(keys[row], mean) for row in fold]
        return result

    def get_feature_names_out(self, input_features=None):
        return np.asarray(self.feature_names_in_ if input_features is None else input_features, dtype=object)
