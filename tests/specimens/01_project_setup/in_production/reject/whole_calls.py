# reject: rounds the calls to whole ones
# loses: in_production_check in_production_hidden
# message: on a day with 90 homes 6.525 calls are expected, a number that is not rounded
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0 or fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / (fp + tn) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": round(called * homes_per_day), "precision": precision}
