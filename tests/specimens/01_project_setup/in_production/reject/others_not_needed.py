# reject: a sample without other homes has no false alarms
# loses: in_production_hidden
# message: raise a ValueError when a class is missing
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if tp + fn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    recall = tp / (tp + fn)
    right = recall * prevalence
    called = right + fp / max(fp + tn, 1) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
