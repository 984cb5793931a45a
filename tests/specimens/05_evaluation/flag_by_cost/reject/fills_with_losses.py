# reject: always makes as many calls as allowed
# loses: flag_by_cost_check flag_by_cost_hidden
# message: three are worth the work
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = gain > 0
    if capacity is not None:
        flags = np.zeros(len(gain), dtype=bool)
        flags[np.argsort(-gain)[:capacity]] = True
    return flags
