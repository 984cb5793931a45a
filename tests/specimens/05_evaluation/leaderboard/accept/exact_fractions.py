# accept: decimal fractions, in which 0.58 is 29 steps
from fractions import Fraction


class Leaderboard:
    def __init__(self, y, step):
        self.y = tuple(y)
        self.unit = Fraction(str(step))
        self.level = Fraction(0)
        self.submissions = 0

    def submit(self, predictions):
        given = tuple(predictions)
        if len(given) != len(self.y):
            raise ValueError
        hits = Fraction(sum(bool(a == b) for a, b in zip(given, self.y)), len(self.y))
        if hits - self.level >= self.unit:
            self.level = hits // self.unit * self.unit
        self.submissions += 1
        return float(self.level)
