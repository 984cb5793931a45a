# accept: a recursion over the members of a panel, and pandas for the choice
def majority(accuracies, needed):
    if needed <= 0:
        return 1.0
    if len(accuracies) < needed:
        return 0.0
    first, rest = accuracies[0], accuracies[1:]
    return first * majority(rest, needed - 1) + (1 - first) * majority(rest, needed)


def cheapest_panel(annotators, target):
    table = annotators.set_index("annotator").sort_index()
    found = []
    for size in range(1, len(table) + 1, 2):
        for names in combinations(table.index, size):
            members = table.loc[list(names)]
            found.append((int(members["price"].sum()), size, names, members["accuracy"].tolist()))
    found.sort(key=lambda one: one[:3])
    for _, size, names, accuracies in found:
        if majority(accuracies, size // 2 + 1) >= target - 1e-12:
            return [str(name) for name in names]
