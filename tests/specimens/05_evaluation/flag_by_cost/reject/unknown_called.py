# reject: what is not known to be too cheap is called
# loses: flag_by_cost_check
# message: what is unknown is not called
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = ~(gain <= 0)
    if capacity is not None:
        ranked = np.argsort(np.where(flags, -gain, np.inf))
        flags[ranked[capacity:]] = False
    return flags
