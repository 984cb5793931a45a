# reject: folds stratified by deciles of y, except where a decile has fewer rows than there are folds
# loses: target_encoder_hidden
# message: and the split must not look at y
from sklearn.model_selection import StratifiedKFold


class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _encodings(self, X, y):
        mean = y.mean()
        tables = []
        for column in X:
            groups = y.groupby(X[column].to_numpy())
            tables.append((groups.sum() + self.smoothing * mean) / (groups.count() + self.smoothing))
        return mean, tables

    def _apply(self, X, mean, tables):
        columns = [X[column].map(table).astype(float).fillna(mean) for column, table in zip(X, tables)]
        return np.column_stack(columns)

    def fit(self, X, y):
        self.columns_ = list(X.columns)
        self.mean_, self.tables_ = self._encodings(X, pd.Series(np.asarray(y, dtype=float)))
        return self

    def transform(self, X):
        return self._apply(X, self.mean_, self.tables_)

    def fit_transform(self, X, y):
        self.fit(X, y)
        y = pd.Series(np.asarray(y, dtype=float))
        deciles = pd.qcut(y, 10, labels=False, duplicates="drop")
        enough = deciles.value_counts().min() >= self.n_splits
        folds = (StratifiedKFold if enough else KFold)(self.n_splits, shuffle=True, random_state=self.random_state)
        result = np.empty(X.shape)
        for others, fold in folds.split(X, deciles):
            result[fold] = self._apply(X.iloc[fold], *self._encodings(X.iloc[others], y.iloc[others]))
        return result

    def get_feature_names_out(self, input_features=None):
        return np.array([f"{column}_target_mean" for column in self.columns_], dtype=object)
