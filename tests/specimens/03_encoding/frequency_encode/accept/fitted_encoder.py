# accept: a scikit-learn style transformer inside, with a warning for unseen values
import warnings


class FrequencyEncoder(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.n_rows_ = len(X)
        self.missing_share_ = X.isna().sum() / self.n_rows_
        self.shares_ = (X.dropna().groupby(X.dropna()).size() / self.n_rows_).to_dict()
        return self

    def _share(self, value):
        if pd.isna(value):
            return float(self.missing_share_)
        if value not in self.shares_:
            warnings.warn(f"unseen: {value!r}")
        return self.shares_.get(value, 0.0)

    def transform(self, X):
        return pd.Series([self._share(value) for value in X], index=X.index, dtype=float)


def frequency_encode(train, values):
    return FrequencyEncoder().fit(train).transform(values)
