# reject: the same feature name for every column
# loses: target_encoder_check target_encoder_hidden
# message: get_feature_names_out returns a name of its own for each of two columns
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
        result = np.empty(X.shape)
        folds = KFold(self.n_splits, shuffle=True, random_state=self.random_state)
        for others, fold in folds.split(X):
            result[fold] = self._apply(X.iloc[fold], *self._encodings(X.iloc[others], y.iloc[others]))
        return result

    def get_feature_names_out(self, input_features=None):
        return np.array(["target_mean" for column in self.columns_], dtype=object)
