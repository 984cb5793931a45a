# reject: medians learnt with NumPy, which are NaN as soon as a training row has a blank; so is every weight then
# loses: build_pipeline_hidden
# message: missing values in the training rows must not be an error
from sklearn.base import RegressorMixin


class NumPyRidge(RegressorMixin, BaseEstimator):
    numbers = ["accommodates", "bathrooms", "beds"]
    texts = ["city", "room_type", "property_type", "neighbourhood"]

    def _design(self, X):
        numbers = X[self.numbers].to_numpy(dtype=float, na_value=np.nan)
        numbers = np.where(np.isnan(numbers), self.medians_, numbers) - self.medians_
        dummies = pd.get_dummies(X[self.texts].astype("object"), dtype=float)
        return np.column_stack([numbers, dummies.reindex(columns=self.columns_, fill_value=0.0)])

    def fit(self, X, y):
        self.medians_ = np.median(X[self.numbers].to_numpy(dtype=float, na_value=np.nan), axis=0)
        support = pd.get_dummies(X[self.texts].astype("object")).sum()
        self.columns_ = list(support.index[support >= 4])
        A = self._design(X)
        self.mean_ = float(np.mean(y))
        self.weights_ = np.linalg.solve(A.T @ A + 5.0 * np.eye(A.shape[1]), A.T @ (np.asarray(y) - self.mean_))
        return self

    def predict(self, X):
        return self._design(X) @ self.weights_ + self.mean_


def build_pipeline():
    return NumPyRidge()
