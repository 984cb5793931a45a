# accept: slow, prints and warns: one small DataFrame per date, concatenated
import warnings


def _one(date):
    if pd.isnull(date):
        warnings.warn("a date is missing; it goes to the centre of the circle", UserWarning)
        return pd.DataFrame({"month_sin": [0.0], "month_cos": [0.0]})
    share_of_the_year = int(date.strftime("%m")) / 12 - 1 / 12
    return pd.DataFrame(
        {
            "month_sin": [np.sin(share_of_the_year * 2 * np.pi)],
            "month_cos": [np.cos(share_of_the_year * 2 * np.pi)],
        }
    )


def cyclic_month(dates):
    print(f"{len(dates)} dates")
    empty = pd.DataFrame({"month_sin": [], "month_cos": []}, dtype=float)
    result = pd.concat([empty] + [_one(date) for date in dates], ignore_index=True)
    result.index = dates.index
    return result
