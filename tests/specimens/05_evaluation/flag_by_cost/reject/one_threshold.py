# reject: one threshold for all, from the mean loss
# loses: flag_by_cost_check flag_by_cost_hidden
# message: a threshold of its own
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = np.asarray(p, dtype=float) > work / np.nanmean(np.asarray(loss, dtype=float))
    if capacity is not None:
        ranked = np.argsort(np.where(flags, -gain, np.inf))
        flags[ranked[capacity:]] = False
    return flags
