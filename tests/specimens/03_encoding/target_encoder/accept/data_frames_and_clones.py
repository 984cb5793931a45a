# accept: every fold is served by a clone fitted on the other folds; DataFrames with the index of X
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits, self.smoothing, self.random_state = n_splits, smoothing, random_state

    def fit(self, X, y):
        y = pd.Series(np.asarray(y, dtype=float), index=X.index)
        self.overall_mean_ = float(y.mean())
        self.lookup_ = {column: self._smoothed(X[column], y) for column in X.columns}
        return self

    def _smoothed(self, keys, y):
        table = y.groupby(keys.astype("object").fillna("(missing)").to_numpy()).agg(["mean", "size"])
        weight = table["size"] / (table["size"] + self.smoothing)
        return (weight * table["mean"] + (1 - weight) * self.overall_mean_).to_dict()

    def transform(self, X):
        result = pd.DataFrame(index=X.index)
        for column, lookup in self.lookup_.items():
            keys = X[column].astype("object").fillna("(missing)")
            result[column + "_te"] = [lookup.get(key, self.overall_mean_) for key in keys]
        return result

    def fit_transform(self, X, y):
        y = np.asarray(y, dtype=float)
        shuffled = np.random.default_rng(self.random_state).permutation(len(X))
        parts = []
        for fold in np.array_split(shuffled, self.n_splits):
            others = np.setdiff1d(shuffled, fold)
            parts.append((fold, clone(self).fit(X.iloc[others], y[others]).transform(X.iloc[fold])))
        positions = np.concatenate([fold for fold, _ in parts])
        result = pd.concat([part for _, part in parts]).iloc[np.argsort(positions)]
        self.fit(X, y)
        return result

    def get_feature_names_out(self, input_features=None):
        return np.array([column + "_te" for column in self.lookup_])
