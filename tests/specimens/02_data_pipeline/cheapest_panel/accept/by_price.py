# accept: panels in the order of preference, the first that reaches the target
def cheapest_panel(annotators, target):
    people = sorted(zip(annotators["annotator"], annotators["accuracy"], annotators["price"]))
    panels = [panel for size in range(1, len(people) + 1, 2) for panel in combinations(people, size)]

    def rank(panel):
        return int(sum(price for *_, price in panel)), len(panel), [name for name, *_ in panel]

    for panel in sorted(panels, key=rank):
        counts = [1.0]
        for _, accuracy, _ in panel:
            longer = [0.0] * (len(counts) + 1)
            for hits, probability in enumerate(counts):
                longer[hits] += probability * (1 - accuracy)
                longer[hits + 1] += probability * accuracy
            counts = longer
        if sum(counts[(len(panel) + 1) // 2 :]) + 1e-12 >= target:
            return [name for name, *_ in panel]
    return None
