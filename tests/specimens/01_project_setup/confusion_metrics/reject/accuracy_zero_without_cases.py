# reject: an accuracy of 0 where there are no cases
# loses: confusion_metrics_check confusion_metrics_hidden
# message: in an hour without cases, ['accuracy'] cannot be known
def confusion_metrics(tp, fp, fn, tn):
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
        "accuracy": (tp + tn) / max(n, 1),
        "baseline": share(max(tp + fn, fp + tn), n),
    }
