# accept: pandas only: totals of a category minus those of the row's own fold; prints what it does
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def fit(self, X, y):
        y = np.asarray(y, dtype=float)
        self.mean_ = y.mean()
        self.columns_ = X.columns.tolist()
        long = X.reset_index(drop=True).assign(**{"(y)": y}).melt(id_vars="(y)", var_name="column", value_name="category")
        table = long.groupby(["column", "category"])["(y)"].agg(["sum", "count"])
        self.table_ = (table["sum"] + self.smoothing * self.mean_) / (table["count"] + self.smoothing)
        print(f"target encoder: {len(self.table_)} categories in {len(self.columns_)} columns")
        return self

    def transform(self, X):
        features = {}
        for column in self.columns_:
            features[column] = X[column].map(self.table_.loc[column].to_dict()).astype("float64").fillna(self.mean_)
        return pd.DataFrame(features, index=X.index)[self.columns_].to_numpy()

    def fit_transform(self, X, y):
        self.fit(X, y)
        n = len(X)
        order = np.random.default_rng(self.random_state).permutation(n)
        fold = np.empty(n, dtype=int)
        fold[order] = np.arange(n) * self.n_splits // n
        data = pd.DataFrame({"y": np.asarray(y, dtype=float), "fold": fold})
        in_fold = data.groupby("fold")["y"].transform("sum"), data.groupby("fold")["y"].transform("count")
        mean = (data["y"].sum() - in_fold[0]) / (n - in_fold[1])
        features = []
        for column in self.columns_:
            data["category"] = X[column].astype("object").fillna("no value").to_numpy()
            own = data.groupby("category")["y"], data.groupby(["category", "fold"])["y"]
            total = own[0].transform("sum") - own[1].transform("sum")
            rows = own[0].transform("count") - own[1].transform("count")
            smoothed = (total + self.smoothing * mean) / (rows + self.smoothing)
            features.append(smoothed.where(rows > 0, mean))
        return np.column_stack(features)

    def get_feature_names_out(self, input_features=None):
        return np.asarray(self.columns_, dtype=object)
