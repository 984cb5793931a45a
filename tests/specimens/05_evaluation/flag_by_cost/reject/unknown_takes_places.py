# reject: unknown bookings stand first in the queue
# loses: flag_by_cost_check flag_by_cost_hidden
# message: flag_by_cost
def flag_by_cost(p, loss, work, capacity=None):
    """Return for each booking whether to call: those with the largest gain p * loss - work above 0."""
    gain = np.asarray(p, dtype=float) * np.asarray(loss, dtype=float) - work
    flags = gain > 0
    if capacity is not None:
        ranked = np.argsort(-np.nan_to_num(gain, nan=1e9))
        flags[ranked[capacity:]] = False
    return flags
