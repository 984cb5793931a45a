# accept: counts as float64, and NumPy's 0 / 0 = NaN with its warning; more keys than asked for
def confusion_metrics(tp, fp, fn, tn):
    for name, count in {"tp": tp, "fp": fp, "fn": fn, "tn": tn}.items():
        if isinstance(count, (int, np.integer)) and count >= 0:
            continue
        raise ValueError("not a count: " + name)
    tp, fp, fn, tn = (np.float64(count) for count in (tp, fp, fn, tn))
    n = tp + fp + fn + tn
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return dict(
        precision=precision,
        recall=recall,
        f1=tp / (tp + (fp + fn) / 2),
        accuracy=(tp + tn) / n,
        baseline=np.maximum(tp + fn, fp + tn) / n,
        prevalence=(tp + fn) / n,
    )
