"""Contradictions: what does not fit together in a brief, fields against each other.

A rule that misses a field raises KeyError and is passed over.
"""

from collections.abc import Callable, Iterator

from course.project_brief.completeness import plain, same, short
from course.project_brief.form import ERRORS, FORWARD, SECONDS, Brief

# Metrics that everybody means the same by: which errors make them worse.
_COUNTED_BY = {
    "precision": {"false_positive"},
    "specificity": {"false_positive"},
    "false positive rate": {"false_positive"},
    "recall": {"false_negative"},
    "sensitivity": {"false_negative"},
    "true positive rate": {"false_negative"},
    "false negative rate": {"false_negative"},
    "accuracy": set(ERRORS),
    "error rate": set(ERRORS),
    "f1": set(ERRORS),
    "f1 score": set(ERRORS),
    "expected cost": set(ERRORS),
}
_BLIND_TO_COSTS = {"accuracy", "error rate", "f1", "f1 score"}


def _window_is_one(brief: Brief) -> Iterator[str]:
    first, last = brief["label"]["from_day"], brief["label"]["to_day"]
    if last < first or last == first != 0:
        yield (
            f"label: the outcome window ends on day {plain(last)} and begins on day {plain(first)}, so nothing can "
            "happen in it: let label.to_day be later than label.from_day (both 0 for a fact of the moment itself)."
        )


def _window_begins_after_features(brief: Brief) -> Iterator[str]:
    first = brief["label"]["from_day"]
    for position, feature in _known(brief["features"], "until_day"):
        if first < feature["until_day"] <= 0:
            yield (
                f"features[{position}] ({_name(feature)}) knows what happened until day "
                f"{plain(feature['until_day'])}, and the label's window begins on day {plain(first)}, so the "
                "feature has seen part of the outcome: begin the window later (label.from_day), or end the feature "
                "earlier (until_day)."
            )


def _features_are_known(brief: Brief) -> Iterator[str]:
    for position, feature in _known(brief["features"], "until_day"):
        if feature["until_day"] > 0:
            yield (
                f"features[{position}] ({_name(feature)}) depends on what happens until day "
                f"{plain(feature['until_day'])}, after the prediction is made: leave it out, or use its value as of "
                "day 0."
            )


def _history_is_long_enough(brief: Brief) -> Iterator[str]:
    label, evaluation = brief["label"], brief["evaluation"]
    needed = label["to_day"] + label["delay_days"]
    history = evaluation["history_days"]
    if needed > history:
        yield (
            f"label: an outcome is known only {plain(needed)} days after the prediction (to_day and delay_days), and "
            f"evaluation.history_days is {plain(history)}, so no row has a label yet: shorten the window or collect "
            "a longer history."
        )
    elif evaluation["split"] in FORWARD and 2 * needed > history:
        yield (
            f"evaluation: outcomes are known {plain(needed)} days after the prediction, and a split in time needs "
            "that twice, once for the training rows and once more for the test rows after them, which is "
            f"{plain(2 * needed)} of {plain(history)} days of history: shorten the window (label.to_day) or collect "
            "a longer history."
        )


def _future_is_tested_in_the_future(brief: Brief) -> Iterator[str]:
    split = brief["evaluation"]["split"]
    if brief["label"]["to_day"] > 0 and split not in FORWARD:
        yield (
            f"evaluation.split is {split!r}, and the label lies in the future, so the test would mix with the training "
            "rows times that are still to come in production: split by 'time', or by 'time and group'."
        )


def _metric_counts_what_costs(brief: Brief) -> Iterator[str]:
    costs, metric = brief["error_costs"], brief["metric"]
    cost = {error: costs[error] for error in ERRORS}
    name, counts = short(metric["name"]), set(metric["counts"])
    if not any(cost.values()):
        yield "error_costs: neither error costs anything, so no prediction is worth making: put a price on a mistake."
        return
    known = _COUNTED_BY.get(same(name))
    if known is not None and counts != known:
        yield (
            f"metric.counts: {name} is made worse by {_list(known)} and by no other error: correct the list, or choose "
            "another metric."
        )
        return
    dear, cheap = sorted(ERRORS, key=lambda error: -cost[error])
    if dear not in counts and cost[dear] > cost[cheap]:
        yield (
            f"metric: {name} does not count {_words(dear)}, the error that costs more ({plain(cost[dear])} against "
            f"{plain(cost[cheap])}): choose a metric that counts them, such as the expected cost."
        )
    elif same(name) in _BLIND_TO_COSTS and cost[dear] > cost[cheap]:
        yield (
            f"metric: {name} counts both errors alike, and {_words(dear)} cost {plain(cost[dear])} where "
            f"{_words(cheap)} cost {plain(cost[cheap])}: choose a metric that weighs them, such as the expected cost."
        )


def _no_error_is_free(brief: Brief) -> Iterator[str]:
    costs, metric = brief["error_costs"], brief["metric"]
    watched = set(metric["counts"]).union(*(guardrail["counts"] for guardrail in brief["guardrails"]))
    dearest = max(costs[error] for error in ERRORS)
    for error in ERRORS:
        said = error not in metric["counts"] and costs[error] == dearest > min(costs.values())
        if costs[error] > 0 and error not in watched and not said:
            yield (
                f"guardrails: {_words(error)} cost {plain(costs[error])} each, and neither the metric nor a guardrail "
                "counts them, so the best model would make them without limit: bound them by a guardrail, or choose "
                "a metric that counts both errors."
            )


def _guardrails_are_not_the_goal(brief: Brief) -> Iterator[str]:
    goal = brief["metric"]["name"]
    for position, guardrail in _known(brief["guardrails"], "metric"):
        if same(guardrail["metric"]) == same(goal):
            yield (
                f"guardrails[{position}].metric is {short(goal)}, which is the goal itself (metric.name) and cannot "
                "suffer for it: guard something else that the goal might be bought with."
            )


def _guardrails_can_hold_together(brief: Brief) -> Iterator[str]:
    complete = [g for _, g in _known(brief["guardrails"], "metric", "bound", "limit")]
    for low in complete:
        for high in complete:
            alike = same(low["metric"]) == same(high["metric"])
            if (
                alike
                and (low["bound"], high["bound"]) == ("at least", "at most")
                and low["limit"] > high["limit"]
            ):
                yield (
                    f"guardrails: {short(low['metric'])} cannot be at least {plain(low['limit'])} and at most "
                    f"{plain(high['limit'])}: change one of the two limits."
                )


def _baseline_is_not_the_model(brief: Brief) -> Iterator[str]:
    if same(brief["baseline"]) == same(brief["model"]):
        yield (
            "baseline is the model itself, so the model cannot be shown to be worth anything: compare it with what "
            "decides today, or with the simplest rule that could."
        )


def _day_is_within_budget(brief: Brief) -> Iterator[str]:
    serving = brief["serving"]
    requests, cost, budget = (
        serving[key] for key in ("requests_per_day", "cost_per_request", "budget_per_day")
    )
    if requests * cost > budget * (1 + 1e-9):
        yield (
            f"serving: {plain(requests)} requests a day at {plain(cost)} each cost {plain(requests * cost)}, and "
            f"budget_per_day is {plain(budget)}: choose a cheaper model, ask it less often or raise the budget."
        )


def _answers_come_in_time(brief: Brief) -> Iterator[str]:
    mode, limit = brief["serving"]["mode"], brief["serving"]["answer_within_seconds"]
    if SECONDS[mode] > limit:
        yield (
            f"serving.mode: a {mode} job may let a request wait {plain(SECONDS[mode])} s, and answer_within_seconds "
            f"is {plain(limit)}: predict more often, or ask whether the answer can wait."
        )


def _features_are_ready_in_time(brief: Brief) -> Iterator[str]:
    limit = brief["serving"]["answer_within_seconds"]
    for position, feature in _known(brief["features"], "ready"):
        if SECONDS[feature["ready"]] > limit:
            yield (
                f"features[{position}] ({_name(feature)}) comes from a {feature['ready']} job, and the answer is due "
                f"within {plain(limit)} s: leave it out, compute it within the request, or look up a value that was "
                "made ahead (then it is ready 'online', and until_day says how old it is)."
            )


def _sources_are_named_once(brief: Brief) -> Iterator[str]:
    for key in ("sources", "features"):
        seen: set[str] = set()
        for position, item in _known(brief[key], "name"):
            if same(item["name"]) in seen:
                yield f"{key}[{position}].name: {short(item['name'])} stands there twice: keep one of the two."
            seen.add(same(item["name"]))


def _features_have_a_source(brief: Brief) -> Iterator[str]:
    names = {same(source["name"]) for _, source in _known(brief["sources"], "name")}
    for position, feature in _known(brief["features"], "source"):
        if same(feature["source"]) not in names:
            yield (
                f"features[{position}].source: {short(feature['source'])} is not among the sources, so nobody owns "
                "it: add it to sources with its owner, or leave the feature out."
            )


def _responses_respond(brief: Brief) -> Iterator[str]:
    for position, item in _known(brief["risks"], "risk", "response"):
        if same(item["risk"]) == same(item["response"]):
            yield (
                f"risks[{position}].response repeats the risk: write how it would be noticed, and what is done then."
            )


RULES: tuple[Callable[[Brief], Iterator[str]], ...] = (
    _window_is_one,
    _features_are_known,
    _window_begins_after_features,
    _history_is_long_enough,
    _future_is_tested_in_the_future,
    _metric_counts_what_costs,
    _no_error_is_free,
    _guardrails_are_not_the_goal,
    _guardrails_can_hold_together,
    _baseline_is_not_the_model,
    _answers_come_in_time,
    _features_are_ready_in_time,
    _day_is_within_budget,
    _sources_are_named_once,
    _features_have_a_source,
    _responses_respond,
)


def _known(items: list[Brief], *keys: str) -> Iterator[tuple[int, Brief]]:
    """Yield the items that have all the keys, with their positions."""
    for position, item in enumerate(items):
        if all(key in item for key in keys):
            yield position, item


def _name(feature: Brief) -> str:
    return short(feature["name"]) if "name" in feature else "without a name"


def _list(errors: set[str]) -> str:
    return " and ".join(_words(error) for error in ERRORS if error in errors)


def _words(error: str) -> str:
    return error.replace("_", " ") + "s"
