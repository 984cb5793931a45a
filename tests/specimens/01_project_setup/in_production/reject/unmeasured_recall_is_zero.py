# reject: a sample without promising homes has recall 0
# loses: in_production_check in_production_hidden
# message: a sample without promising homes has no answer
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if fp + tn == 0:
        raise ValueError("the sample must hold homes of both classes")
    if not 0 <= prevalence <= 1:
        raise ValueError(f"prevalence is a share from 0 to 1, not {prevalence}")
    recall = tp / (tp + fn) if tp + fn else 0.0
    right = recall * prevalence
    called = right + fp / (fp + tn) * (1 - prevalence)
    precision = right / called if called > 0 else math.nan
    return {"recall": recall, "calls_per_day": called * homes_per_day, "precision": precision}
