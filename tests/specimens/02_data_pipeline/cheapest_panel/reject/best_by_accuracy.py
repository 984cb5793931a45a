# reject: adds the most accurate first, until the target is reached
# loses: cheapest_panel_check cheapest_panel_hidden
# message: the best alone costs 20
def cheapest_panel(annotators, target):
    people = annotators.sort_values("accuracy", ascending=False)
    for size in range(1, len(people) + 1, 2):
        if _right(people["accuracy"].iloc[:size]) >= target - 1e-12:
            return sorted(people["annotator"].iloc[:size])
    return None


def _right(accuracies):
    right = np.ones(1)
    for accuracy in accuracies:
        right = np.convolve(right, [1 - accuracy, accuracy])
    return right[len(accuracies) // 2 + 1 :].sum()
