# accept: operator.index turns whatever is an integer into Python's int; its TypeError becomes a ValueError
import operator


class Confusion:
    def __init__(self, **counts):
        for name, count in counts.items():
            try:
                count = operator.index(count)
            except TypeError:
                raise ValueError(f"{name} must be a whole number") from None
            if count < 0:
                raise ValueError(f"{name} must not be negative")
            setattr(self, name, count)

    @staticmethod
    def ratio(part, *parts):
        try:
            return part / sum(parts)
        except ZeroDivisionError:
            return np.nan


def confusion_metrics(tp, fp, fn, tn):
    c = Confusion(tp=tp, fp=fp, fn=fn, tn=tn)
    every = (c.tp, c.fp, c.fn, c.tn)
    return {
        "precision": c.ratio(c.tp, c.tp, c.fp),
        "recall": c.ratio(c.tp, c.tp, c.fn),
        "f1": c.ratio(2 * c.tp, 2 * c.tp, c.fp, c.fn),
        "accuracy": c.ratio(c.tp + c.tn, *every),
        "baseline": max(c.ratio(c.tp + c.fn, *every), c.ratio(c.fp + c.tn, *every)),
    }
