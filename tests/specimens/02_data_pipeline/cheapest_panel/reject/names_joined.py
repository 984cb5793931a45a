# reject: names joined to one text decide ties
# loses: cheapest_panel_hidden
# message: Python's order of lists
def cheapest_panel(annotators, target):
    people = annotators.to_dict("records")
    best = None
    for size in range(1, len(people) + 1, 2):
        for panel in combinations(people, size):
            chances = np.array([1.0])
            for person in panel:
                chances = np.convolve(chances, [1 - person["accuracy"], person["accuracy"]])
            if chances[size // 2 + 1 :].sum() < target - 1e-12:
                continue
            names = sorted(person["annotator"] for person in panel)
            key = (sum(person["price"] for person in panel), size, names)
            if best is None or (key[0], key[1], ", ".join(names)) < (best[0], best[1], ", ".join(best[2])):
                best = key
    return None if best is None else best[2]
