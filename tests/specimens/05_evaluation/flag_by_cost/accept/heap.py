# accept: the largest gains from a heap
import heapq


def flag_by_cost(p, loss, work, capacity=None):
    gain = np.nan_to_num(np.multiply(list(p), list(loss), dtype=float), nan=-1.0) - work
    flags = np.zeros(len(gain), dtype=bool)
    places = [int(place) for place in np.nonzero(gain > 0)[0]]
    if capacity is not None:
        places = heapq.nlargest(capacity, places, key=gain.__getitem__)
    flags[places] = True
    return flags
