# reject: the logarithm of the host's response rate, which is 0 for some hosts
# loses: build_pipeline_check build_pipeline_hidden
# message: every listing gets a finite prediction
from sklearn.base import RegressorMixin


class PandasRidge(RegressorMixin, BaseEstimator):
    numbers = ["accommodates", "bathrooms", "bedrooms", "beds", "host_response_rate"]
    texts = ["city", "room_type", "property_type", "neighbourhood"]

    def _table(self, X):
        numbers = X[self.numbers].astype("float64")
        numbers["host_response_rate"] = np.log(numbers["host_response_rate"])
        return numbers, pd.get_dummies(X[self.texts].astype("object"), dtype=float)

    def _design(self, X):
        numbers, dummies = self._table(X)
        numbers = (numbers.fillna(self.means_) - self.means_) / self.scales_
        return np.column_stack([numbers, dummies.reindex(columns=self.columns_, fill_value=0.0)])

    def fit(self, X, y):
        numbers, dummies = self._table(X)
        self.means_, self.scales_ = numbers.mean(), numbers.std()
        support = dummies.sum()
        self.columns_ = list(support.index[support >= 4])
        A = self._design(X)
        self.mean_ = float(np.mean(y))
        self.weights_ = np.linalg.solve(A.T @ A + 5.0 * np.eye(A.shape[1]), A.T @ (np.asarray(y) - self.mean_))
        return self

    def predict(self, X):
        return self._design(X) @ self.weights_ + self.mean_


def build_pipeline():
    return PandasRidge()
