# accept: the numbers module decides what an integer is; conditional expressions, one key after the other
import numbers


def confusion_metrics(tp, fp, fn, tn):
    for name, count in zip(("tp", "fp", "fn", "tn"), (tp, fp, fn, tn)):
        if not isinstance(count, numbers.Integral):
            raise ValueError(f"{name}: {type(count).__name__} is not a count")
        if count < 0:
            raise ValueError(f"{name}: a count is never negative")
    tp, fp, fn, tn = map(int, (tp, fp, fn, tn))
    nan = float("nan")
    flagged, positive, negative = tp + fp, tp + fn, fp + tn
    result = {}
    result["precision"] = tp / flagged if flagged > 0 else nan
    result["recall"] = tp / positive if positive > 0 else nan
    result["f1"] = 2 * tp / (flagged + positive) if flagged + positive > 0 else nan
    n = positive + negative
    result["accuracy"] = (tp + tn) / n if n > 0 else nan
    result["baseline"] = max(positive, negative) / n if n > 0 else nan
    return result
