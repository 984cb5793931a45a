# accept: a sorted list of gains; a list of booleans
def flag_by_cost(p, loss, work, capacity=None):
    gains = [(chance * price - work, place) for place, (chance, price) in enumerate(zip(p, loss))]
    worth = sorted((gain, place) for gain, place in gains if gain > 0)
    chosen = worth[::-1] if capacity is None else worth[::-1][: int(capacity)]
    places = {place for _, place in chosen}
    return [place in places for place in range(len(gains))]
