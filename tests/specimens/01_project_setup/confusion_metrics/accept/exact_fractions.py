# accept: exact fractions until the end; f1 as a harmonic mean, its edge cases taken one by one
from fractions import Fraction


def confusion_metrics(tp, fp, fn, tn):
    counts = dict(tp=tp, fp=fp, fn=fn, tn=tn)
    wrong = [k for k, v in counts.items() if not isinstance(v, (int, np.integer)) or v < 0]
    if wrong:
        raise ValueError(f"not a count: {', '.join(wrong)}")
    tp, fp, fn, tn = (Fraction(int(v)) for v in counts.values())
    precision = tp / (tp + fp) if tp + fp else None
    recall = tp / (tp + fn) if tp + fn else None
    if precision is None and recall is None:
        f1 = None
    elif not precision or not recall:
        f1 = Fraction(0)
    else:
        f1 = 2 / (1 / precision + 1 / recall)
    n = tp + fp + fn + tn
    accuracy = (tp + tn) / n if n else None
    baseline = max((tp + fn) / n, 1 - (tp + fn) / n) if n else None
    values = dict(precision=precision, recall=recall, f1=f1, accuracy=accuracy, baseline=baseline)
    return {name: np.nan if value is None else float(value) for name, value in values.items()}
