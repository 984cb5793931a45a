"""The project brief: a good one has no problems, each rule speaks alone, and nothing raises an exception."""

import copy
import itertools
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course import project_brief
from course.project_brief import example, problems, template

GUARDRAIL = {"metric": "complaints per week", "bound": "at most", "limit": 5, "counts": []}


def changed(*changes: tuple[str, object]) -> dict:
    """Return the example with some fields, such as "features.0.ready", set to other values."""
    brief = example()
    for path, value in changes:
        holder, last = at(brief, tuple(int(step) if step.isdigit() else step for step in path.split(".")))
        if isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return brief


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """Return the path of every entry of a brief, inner ones too."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    found = []
    for key, inner in entries:
        found += [(*path, key), *paths(inner, (*path, key))]
    return found


def at(brief: dict, path: tuple) -> tuple[object, object]:
    """Return what holds the last step of a path, and that step."""
    for step in path[:-1]:
        brief = brief[step]
    return brief, path[-1]


def dotted(path: tuple) -> str:
    """Return a path as the sentences write it."""
    return re.sub(r"\.\[", "[", ".".join(f"[{step}]" if isinstance(step, int) else step for step in path))


def test_example():
    """The example has no problems, is new each time and survives a journey through JSON."""
    assert problems(example()) == []
    assert problems(json.loads(json.dumps(example()))) == []
    example()["label"].clear()
    assert problems(example()) == []


def test_template():
    """The template has the example's keys, and every field of it is reported once, in words."""
    found = problems(template())
    assert set(template()) == set(example())
    assert len(found) == len(set(found))
    assert (
        len(found)
        == sum(not isinstance(at(template(), path)[0][path[-1]], dict | list) for path in paths(template()))
        + 1
    )  # metric.counts; a guardrail's may be empty
    assert all("still to be filled in" in sentence or "is empty" in sentence for sentence in found)
    template()["features"][0]["name"] = "mine"
    assert template()["features"][0]["name"] == ""


def test_documentation():
    """`help("course.project_brief")` names every field, and every word that a field can be."""
    names = {step for path in paths(template()) for step in path if isinstance(step, str)}
    fields = project_brief.__doc__.split("The fields")[1]
    assert names <= set(re.findall(r"\w+", fields))
    for path in [
        "evaluation.split",
        "serving.mode",
        "guardrails.0.bound",
        "guardrails.0.counts.0",
        "features.0.ready",
    ]:
        (sentence,) = problems(changed((path, "another word")))
        words = re.findall(r"'(.+?)'", sentence.partition(": ")[2])
        assert len(words) >= 2
        assert all(f'"{word}"' in fields for word in words)


def test_problems_leaves_the_brief_alone():
    """A brief is only read."""
    brief = changed(("label.to_day", 4_000))
    before = copy.deepcopy(brief)
    problems(brief)
    assert brief == before


CONTRADICTIONS = {
    "window without an end": (
        [("label.from_day", 30)],
        ["label: the outcome window ends on day 30 and begins on day 30", "let label.to_day be later"],
    ),
    "window backwards": (
        [("label.from_day", 40)],
        ["ends on day 30 and begins on day 40"],
    ),
    "label longer than the history": (
        [("label.to_day", 730)],
        ["label: an outcome is known only 731 days", "evaluation.history_days is 730", "shorten the window"],
    ),
    "history too short for a split in time": (
        [("evaluation.history_days", 61)],
        ["evaluation: outcomes are known 31 days", "62 of 61 days", "shorten the window (label.to_day)"],
    ),
    "late outcomes make the label longer": (
        [("label.delay_days", 336)],
        ["366 days after", "732 of 730 days"],
    ),
    "random split of a future label": (
        [("evaluation.split", "random")],
        ["evaluation.split is 'random'", "split by 'time'"],
    ),
    "split by group of a future label": (
        [("evaluation.split", "group")],
        ["evaluation.split is 'group'", "'time and group'"],
    ),
    "metric blind to the dearer error": (
        [("metric", {"name": "Precision", "counts": ["false_positive"]})],
        ["metric: Precision does not count false negatives", "35 against 2", "such as the expected cost"],
    ),
    "unknown metric blind to the dearer error": (
        [("metric", {"name": "calls that nobody needed", "counts": ["false_positive"]})],
        ["does not count false negatives"],
    ),
    "the other error is dearer": (
        [("error_costs.false_positive", 50), ("metric", {"name": "recall", "counts": ["false_negative"]})],
        ["metric: recall does not count false positives", "50 against 35"],
    ),
    "metric that weighs both alike": (
        [("metric.name", "Accuracy")],
        ["Accuracy counts both errors alike", "false negatives cost 35 where false positives cost 2"],
    ),
    "f1 weighs both alike": (
        [("metric.name", "F1-score"), ("error_costs.false_positive", 70)],
        ["F1-score counts both errors alike", "false positives cost 70 where false negatives cost 35"],
    ),
    "metric misdescribed": (
        [("metric.name", "recall")],
        ["metric.counts: recall is made worse by false negatives and by no other error", "correct the list"],
    ),
    "costs of nothing": (
        [("error_costs", {"false_positive": 0, "false_negative": 0})],
        ["error_costs: neither error costs anything", "put a price on a mistake"],
    ),
    "an error that nobody counts": (
        [("metric", {"name": "recall", "counts": ["false_negative"]}), ("guardrails.0.counts", [])],
        ["guardrails: false positives cost 2 each, and neither the metric nor a guardrail counts them"],
    ),
    "an error as dear as the other that nobody counts": (
        [
            ("error_costs.false_positive", 35),
            ("metric", {"name": "precision", "counts": ["false_positive"]}),
        ],
        ["guardrails: false negatives cost 35 each"],
    ),
    "the goal as guardrail": (
        [("guardrails.1.metric", "Expected  cost, per booking")],
        [
            "guardrails[1].metric is expected cost per booking, which is the goal itself",
            "guard something else",
        ],
    ),
    "guardrails that exclude each other": (
        [
            (
                "guardrails.2",
                {"metric": "Share of guests who are asked", "bound": "at least", "limit": 0.2, "counts": []},
            )
        ],
        ["guardrails: Share of guests who are asked cannot be at least 0.2 and at most 0.1", "change one"],
    ),
    "the model as baseline": (
        [("baseline", "Logistic Regression on the booking, and the guest's earlier trips.")],
        ["baseline is the model itself", "compare it with what decides today"],
    ),
    "a day over budget": (
        [("serving.cost_per_request", 0.01)],
        [
            "serving: 900 requests a day at 0.01 each cost 9, and budget_per_day is 2",
            "choose a cheaper model",
        ],
    ),
    "answers after they are due": (
        [("serving.answer_within_seconds", 90_000), ("serving.mode", "weekly")],
        ["serving.mode: a weekly job may let a request wait 604,800 s", "answer_within_seconds is 90,000"],
    ),
    "a batch feature under an online budget": (
        [("serving.mode", "online"), ("serving.answer_within_seconds", 0.2)],
        [
            "features[2] (earlier cancellations) comes from a daily job",
            "due within 0.2 s",
            "until_day says how old",
        ],
    ),
    "a feature of the future": (
        [("features.0.until_day", 3)],
        [
            "features[0] (days between booking and check-in) depends on what happens until day 3",
            "leave it out",
        ],
    ),
    "a feature that has seen the outcome": (
        [("label.from_day", -1)],
        ["and the label's window begins on day -1", "begin the window later"],
    ),
    "a source without an owner": (
        [("sources.1.owner", "Nobody")],
        ["sources[1].owner is still to be filled in: write who answers when it breaks."],
    ),
    "a feature without a source": (
        [("features.2.source", "old spreadsheet")],
        ["features[2].source: old spreadsheet is not among the sources, so nobody owns it"],
    ),
    "a feature twice": (
        [
            (
                "features.3",
                {"name": "Guests and nights", "source": "booking_log", "until_day": 0, "ready": "online"},
            )
        ],
        ["features[3].name: Guests and nights stands there twice"],
    ),
    "a source twice": (
        [("sources.2", {"name": "booking_log", "owner": "finance"})],
        ["sources[2].name: booking_log stands there twice"],
    ),
    "a response that is none": (
        [("risks.1.response", "A new cancellation policy changes who cancels!")],
        ["risks[1].response repeats the risk"],
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_each_rule_speaks_alone(name: str):
    """One contradiction gives sentences of its own rule only, which name the field and the way out."""
    changes, fragments = CONTRADICTIONS[name]
    found = problems(changed(*changes))
    expected = 2 if name == "a feature that has seen the outcome" else 1  # two features know this morning
    assert len(found) == expected, found
    for fragment in fragments:
        assert fragment in found[0]


CONSISTENT = {
    "a split in time that just fits": [("evaluation.history_days", 62)],
    "a window that just fits, tested another way": [("label", {"definition": "what the photo shows", "from_day": 0, "to_day": 0, "delay_days": 730}), ("evaluation.split", "random")],
    "a fact of the moment, split by group": [("label", {"definition": "what the photo shows", "from_day": 0, "to_day": 0, "delay_days": 0}), ("evaluation.split", "group")],
    "time and group": [("evaluation.split", "time and group")],
    "a window that begins where the features end": [("label.from_day", -1), ("features.0.until_day", -1), ("features.1.until_day", -2)],
    "the cheaper error is bounded by a guardrail": [("metric", {"name": "recall", "counts": ["false_negative"]})],
    "the cheaper error costs nothing": [("error_costs.false_positive", 0), ("metric", {"name": "recall", "counts": ["false_negative"]}), ("guardrails.0.counts", [])],
    "errors of equal cost, counted alike": [("error_costs.false_positive", 35), ("metric.name", "accuracy")],
    "errors of equal cost, one of them bounded": [("error_costs.false_positive", 35), ("metric", {"name": "recall", "counts": ["false_negative"]})],
    "a budget spent to the last cent": [("serving.cost_per_request", 0.1), ("serving.requests_per_day", 3), ("serving.budget_per_day", 0.3)],
    "answers just in time": [("serving.answer_within_seconds", 86_400)],
    "one metric within two limits": [("guardrails.2", {"metric": "share of guests who are asked", "bound": "at least", "limit": 0.1, "counts": []})],
    "two metrics, one limit each": [("guardrails.2", {**GUARDRAIL, "bound": "at least", "limit": 9}), ("guardrails.0.limit", 5)],
    "hourly features for an hourly job": [("serving.mode", "hourly"), ("serving.answer_within_seconds", 90_000), ("features.0.ready", "hourly")],
    "tuples for lists": [("metric.counts", ("false_negative", "false_positive"))],
    "numbers of NumPy": [("label.to_day", np.int64(30)), ("serving.cost_per_request", np.float32(0.001)), ("error_costs.false_positive", Fraction(1, 3))],
    "text in any script": [("owner", "予約チーム"), ("decision", "Kime sorulsun")],
}  # fmt: skip


@pytest.mark.parametrize("name", CONSISTENT)
def test_consistent(name: str):
    """What only looks like a contradiction is none."""
    assert problems(changed(*CONSISTENT[name])) == []


@pytest.mark.parametrize("path", paths(example()), ids=dotted)
def test_missing(path: tuple):
    """A key that is missing is reported by its path; whatever else is said is about other fields."""
    brief = example()
    holder, last = at(brief, path)
    if isinstance(holder, list):
        holder[last] = None
        complaint = "is still to be filled in: "
    else:
        del holder[last]
        complaint = "is missing: "
    found = problems(brief)
    assert found[0].startswith(f"{dotted(path)} {complaint}")
    assert sum(sentence.startswith(f"{dotted(path)} ") for sentence in found) == 1


WRONG = [
    None,
    True,
    7,
    -3.5,
    float("nan"),
    float("inf"),
    10**400,
    10**6000,
    1j,
    Decimal("1"),
    "",
    "  …?! ",
    "TODO",
    "n/a",
]
WRONG += [
    "thirty",
    b"bytes",
    date(2025, 1, 1),
    [],
    {},
    [[]],
    [{}],
    [None],
    {"counts": 1},
    {3: 4},
    {(1, 2), 3},
    object(),
    print,
]
WRONG += [
    np.nan,
    np.array([1, 2]),
    np.array("text"),
    {None: None},
    ("a", "b"),
    float,
    "x" * 100_000,
    "\ud800",
]


@pytest.mark.parametrize("path", [(), *paths(example())], ids=dotted)
def test_anything_anywhere(path: tuple):
    """No value at any place is an exception; sentences are short, unique and end."""
    for value in WRONG:
        brief = example()
        if path:
            holder, last = at(brief, path)
            holder[last] = value
        else:
            brief = value
        found = problems(brief)
        assert len(set(found)) == len(found)
        for sentence in found:
            assert isinstance(sentence, str)
            assert sentence.endswith((".", "?"))
            assert "\n" not in sentence
            assert not re.search(r"0x[0-9a-f]{6}|_BROKEN|<", sentence)


def test_not_a_dict():
    """What is no dict at all gets one sentence with the keys that a brief has."""
    for value in (None, [], "brief", 3):
        (sentence,) = problems(value)
        assert sentence.startswith("the brief ")
        assert "decision, owner, unit, label" in sentence


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("label.to_day", "30 days", "label.to_day must be a finite number, not the text '30 days': write the day"),
        ("label.to_day", True, "label.to_day must be a finite number, not True: "),
        ("label.to_day", float("nan"), "label.to_day must be a finite number, not nan: "),
        ("label.delay_days", -1, "label.delay_days must be 0 or more, not -1: write how many days"),
        ("evaluation.history_days", 0, "evaluation.history_days must be more than 0, not 0: "),
        ("serving.requests_per_day", 0, "serving.requests_per_day must be more than 0, not 0: "),
        ("decision", 3, "decision must be text, not 3: write the decision that the prediction changes"),
        ("decision", ["call"], "decision must be text, not a list: "),
        ("owner", " T.B.D. ", "owner is still to be filled in"),
        ("owner", "tbd!", "owner is still to be filled in: write who answers for the model in production."),
        ("serving.mode", "nightly", "serving.mode cannot be the text 'nightly': write when predictions are made, "),
        ("serving.mode", "Daily", "or 'weekly'."),
        ("metric.counts", [], "metric.counts is empty: list the errors that make it worse"),
        ("metric.counts", "recall", "metric.counts must be a list, not the text 'recall': "),
        ("metric.counts", ["misses"], "metric.counts[0] cannot be the text 'misses': "),
        ("features", [], "features is empty: list what the model may look at."),
        ("features.1", "size", "features[1] must be a dict, not the text 'size': give it the keys name, source, "),
        ("sources.0.owner", None, "sources[0].owner is still to be filled in: write who answers when it breaks."),
        ("lable", {}, "the brief has an unknown key, the text 'lable': did you mean 'label'?"),
        ("label.horizon", 30, "label has an unknown key, the text 'horizon': the keys here are definition, "),
        ("features.0.redy", "online", "features[0] has an unknown key, the text 'redy': did you mean 'ready'?"),
    ],
)  # fmt: skip
def test_wording(path: str, value: object, sentence: str):
    """A single wrong field is one sentence, which says what was found and what is wanted."""
    found = problems(changed((path, value)))
    assert len(found) == 1
    assert sentence in found[0]


def test_long_names_stay_short():
    """A name of many lines does not break up a sentence."""
    name = "a name\n\tof many words " * 50
    features = [{"name": name, "source": name, "until_day": 1, "ready": "weekly"} for _ in range(2)]
    guardrails = [
        {**GUARDRAIL, "metric": name, "bound": bound, "limit": len(bound)}
        for bound in ("at least", "at most")
    ]
    metric = {"name": name, "counts": ["false_positive"]}
    found = problems(changed(("features", features), ("guardrails", guardrails), ("metric", metric)))
    assert len(found) == 11
    assert all(len(sentence) < 400 and "\n" not in sentence for sentence in found)


def test_a_broken_field_does_not_silence_other_rules():
    """Rules that do not need the broken field still speak."""
    brief = changed(("label.to_day", "a month"))
    brief["baseline"] = brief["model"]
    brief["features"][0]["until_day"] = 5
    brief["features"][1]["until_day"] = None
    assert [sentence.split(" ")[0] for sentence in problems(brief)] == [
        *("label.to_day", "features[1].until_day"),
        *("features[0]", "baseline"),
    ]


def test_rules_add_up():
    """Contradictions that touch different fields are all reported together."""
    apart: list[Callable[[dict], None]] = [
        lambda b: b["evaluation"].update(split="random"),
        lambda b: b["serving"].update(budget_per_day=0.1),
        lambda b: b["features"][0].update(until_day=9),
        lambda b: b["metric"].update(name="accuracy"),
        lambda b: b["risks"][0].update(response=b["risks"][0]["risk"]),
    ]
    for size in range(len(apart) + 1):
        for chosen in itertools.combinations(apart, size):
            brief = example()
            for change in chosen:
                change(brief)
            assert len(problems(brief)) == size
