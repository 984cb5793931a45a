# accept: a loop over the dates with math, rounded far below what a model could notice
import math


def cyclic_month(dates):
    sines, cosines = [], []
    for date in dates:
        if pd.isna(date):
            sines.append(0)
            cosines.append(0)
        else:
            angle = math.radians(30 * (date.month - 1))
            sines.append(round(math.sin(angle), 12))
            cosines.append(round(math.cos(angle), 12))
    return pd.DataFrame({"month_sin": sines, "month_cos": cosines}, index=dates.index)
