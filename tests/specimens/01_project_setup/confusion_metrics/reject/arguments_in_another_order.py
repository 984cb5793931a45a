# reject: takes the counts in the order of scikit-learn's confusion matrix: tn, fp, fn, tp
# loses: confusion_metrics_check confusion_metrics_hidden
# message: the order of the arguments is tp, fp, fn, tn
def confusion_metrics(tn, fp, fn, tp):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for name, count in counts.items():
        if not isinstance(count, (int, np.integer)) or count < 0:
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
