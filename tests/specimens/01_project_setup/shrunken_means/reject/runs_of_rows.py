# reject: takes a run of equal rows for a neighbourhood, which holds for sorted rows only
# loses: shrunken_means_hidden
# message: depend on the order of the homes
from itertools import groupby


def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    estimates = {}
    for name, rows in groupby(zip(groups, values), key=lambda row: row[0]):
        own = [value for _, value in rows if value == value]
        if own and between_sd:
            w = between_sd**2 / (between_sd**2 + within_sd**2 / len(own))
            estimates[name] = w * np.mean(own) + (1 - w) * overall
    return [overall if pd.isna(name) else estimates.get(name, overall) for name in wanted]
