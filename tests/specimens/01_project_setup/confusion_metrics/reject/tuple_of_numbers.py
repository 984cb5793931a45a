# reject: returns the metrics without their names
# loses: confusion_metrics_check confusion_metrics_hidden
# message: return a dict
def confusion_metrics(tp, fp, fn, tn):
    n = tp + fp + fn + tn
    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn), (tp + tn) / n, max(tp + fn, fp + tn) / n
