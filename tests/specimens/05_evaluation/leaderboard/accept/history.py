# accept: remembers every score and shows the largest
from sklearn.metrics import accuracy_score


class Leaderboard:
    def __init__(self, y, step):
        self._labels = pd.Series(list(y))
        self._step = step
        self._history = []

    @property
    def submissions(self):
        return len(self._history)

    def submit(self, predictions):
        if len(predictions) != len(self._labels):
            raise ValueError(f"{len(predictions)} predictions for {len(self._labels)} labels")
        score = accuracy_score(self._labels, list(predictions))
        self._history.append((score + 1e-9 * self._step) // self._step * self._step)
        return max(self._history)
