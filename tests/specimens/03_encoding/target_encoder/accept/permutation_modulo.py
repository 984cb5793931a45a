# accept: folds from a permutation modulo n_splits; sums by np.bincount on integer codes
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _codes(self, X):
        columns = []
        for j in range(X.shape[1]):
            values = X.iloc[:, j].to_list()
            columns.append([self.numbers_[j].get(None if pd.isna(v) else v, -1) for v in values])
        return np.array(columns, dtype=int).T

    def _learn(self, codes, y):
        mean = y.mean()
        tables = []
        for j, numbers in enumerate(self.numbers_):
            size = len(numbers)
            sums = np.bincount(codes[:, j], weights=y, minlength=size) + self.smoothing * mean
            rows = np.bincount(codes[:, j], minlength=size) + self.smoothing
            table = np.full(size + 1, mean)
            np.divide(sums, rows, out=table[:size], where=rows > 0)
            tables.append(table)
        return tables

    def _look_up(self, codes, tables):
        return np.stack([table[codes[:, j]] for j, table in enumerate(tables)], axis=1)

    def fit(self, X, y):
        self.numbers_ = []
        for j in range(X.shape[1]):
            distinct = dict.fromkeys(None if pd.isna(v) else v for v in X.iloc[:, j])
            self.numbers_.append({value: i for i, value in enumerate(distinct)})
        self.names_ = ["mean_of_y_by_" + str(column) for column in X.columns]
        self.tables_ = self._learn(self._codes(X), np.asarray(y, dtype=float))
        return self

    def transform(self, X):
        return self._look_up(self._codes(X), self.tables_)

    def fit_transform(self, X, y=None, **fit_params):
        y = np.asarray(y, dtype=float)
        codes = self.fit(X, y)._codes(X)
        fold = np.random.RandomState(self.random_state).permutation(len(y)) % self.n_splits
        result = np.zeros(codes.shape)
        for k in range(self.n_splits):
            result[fold == k] = self._look_up(codes[fold == k], self._learn(codes[fold != k], y[fold != k]))
        return result

    def get_feature_names_out(self, input_features=None):
        return self.names_
