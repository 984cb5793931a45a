# reject: the message does not say which count is wrong
# loses: confusion_metrics_check confusion_metrics_hidden
# message: say in the error which count is wrong
def confusion_metrics(tp, fp, fn, tn):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    if not all(isinstance(count, (int, np.integer)) and count >= 0 for count in counts.values()):
        raise ValueError("counts are whole numbers, 0 or more")
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
