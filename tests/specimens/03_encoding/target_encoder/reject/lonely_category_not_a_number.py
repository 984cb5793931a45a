# reject: 0 / 0 for a category that only one fold holds when smoothing is 0
# loses: target_encoder_hidden
# message: only one fold holds
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
        data = X.reset_index(drop=True).assign(_y=np.asarray(y, dtype=float), _fold=-1)
        folds = KFold(self.n_splits, shuffle=True, random_state=self.random_state)
        for k, (_, fold) in enumerate(folds.split(X)):
            data.loc[fold, "_fold"] = k
        by_fold = data.groupby("_fold")["_y"]
        mean = (data["_y"].sum() - by_fold.transform("sum")) / (len(data) - by_fold.transform("count"))
        features = []
        for column in X:
            data["_key"] = X[column].astype("object").fillna("missing").to_numpy()
            inside, everywhere = data.groupby(["_key", "_fold"])["_y"], data.groupby("_key")["_y"]
            total = everywhere.transform("sum") - inside.transform("sum")
            rows = everywhere.transform("count") - inside.transform("count")
            features.append((total + self.smoothing * mean) / (rows + self.smoothing))
        return np.column_stack(features)

    def get_feature_names_out(self, input_features=None):
        return np.array([f"{column}_target_mean" for column in self.columns_], dtype=object)
