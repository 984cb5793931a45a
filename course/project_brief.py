"""The project brief: what a team agrees on before anybody trains a model, in a form that a machine can check.

A brief is a plain dict (so it can live in a JSON or YAML file beside the code). `template` returns an empty one,
`example` a good one, and `problems` says in words what is missing and what contradicts what::

    from course.project_brief import problems, template

    brief = template()
    brief["decision"] = "which guests are asked whether their trip still stands; the host's assistant sends it"
    ...
    for sentence in problems(brief):
        print("-", sentence)

Days are counted from the moment of the prediction: day 0 is that moment, day -1 the day before, day 30 thirty days
later. Errors are named as for a yes-or-no prediction; where the prediction is a number, read "too high" for
false_positive and "too low" for false_negative.

The fields, texts or numbers unless something else is said::

    decision          what the prediction changes, and who takes it
    owner             who answers for the model in production
    unit              what one prediction is about, and when it is made
    label
      definition      so exact that two people would label a row alike
      from_day        where the outcome window begins
      to_day          where it ends: a window of N days from the prediction on has from_day 0 and to_day N
      delay_days      how long after to_day the outcome is known
    evaluation
      history_days    the history holds training rows and, with a split in time, later test rows, and each of the two
                      needs to_day + delay_days
      split           "random", "group", "time" or "time and group"
    error_costs
      false_positive  what a needless action costs
      false_negative  what a missed case costs
    metric
      name            the one number by which models are compared
      counts          list of the errors that make it worse: "false_positive", "false_negative" or both
    guardrails        list; of each:
      metric          what is watched
      bound           "at most" or "at least"
      limit           the number that bound is about
      counts          list of the errors that the limit keeps few: at most 60 calls a day bounds false positives. Empty
                      if it bounds neither, such as a latency. It matters where metric.counts leaves an error out
    baseline          what decides today, or the simplest rule that could
    model             the first model that is to beat the baseline
    serving
      mode            when predictions are made: "online" is within the request, "hourly", "daily" and "weekly" by a job
      answer_within_seconds, requests_per_day (a busy day's), cost_per_request, budget_per_day
    sources           list; of each: name, and owner (who answers when it breaks)
    features          list; of each:
      name            the feature
      source          the name of its source
      until_day       the day of the latest event that its value depends on, 0 or earlier
      ready           "online" if the value is there within a request, computed or looked up. One that was made last
                      night and is looked up is "online" too, and until_day says how old it is. "hourly", "daily" or
                      "weekly" if it is there only after the next such job
    risks             list; of each: risk, and response (how it would be noticed, and what is done then)
"""

import copy
import difflib
import math
import numbers
import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["example", "problems", "template"]

Brief = dict[str, Any]

ERRORS = ("false_positive", "false_negative")
SECONDS = {"online": 0, "hourly": 3_600, "daily": 86_400, "weekly": 604_800}  # the longest wait for a value
FORWARD = ("time", "time and group")  # ways to split that test on a later period than they train on
SPLITS = ("random", "group", *FORWARD)


@dataclass(frozen=True)
class _Text:
    ask: str  # continues "write …"


@dataclass(frozen=True)
class _Number:
    ask: str
    least: float = -math.inf
    above: float = -math.inf


@dataclass(frozen=True)
class _Choice:
    ask: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class _Items:
    ask: str
    item: "dict[str, _Field] | _Choice"
    may_be_empty: bool = False


_Field = _Text | _Number | _Choice | _Items | dict[str, "_Field"]

_COUNTS = _Choice("which errors it counts", ERRORS)
_FIELDS: dict[str, _Field] = {
    "decision": _Text("the decision that the prediction changes, and who takes it"),
    "owner": _Text("who answers for the model in production"),
    "unit": _Text("what one prediction is about, and when it is made"),
    "label": {
        "definition": _Text("what is predicted, so exactly that two people would label a row alike"),
        "from_day": _Number("the day on which the outcome window begins"),
        "to_day": _Number(
            "the day on which the outcome window ends (with from_day 0: a fact of the moment itself)"
        ),
        "delay_days": _Number("how many days after the window the outcome is known", least=0),
    },
    "evaluation": {
        "history_days": _Number("how many days of history there are to train and test on", above=0),
        "split": _Choice("how training and test rows are told apart", SPLITS),
    },
    "error_costs": {
        "false_positive": _Number("what a needless action costs", least=0),
        "false_negative": _Number("what a missed case costs", least=0),
    },
    "metric": {
        "name": _Text("the one number by which models are compared"),
        "counts": _Items(
            "the errors that make it worse, 'false_positive', 'false_negative' or both", _COUNTS
        ),
    },
    "guardrails": _Items(
        "what must not get worse while the metric gets better",
        {
            "metric": _Text("what is watched"),
            "bound": _Choice("on which side the limit lies", ("at most", "at least")),
            "limit": _Number("the limit"),
            "counts": _Items(
                "the errors that it bounds, 'false_positive', 'false_negative', both or none",
                _COUNTS,
                may_be_empty=True,
            ),
        },
    ),
    "baseline": _Text("what decides today, or the simplest rule that could"),
    "model": _Text("the first model that is to beat the baseline"),
    "serving": {
        "mode": _Choice("when predictions are made", tuple(SECONDS)),
        "answer_within_seconds": _Number("how long whoever asks can wait", above=0),
        "requests_per_day": _Number("how many predictions a busy day asks for", above=0),
        "cost_per_request": _Number("what one prediction costs to make", least=0),
        "budget_per_day": _Number("what a day of predictions may cost", least=0),
    },
    "sources": _Items(
        "where the data comes from",
        {
            "name": _Text("the table, stream or form"),
            "owner": _Text("who answers when it breaks"),
        },
    ),
    "features": _Items(
        "what the model may look at",
        {
            "name": _Text("the feature"),
            "source": _Text("the name of its source"),
            "until_day": _Number("the day of the latest event that its value depends on"),
            "ready": _Choice(
                "whether its value is there within a request, computed or looked up, or only after the next job",
                tuple(SECONDS),
            ),
        },
    ),
    "risks": _Items(
        "what could go wrong",
        {
            "risk": _Text("what could go wrong"),
            "response": _Text("how it would be noticed, and what is done then"),
        },
    ),
}

_PLACEHOLDER = re.compile(
    "|to ?do|t ?b ?d|to be (done|decided)|fixme|x+|n ?a|none|null|nobody|no one|unknown|placeholder|fill (me )?in|"
    "your answer( here)?"
)
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


def problems(brief: object) -> list[str]:
    """Say what is missing in a project brief and what contradicts what.

    Parameters
    ----------
    brief : dict
        A brief in the form of `template`. Anything else is a problem too, never an exception.

    Returns
    -------
    list of str
        One sentence per problem, which names the field and the way out; an empty list if there is none.

    Examples
    --------
    >>> problems(example())
    []
    >>> problems(example() | {"baseline": "?"})
    ['baseline is still to be filled in: write what decides today, or the simplest rule that could.']
    """
    found: list[str] = []
    usable = _read(_FIELDS, brief, "", found)
    for rule in _RULES:
        try:
            found += rule(usable)
        except KeyError:  # a field that the rule compares is missing or wrong, which has been said
            continue
    return found


def template() -> Brief:
    """Return a brief in which everything is still to be filled in.

    Returns
    -------
    dict
        Every key; "" where a text is wanted, None where a number or one of several words is.
    """
    return _blank(_FIELDS)


def example() -> Brief:
    """Return a brief without problems: Perch asks some guests whether their trip still stands.

    Returns
    -------
    dict
        A new copy, yours to change.
    """
    return copy.deepcopy(_EXAMPLE)


def _blank(field: _Field) -> Any:
    if isinstance(field, dict):
        return {key: _blank(inner) for key, inner in field.items()}
    if isinstance(field, _Items):
        return [] if isinstance(field.item, _Choice) else [_blank(field.item)]
    return "" if isinstance(field, _Text) else None


# Completeness: each field alone. ------------------------------------------------------------------------------------

_BROKEN = object()


def _read(field: _Field, value: object, path: str, found: list[str]) -> Any:
    """Return what is usable of `value`, or `_BROKEN`, and add to `found` what is wrong with it."""
    if isinstance(field, dict):
        return _read_dict(field, value, path, found)
    if isinstance(field, _Items):
        return _read_items(field, value, path, found)
    complaint, usable = _complaint(field, value)
    if complaint:
        found.append(f"{path} {complaint}: {_way_out(field)}.")
        return _BROKEN
    return usable


def _complaint(field: _Text | _Number | _Choice, value: object) -> tuple[str, Any]:
    """Return what is wrong with a single value ("" if nothing is), and the value in the form that rules use."""
    if value is None:
        return "is still to be filled in", None
    if isinstance(field, _Number):
        number = _finite(value)
        if number is None:
            return f"must be a finite number, not {_shown(value)}", None
        if number < field.least or number <= field.above:
            limit = f"{field.least:g} or more" if number < field.least else f"more than {field.above:g}"
            return f"must be {limit}, not {_plain(number)}", None
        return "", number
    if not isinstance(value, str):
        return f"must be text, not {_shown(value)}", None
    if _PLACEHOLDER.fullmatch(_same(value)):
        return "is still to be filled in", None
    if isinstance(field, _Choice) and value not in field.options:
        return f"cannot be {_shown(value)}", None
    return "", value


def _read_dict(fields: dict[str, _Field], value: object, path: str, found: list[str]) -> Brief:
    """Return the usable entries of a dict; none of something else."""
    if not isinstance(value, dict):
        name = path or "the brief"
        is_what = "is still to be filled in" if value is None else f"must be a dict, not {_shown(value)}"
        found.append(f"{name} {is_what}: {_way_out(fields)}.")
        return {}
    usable = {}
    for key, field in fields.items():
        inner = f"{path}.{key}" if path else key
        if key in value:
            read = _read(field, value[key], inner, found)
            if read is not _BROKEN:
                usable[key] = read
        else:
            found.append(f"{inner} is missing: {_way_out(field)}.")
    for key in value:
        if key not in fields:
            close = difflib.get_close_matches(str(key)[:99], fields, n=1) if isinstance(key, str) else []
            way_out = f"did you mean {close[0]!r}?" if close else f"the keys here are {', '.join(fields)}."
            found.append(f"{path or 'the brief'} has an unknown key, {_shown(key)}: {way_out}")
    return usable


def _read_items(field: _Items, value: object, path: str, found: list[str]) -> Any:
    """Return the usable items of a list, at their positions."""
    if not isinstance(value, list | tuple):
        is_what = "is still to be filled in" if value is None else f"must be a list, not {_shown(value)}"
        found.append(f"{path} {is_what}: {_way_out(field)}.")
        return _BROKEN
    if not value and not field.may_be_empty:
        found.append(f"{path} is empty: {_way_out(field)}.")
        return _BROKEN
    items = [_read(field.item, item, f"{path}[{i}]", found) for i, item in enumerate(value)]
    return _BROKEN if _BROKEN in items else items


def _way_out(field: _Field) -> str:
    if isinstance(field, dict):
        return f"give it the keys {', '.join(field)}"
    if isinstance(field, _Choice):
        return f"write {field.ask}, {_either(field.options)}"
    return f"{'list' if isinstance(field, _Items) else 'write'} {field.ask}"


def _finite(value: object) -> float | None:
    """Return a number as a float; None for what is not a finite real number (True and False are not)."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _same(text: str) -> str:
    """Return `text` without what does not matter when two texts are compared: case, punctuation, spaces."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _shown(value: object) -> str:
    """Return a value for a message: short, with its type where that is not plain."""
    if isinstance(value, str):
        return f"the text {reprlib.repr(value)}"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, numbers.Real):
        try:
            return _plain(float(value))
        except OverflowError:
            return "one that large"
    return f"a {type(value).__name__}"


def _short(text: str) -> str:
    """Return a text of the brief in one line that fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _plain(number: float) -> str:
    return f"{number:,.10g}"


def _either(options: tuple[str, ...]) -> str:
    return ", ".join(map(repr, options[:-1])) + f" or {options[-1]!r}"


def _words(error: str) -> str:
    return error.replace("_", " ") + "s"


# Contradictions: fields against each other. A rule that misses a field raises KeyError and is passed over. ------------


def _window_is_one(brief: Brief) -> Iterator[str]:
    first, last = brief["label"]["from_day"], brief["label"]["to_day"]
    if last < first or last == first != 0:
        yield (
            f"label: the outcome window ends on day {_plain(last)} and begins on day {_plain(first)}, so nothing can "
            "happen in it: let label.to_day be later than label.from_day (both 0 for a fact of the moment itself)."
        )


def _window_begins_after_features(brief: Brief) -> Iterator[str]:
    first = brief["label"]["from_day"]
    for position, feature in _known(brief["features"], "until_day"):
        if first < feature["until_day"] <= 0:
            yield (
                f"features[{position}] ({_name(feature)}) knows what happened until day "
                f"{_plain(feature['until_day'])}, and the label's window begins on day {_plain(first)}, so the "
                "feature has seen part of the outcome: begin the window later (label.from_day), or end the feature "
                "earlier (until_day)."
            )


def _features_are_known(brief: Brief) -> Iterator[str]:
    for position, feature in _known(brief["features"], "until_day"):
        if feature["until_day"] > 0:
            yield (
                f"features[{position}] ({_name(feature)}) depends on what happens until day "
                f"{_plain(feature['until_day'])}, after the prediction is made: leave it out, or use its value as of "
                "day 0."
            )


def _history_is_long_enough(brief: Brief) -> Iterator[str]:
    label, evaluation = brief["label"], brief["evaluation"]
    needed = label["to_day"] + label["delay_days"]
    history = evaluation["history_days"]
    if needed > history:
        yield (
            f"label: an outcome is known only {_plain(needed)} days after the prediction (to_day and delay_days), and "
            f"evaluation.history_days is {_plain(history)}, so no row has a label yet: shorten the window or collect "
            "a longer history."
        )
    elif evaluation["split"] in FORWARD and 2 * needed > history:
        yield (
            f"evaluation: outcomes are known {_plain(needed)} days after the prediction, and a split in time needs "
            "that twice, once for the training rows and once more for the test rows after them, which is "
            f"{_plain(2 * needed)} of {_plain(history)} days of history: shorten the window (label.to_day) or collect "
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
    name, counts = _short(metric["name"]), set(metric["counts"])
    if not any(cost.values()):
        yield "error_costs: neither error costs anything, so no prediction is worth making: put a price on a mistake."
        return
    known = _COUNTED_BY.get(_same(name))
    if known is not None and counts != known:
        yield (
            f"metric.counts: {name} is made worse by {_list(known)} and by no other error: correct the list, or choose "
            "another metric."
        )
        return
    dear, cheap = sorted(ERRORS, key=lambda error: -cost[error])
    if dear not in counts and cost[dear] > cost[cheap]:
        yield (
            f"metric: {name} does not count {_words(dear)}, the error that costs more ({_plain(cost[dear])} against "
            f"{_plain(cost[cheap])}): choose a metric that counts them, such as the expected cost."
        )
    elif _same(name) in _BLIND_TO_COSTS and cost[dear] > cost[cheap]:
        yield (
            f"metric: {name} counts both errors alike, and {_words(dear)} cost {_plain(cost[dear])} where "
            f"{_words(cheap)} cost {_plain(cost[cheap])}: choose a metric that weighs them, such as the expected cost."
        )


def _no_error_is_free(brief: Brief) -> Iterator[str]:
    costs, metric = brief["error_costs"], brief["metric"]
    watched = set(metric["counts"]).union(*(guardrail["counts"] for guardrail in brief["guardrails"]))
    dearest = max(costs[error] for error in ERRORS)
    for error in ERRORS:
        said = error not in metric["counts"] and costs[error] == dearest > min(costs.values())
        if costs[error] > 0 and error not in watched and not said:
            yield (
                f"guardrails: {_words(error)} cost {_plain(costs[error])} each, and neither the metric nor a guardrail "
                "counts them, so the best model would make them without limit: bound them by a guardrail, or choose "
                "a metric that counts both errors."
            )


def _guardrails_are_not_the_goal(brief: Brief) -> Iterator[str]:
    goal = brief["metric"]["name"]
    for position, guardrail in _known(brief["guardrails"], "metric"):
        if _same(guardrail["metric"]) == _same(goal):
            yield (
                f"guardrails[{position}].metric is {_short(goal)}, which is the goal itself (metric.name) and cannot "
                "suffer for it: guard something else that the goal might be bought with."
            )


def _guardrails_can_hold_together(brief: Brief) -> Iterator[str]:
    complete = [g for _, g in _known(brief["guardrails"], "metric", "bound", "limit")]
    for low in complete:
        for high in complete:
            alike = _same(low["metric"]) == _same(high["metric"])
            if (
                alike
                and (low["bound"], high["bound"]) == ("at least", "at most")
                and low["limit"] > high["limit"]
            ):
                yield (
                    f"guardrails: {_short(low['metric'])} cannot be at least {_plain(low['limit'])} and at most "
                    f"{_plain(high['limit'])}: change one of the two limits."
                )


def _baseline_is_not_the_model(brief: Brief) -> Iterator[str]:
    if _same(brief["baseline"]) == _same(brief["model"]):
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
            f"serving: {_plain(requests)} requests a day at {_plain(cost)} each cost {_plain(requests * cost)}, and "
            f"budget_per_day is {_plain(budget)}: choose a cheaper model, ask it less often or raise the budget."
        )


def _answers_come_in_time(brief: Brief) -> Iterator[str]:
    mode, limit = brief["serving"]["mode"], brief["serving"]["answer_within_seconds"]
    if SECONDS[mode] > limit:
        yield (
            f"serving.mode: a {mode} job may let a request wait {_plain(SECONDS[mode])} s, and answer_within_seconds "
            f"is {_plain(limit)}: predict more often, or ask whether the answer can wait."
        )


def _features_are_ready_in_time(brief: Brief) -> Iterator[str]:
    limit = brief["serving"]["answer_within_seconds"]
    for position, feature in _known(brief["features"], "ready"):
        if SECONDS[feature["ready"]] > limit:
            yield (
                f"features[{position}] ({_name(feature)}) comes from a {feature['ready']} job, and the answer is due "
                f"within {_plain(limit)} s: leave it out, compute it within the request, or look up a value that was "
                "made ahead (then it is ready 'online', and until_day says how old it is)."
            )


def _sources_are_named_once(brief: Brief) -> Iterator[str]:
    for key in ("sources", "features"):
        seen: set[str] = set()
        for position, item in _known(brief[key], "name"):
            if _same(item["name"]) in seen:
                yield f"{key}[{position}].name: {_short(item['name'])} stands there twice: keep one of the two."
            seen.add(_same(item["name"]))


def _features_have_a_source(brief: Brief) -> Iterator[str]:
    names = {_same(source["name"]) for _, source in _known(brief["sources"], "name")}
    for position, feature in _known(brief["features"], "source"):
        if _same(feature["source"]) not in names:
            yield (
                f"features[{position}].source: {_short(feature['source'])} is not among the sources, so nobody owns "
                "it: add it to sources with its owner, or leave the feature out."
            )


def _responses_respond(brief: Brief) -> Iterator[str]:
    for position, item in _known(brief["risks"], "risk", "response"):
        if _same(item["risk"]) == _same(item["response"]):
            yield (
                f"risks[{position}].response repeats the risk: write how it would be noticed, and what is done then."
            )


_RULES: tuple[Callable[[Brief], Iterator[str]], ...] = (
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
    return _short(feature["name"]) if "name" in feature else "without a name"


def _list(errors: set[str]) -> str:
    return " and ".join(_words(error) for error in ERRORS if error in errors)


_EXAMPLE: Brief = {
    "decision": "which guests the assistant asks whether their trip still stands, so that a night can be sold again",
    "owner": "the bookings team",
    "unit": "one confirmed booking, on the morning 30 days before check-in",
    "label": {
        "definition": "the guest cancels the booking between that morning and check-in",
        "from_day": 0,
        "to_day": 30,
        "delay_days": 1,
    },
    "evaluation": {"history_days": 730, "split": "time"},
    "error_costs": {"false_positive": 2, "false_negative": 35},
    "metric": {"name": "expected cost per booking", "counts": ["false_positive", "false_negative"]},
    "guardrails": [
        {
            "metric": "share of guests who are asked",
            "bound": "at most",
            "limit": 0.1,
            "counts": ["false_positive"],
        },
        {"metric": "messages answered within a day", "bound": "at least", "limit": 0.5, "counts": []},
    ],
    "baseline": "ask every guest who booked more than 120 days ahead",
    "model": "logistic regression on the booking and the guest's earlier trips",
    "serving": {
        "mode": "daily",
        "answer_within_seconds": 86_400,
        "requests_per_day": 900,
        "cost_per_request": 0.001,
        "budget_per_day": 2,
    },
    "sources": [
        {"name": "booking_log", "owner": "reservations team"},
        {"name": "guest_history", "owner": "accounts team"},
    ],
    "features": [
        {
            "name": "days between booking and check-in",
            "source": "booking_log",
            "until_day": 0,
            "ready": "online",
        },
        {"name": "guests and nights", "source": "booking_log", "until_day": 0, "ready": "online"},
        {"name": "earlier cancellations", "source": "guest_history", "until_day": -1, "ready": "daily"},
    ],
    "risks": [
        {
            "risk": "the question itself makes guests cancel",
            "response": "ask a random half for four weeks and compare cancellations before rolling out",
        },
        {
            "risk": "a new cancellation policy changes who cancels",
            "response": "compare predicted and observed rates every week; retrain when they differ by a fifth",
        },
    ],
}
