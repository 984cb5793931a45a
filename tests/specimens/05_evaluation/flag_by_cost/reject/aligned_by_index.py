# reject: multiplies Series by index
# loses: flag_by_cost_hidden
# message: belong together by position
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = (pd.Series(p, dtype=float) * pd.Series(loss, dtype=float)).sort_index().to_numpy() - work
    flags = gain > 0
    if capacity is not None:
        ranked = np.argsort(np.where(flags, -gain, np.inf))
        flags[ranked[capacity:]] = False
    return flags
