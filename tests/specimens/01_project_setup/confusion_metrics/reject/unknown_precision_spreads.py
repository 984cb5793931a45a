# reject: f1 from precision and recall, so that an unknown precision makes f1 unknown
# loses: confusion_metrics_check confusion_metrics_hidden
# message: so that an unknown precision does not spread
def confusion_metrics(tp, fp, fn, tn):
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    for name, count in counts.items():
        if not isinstance(count, (int, np.integer)) or count < 0:
            raise ValueError(f"{name} is a number of cases, 0 or more, not {count!r}")
    tp, fp, fn, tn = (int(count) for count in counts.values())
    n = tp + fp + fn + tn

    def share(part, whole):
        return part / whole if whole else float("nan")

    precision, recall = share(tp, tp + fp), share(tp, tp + fn)

    return {
        "precision": share(tp, tp + fp),
        "recall": share(tp, tp + fn),
        "f1": share(2 * precision * recall, precision + recall),
        "accuracy": share(tp + tn, n),
        "baseline": share(max(tp + fn, fp + tn), n),
    }
