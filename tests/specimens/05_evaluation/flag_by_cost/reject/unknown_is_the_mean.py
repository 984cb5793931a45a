# reject: fills an unknown p with the mean
# loses: flag_by_cost_check flag_by_cost_hidden
# message: what is unknown is not called
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = pd.Series(np.asarray(p, dtype=float)).fillna(0.5).to_numpy() * pd.Series(np.asarray(loss, dtype=float)).fillna(50.0).to_numpy() - work
    flags = gain > 0
    if capacity is not None:
        ranked = np.argsort(np.where(flags, -gain, np.inf))
        flags[ranked[capacity:]] = False
    return flags
