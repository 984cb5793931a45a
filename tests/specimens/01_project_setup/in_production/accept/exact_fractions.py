# accept: exact arithmetic with fractions, floats at the end
from fractions import Fraction


def in_production(tp, fp, fn, tn, prevalence, homes_per_day):
    tp, fp, fn, tn, share = (Fraction(x) for x in (tp, fp, fn, tn, prevalence))
    if tp + fn == 0 or fp + tn == 0 or share < 0 or share > 1:
        raise ValueError("a rate cannot be measured, or prevalence is no share")
    right = tp / (tp + fn) * share
    called = right + fp / (fp + tn) * (1 - share)
    precision = float(right / called) if called else math.nan
    return {"recall": float(tp / (tp + fn)), "calls_per_day": float(called * Fraction(homes_per_day)), "precision": precision}
