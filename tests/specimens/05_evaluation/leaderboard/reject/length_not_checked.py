# reject: cuts to the shorter
# loses: leaderboard_check leaderboard_hidden
# message: 99 predictions for 100 labels
class Leaderboard:
    def __init__(self, y, step):
        self._y, self._step, self._shown, self.submissions = list(y), step, 0.0, 0

    def submit(self, predictions):
        self.submissions += 1
        accuracy = sum(a == b for a, b in zip(predictions, self._y)) / len(self._y)
        self._shown = max(self._shown, np.floor(accuracy / self._step + 1e-9) * self._step)
        return self._shown
