# accept: pure Python: lists of values in a dictionary, a list as the result
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    everything, of = [], {}
    for value, group in zip(values, groups):
        if not math.isnan(value):
            everything.append(value)
            if isinstance(group, str):
                of.setdefault(group, []).append(value)
    if not everything:
        return [math.nan] * len(wanted)
    overall = sum(everything) / len(everything)

    def estimate(name):
        own = of.get(name, []) if isinstance(name, str) else []
        if not own or between_sd == 0:
            return overall
        w = between_sd**2 / (between_sd**2 + within_sd**2 / len(own))
        return w * sum(own) / len(own) + (1 - w) * overall

    return [estimate(name) for name in wanted]
