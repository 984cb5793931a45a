# reject: compares with 0 first, which is a TypeError for None and for texts
# loses: confusion_metrics_hidden
# message: raises a ValueError, not another kind of error
def confusion_metrics(tp, fp, fn, tn):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for name, count in counts.items():
        if count < 0 or count % 1 != 0 or isinstance(count, float):
            raise ValueError(f"{name} is a number of cases, 0 or more, not {count!r}")
    tp, fp, fn, tn = (int(count) for count in counts.values())
    n = tp + fp + fn + tn

    def share(part, whole):
        return part / whole if whole else float("nan")

    return {
        "precision": share(tp, tp + fp),
        "recall": share(tp, tp + fn),
        "f1": share(2 * tp, 2 * tp + fp + fn),
        "accuracy": share(tp + tn, n),
        "baseline": share(max(tp + fn, fp + tn), n),
    }
