# reject: a category kept together in one fold, so no other fold knows it
# loses: target_encoder_check target_encoder_hidden
# message: split rows, not categories
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
        rng = np.random.default_rng(self.random_state)
        for j, column in enumerate(X):
            categories = rng.permutation(X[column].astype(str).unique())
            fold_of = pd.Series(np.arange(len(categories)) % self.n_splits, index=categories)
            folds = X[column].astype(str).map(fold_of).to_numpy()
            for k in range(self.n_splits):
                mine, others = X.loc[folds == k, [column]], X.loc[folds != k, [column]]
                if len(mine):
                    result[folds == k, j] = self._apply(mine, *self._encodings(others, y[folds != k]))[:, 0]
        return result

    def get_feature_names_out(self, input_features=None):
        return np.array([f"{column}_target_mean" for column in self.columns_], dtype=object)
