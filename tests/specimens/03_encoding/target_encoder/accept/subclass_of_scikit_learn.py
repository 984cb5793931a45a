# accept: a subclass of scikit-learn's TargetEncoder that hands its own arguments on
class OutOfFoldTargetEncoder(TargetEncoder):
    def __init__(self, n_splits=5, smoothing=10.0, random_state=0):
        super().__init__(target_type="continuous")
        self.n_splits = n_splits
        self.smoothing = smoothing
        self.random_state = random_state

    def _hand_on(self):
        self.smooth = float(self.smoothing)
        self.cv = self.n_splits

    def fit(self, X, y):
        self._hand_on()
        return super().fit(X, y)

    def fit_transform(self, X, y):
        self._hand_on()
        return super().fit_transform(X, y)
