# reject: capacity 0 is taken for no limit
# loses: flag_by_cost_hidden
# message: capacity 0 allows none
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = gain > 0
    if capacity:
        ranked = np.argsort(np.where(flags, -gain, np.inf))
        flags[ranked[capacity:]] = False
    return flags
