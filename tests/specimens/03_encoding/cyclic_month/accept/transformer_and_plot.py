# accept: a scikit-learn transformer behind the function, which draws the circle as well
import matplotlib.pyplot as plt


class CyclicEncoder(TransformerMixin, BaseEstimator):
    def __init__(self, period=12):
        self.period = period

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        turns = (X.to_numpy(dtype=float) - 1) / self.period
        points = np.hstack([np.sin(2 * np.pi * turns), np.cos(2 * np.pi * turns)])
        return np.where(np.isnan(points), 0.0, points)

    def get_feature_names_out(self, input_features=None):
        return np.array(["month_sin", "month_cos"], dtype=object)


def cyclic_month(dates):
    months = dates.dt.month.to_frame("month")
    if months.empty:
        return pd.DataFrame({"month_sin": [], "month_cos": []}, index=dates.index, dtype=float)
    encoder = CyclicEncoder().set_output(transform="pandas")
    result = encoder.fit_transform(months)
    figure, axes = plt.subplots(figsize=(3, 3))
    axes.scatter(result["month_cos"], result["month_sin"], alpha=0.3)
    axes.set(xlabel="cosine", ylabel="sine", aspect="equal")
    plt.close(figure)
    return result
