# reject: only Python's own int passes for a count
# loses: confusion_metrics_check confusion_metrics_hidden
# message: np.int8 counts are counts too, and no ValueError
def confusion_metrics(tp, fp, fn, tn):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for name, count in counts.items():
        if type(count) is not int or count < 0:
            raise ValueError(f"{name} is not a count")
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
