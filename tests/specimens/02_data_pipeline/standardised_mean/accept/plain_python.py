# accept: counting in dictionaries; returns a list
def standardised_mean(sample, population, column, by):
    totals, counts = {}, {}
    for group, value in zip(sample[by], sample[column]):
        if pd.isna(group) or pd.isna(value):
            continue
        total, n = totals.get(group, (0.0, 0))
        totals[group] = (total + float(value), n + 1)
    for group in population[by]:
        if not pd.isna(group):
            counts[group] = counts.get(group, 0) + 1
    everyone = sum(counts.values())
    covered = sum(n for group, n in counts.items() if group in totals)
    if covered == 0:
        return [float("nan"), 0.0]
    estimate = sum(n * totals[group][0] / totals[group][1] for group, n in counts.items() if group in totals)
    return [estimate / covered, covered / everyone]
