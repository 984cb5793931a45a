# reject: a float without decimals passes for a count
# loses: confusion_metrics_check confusion_metrics_hidden
# message: fn=3.0 is not a number of cases
def confusion_metrics(tp, fp, fn, tn):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for name, count in counts.items():
        whole = isinstance(count, (int, np.integer)) or isinstance(count, float) and count.is_integer()
        if not whole or count < 0:
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
