# reject: a model that never calls gets precision 1
# loses: in_production_check in_production_hidden
# message: a model that never calls makes 0 calls, and its precision is NaN
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0 or fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / (fp + tn) * (1 - prevalence)
    precision = right / called if called > 0 else 1.0
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
