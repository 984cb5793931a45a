# reject: cuts folds of equal size and leaves out the rows that remain
# loses: target_encoder_hidden
# message: folds of equal size, give or take one row
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    """Smoothed target means: out of fold for the training rows, from all training rows for new ones.

    Parameters
    ----------
    n_splits : int, the number of folds
    smoothing : float, the weight of the overall mean, in rows
    random_state : int, the seed of the split
    """

    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def fit(self, X, y):
        """Learn the encodings of the columns of X (a DataFrame) from all rows, and return the encoder."""
        y = pd.Series(np.asarray(y))
        self.feature_names_in_ = X.columns.to_numpy()
        self.mean_, self.encodings_ = self._encodings(X, y)
        return self

    def transform(self, X):
        """Return the learnt encodings of X, shape (rows, columns)."""
        return self._apply(X, self.mean_, self.encodings_)

    def fit_transform(self, X, y):
        """Fit, and return the out-of-fold encodings of the training rows, shape (rows, columns)."""
        self.fit(X, y)
        y = pd.Series(np.asarray(y))
        result = np.full(X.shape, np.nan)
        rows = np.random.default_rng(self.random_state).permutation(len(X))
        size = len(X) // self.n_splits
        for number in range(self.n_splits):
            fold = rows[number * size : (number + 1) * size]
            others = np.setdiff1d(rows, fold)
            result[fold] = self._apply(X.iloc[fold], *self._encodings(X.iloc[others], y.iloc[others]))
        return result

    def get_feature_names_out(self, input_features=None):
        """Return one name per column of the result."""
        return np.array([f"{name}_target_mean" for name in self.feature_names_in_], dtype=object)

    def _encodings(self, X, y):
        mean = y.mean()
        encodings = []
        for column in X:
            groups = y.groupby(X[column].to_numpy())
            encodings.append((groups.sum() + self.smoothing * mean) / (groups.count() + self.smoothing))
        return mean, encodings

    def _apply(self, X, mean, encodings):
        columns = [X[column].map(encoding).astype(float) for column, encoding in zip(X, encodings)]
        return np.column_stack([column.fillna(mean) for column in columns])
