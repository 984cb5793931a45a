# reject: takes 3 for a share
# loses: in_production_check in_production_hidden
# message: a prevalence of 3 has no answer
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0 or fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / (fp + tn) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
