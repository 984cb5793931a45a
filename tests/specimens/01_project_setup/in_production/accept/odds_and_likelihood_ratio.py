# accept: Bayes by odds: prior odds times the likelihood ratio, with the edges by hand; prints
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    if min(tp + fn, fp + tn) <= 0:
        raise ValueError("both classes are needed")
    if prevalence != min(max(prevalence, 0), 1):
        raise ValueError("prevalence must lie between 0 and 1")
    recall, fall_out = tp / (tp + fn), fp / (fp + tn)
    flagged = recall * prevalence + fall_out * (1 - prevalence)
    if flagged == 0:
        precision = np.nan
    elif fall_out == 0 or prevalence == 1:
        precision = 1.0
    else:
        odds = prevalence / (1 - prevalence) * recall / fall_out
        precision = odds / (1 + odds)
    print(f"{flagged:.1%} of homes are called")
    return {"recall": recall, "calls_per_day": flagged * homes_per_day, "precision": precision}
