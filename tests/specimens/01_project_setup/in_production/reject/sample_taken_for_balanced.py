# reject: divides false alarms by the number of promising homes, right only in a balanced sample
# loses: in_production_check in_production_hidden
# message: with three times as many other homes in the sample the rates are the same
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0 or fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / (tp + fn) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
