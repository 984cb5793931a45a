# reject: mean and 1.96 standard errors of the rows
# loses: difference_interval_check difference_interval_hidden
# message: draw hosts, not homes
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    difference = np.asarray(loss_a, dtype=float) - np.asarray(loss_b, dtype=float)
    if len(difference) == 0:
        raise ValueError("no rows")
    mean = difference.mean()
    half = stats.norm.ppf((1 + level) / 2) * difference.std(ddof=1) / len(difference) ** 0.5
    return mean, mean - half, mean + half
