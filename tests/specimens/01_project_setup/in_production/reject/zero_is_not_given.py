# reject: takes a prevalence of 0 for one that was not given, and puts that of the sample in its place
# loses: in_production_check in_production_hidden
# message: with a prevalence of 0 all calls are wrong, so precision is 0
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0 or fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    prevalence = prevalence or (tp + fn) / (tp + fp + fn + tn)
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / (fp + tn) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
