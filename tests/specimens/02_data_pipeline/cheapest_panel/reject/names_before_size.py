# reject: at the same price the first names, not the fewest members
# loses: cheapest_panel_check cheapest_panel_hidden
# message: fewer members win
def cheapest_panel(annotators, target):
    members = annotators.sort_values("annotator")[["annotator", "accuracy", "price"]]
    able = []
    for size in range(1, len(members) + 1, 2):
        for panel in combinations(members.itertuples(index=False, name=None), size):
            names, accuracies, prices = zip(*panel)
            if _majority_right(accuracies) >= target - 1e-12:
                able.append((sum(prices), list(names), list(names)))
    return min(able)[2] if able else None


def _majority_right(accuracies):
    """Probability that more than half of independent votes are right."""
    right = np.ones(1)  # probability of 0, 1, 2, … right votes
    for accuracy in accuracies:
        right = np.convolve(right, [1 - accuracy, accuracy])
    return right[len(accuracies) // 2 + 1 :].sum()
