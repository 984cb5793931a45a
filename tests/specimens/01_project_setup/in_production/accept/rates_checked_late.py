# accept: divides first and turns a ZeroDivisionError into the ValueError; numpy scalars
def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    try:
        recall, false_alarms = tp / (tp + fn), fp / (fp + tn)
    except ZeroDivisionError:
        raise ValueError("recall or the false positive rate was never measured") from None
    if not (prevalence >= 0 and prevalence <= 1):
        raise ValueError("prevalence is a share")
    mix = np.array([recall * prevalence, false_alarms * (1 - prevalence)])
    with np.errstate(invalid="ignore"):
        precision = mix[0] / mix.sum()
    return {"precision": precision, "recall": np.float64(recall), "calls_per_day": mix.sum() * homes_per_day}
