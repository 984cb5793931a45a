# reject: the dearest come first
# loses: flag_by_cost_check flag_by_cost_hidden
# message: that hardly ever comes
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = gain > 0
    if capacity is not None:
        ranked = np.argsort(np.where(flags, -np.asarray(loss, dtype=float), np.inf))
        flags[ranked[capacity:]] = False
    return flags
