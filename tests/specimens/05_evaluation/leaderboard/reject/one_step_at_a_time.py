# reject: rises by one step at most
# loses: leaderboard_check leaderboard_hidden
# message: leaderboard
class Leaderboard:
    """Shows the best accuracy so far, rounded down to a multiple of `step`."""

    def __init__(self, y, step):
        self._y = np.array(y)
        self._step = step
        self._shown = 0.0
        self.submissions = 0

    def submit(self, predictions):
        """Count a submission and return the score that is shown."""
        predictions = np.asarray(predictions)
        if len(predictions) != len(self._y):
            raise ValueError(f"{len(self._y)} predictions, please, not {len(predictions)}")
        self.submissions += 1
        accuracy = np.mean(predictions == self._y)
        steps = np.floor(accuracy / self._step + 1e-9)
        if steps * self._step > self._shown:
            self._shown = self._shown + self._step if self._shown else steps * self._step
        return self._shown
