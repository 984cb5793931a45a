# accept: gives each class of the sample the weight that it has in production, then counts as usual
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    positives, negatives = tp + fn, fp + tn
    if positives == 0 or negatives == 0 or not (0 <= prevalence <= 1):
        raise ValueError("no answer")
    per_positive, per_negative = prevalence / positives, (1 - prevalence) / negatives
    flagged = tp * per_positive + fp * per_negative
    return dict(
        recall=1 - fn / positives,
        calls_per_day=homes_per_day * flagged,
        precision=float("nan") if flagged == 0 else tp * per_positive / flagged,
    )
