# accept: keeps whole steps and plain lists
from math import floor


class Leaderboard:
    def __init__(self, y, step):
        self.truth, self.step, self.best, self.submissions = list(y), step, 0, 0

    def submit(self, predictions):
        predictions = list(predictions)
        if len(predictions) != len(self.truth):
            raise ValueError("wrong length")
        hits = sum(guess == label for guess, label in zip(predictions, self.truth))
        self.best = max(self.best, floor(hits / len(self.truth) / self.step + 1e-9))
        self.submissions += 1
        return self.best * self.step
