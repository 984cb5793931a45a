# reject: everybody who gains as much as the last one
# loses: flag_by_cost_hidden
# message: flag_by_cost
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = gain > 0
    if capacity is not None:
        worth = np.sort(gain[flags])[::-1]
        if capacity < len(worth):
            flags &= gain >= (worth[capacity - 1] if capacity else np.inf)
    return flags
