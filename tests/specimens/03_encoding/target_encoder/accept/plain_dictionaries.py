# accept: plain Python dictionaries and lists, row by row; folds dealt like cards from a shuffled pack
import random


class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    @staticmethod
    def _rows(X):
        return [tuple("\0" if pd.isna(v) else v for v in row) for row in X.itertuples(index=False, name=None)]

    def _learn(self, rows, targets):
        mean = sum(targets) / len(targets)
        totals = {}
        for row, target in zip(rows, targets):
            for j, category in enumerate(row):
                total, count = totals.get((j, category), (0.0, 0))
                totals[j, category] = (total + target, count + 1)
        means = {key: (t + self.smoothing * mean) / (c + self.smoothing) for key, (t, c) in totals.items()}
        return mean, means

    def fit(self, X, y):
        self.n_columns_ = X.shape[1]
        self.mean_, self.means_ = self._learn(self._rows(X), [float(target) for target in y])
        return self

    def transform(self, X):
        rows = self._rows(X)
        return np.array([[self.means_.get((j, v), self.mean_) for j, v in enumerate(row)] for row in rows])

    def fit_transform(self, X, y):
        self.fit(X, y)
        rows, targets = self._rows(X), [float(target) for target in y]
        pack = list(range(len(rows)))
        random.Random(self.random_state).shuffle(pack)
        result = [None] * len(rows)
        for k in range(self.n_splits):
            hand = pack[k :: self.n_splits]
            others = sorted(set(pack) - set(hand))
            mean, means = self._learn([rows[i] for i in others], [targets[i] for i in others])
            for i in hand:
                result[i] = [means.get((j, v), mean) for j, v in enumerate(rows[i])]
        return np.array(result)

    def get_feature_names_out(self, input_features=None):
        return [f"target_mean_{j}" for j in range(self.n_columns_)]
