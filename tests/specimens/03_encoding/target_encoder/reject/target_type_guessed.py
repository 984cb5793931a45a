# reject: scikit-learn's TargetEncoder left to guess the kind of target: whole numbers become classes
# loses: target_encoder_check target_encoder_hidden
# message: 3 rows and 1 column give shape (3, 1)
class OutOfFoldTargetEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _encoder(self):
        return TargetEncoder(smooth=self.smoothing, cv=self.n_splits, random_state=self.random_state)

    def fit(self, X, y):
        self.encoder_ = self._encoder().fit(X, y)
        return self

    def fit_transform(self, X, y):
        self.encoder_ = self._encoder()
        return self.encoder_.fit_transform(X, y)

    def transform(self, X):
        return self.encoder_.transform(X)

    def get_feature_names_out(self, input_features=None):
        return self.encoder_.get_feature_names_out(input_features)
