"""The form of a brief: every field, what it asks for, and which values it takes."""

import math
from dataclasses import dataclass
from typing import Any

Brief = dict[str, Any]

ERRORS = ("false_positive", "false_negative")
SECONDS = {"online": 0, "hourly": 3_600, "daily": 86_400, "weekly": 604_800}  # the longest wait for a value
FORWARD = ("time", "time and group")  # ways to split that test on a later period than they train on
SPLITS = ("random", "group", *FORWARD)


@dataclass(frozen=True)
class Text:
    """A text that is to be written."""

    ask: str  # continues "write …"


@dataclass(frozen=True)
class Number:
    """A finite number, with its bounds."""

    ask: str
    least: float = -math.inf
    above: float = -math.inf


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    ask: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    ask: str
    item: "dict[str, Field] | Choice"
    may_be_empty: bool = False


Field = Text | Number | Choice | Items | dict[str, "Field"]

COUNTS = Choice("which errors it counts", ERRORS)
FIELDS: dict[str, Field] = {
    "decision": Text("the decision that the prediction changes, and who takes it"),
    "owner": Text("who answers for the model in production"),
    "unit": Text("what one prediction is about, and when it is made"),
    "label": {
        "definition": Text("what is predicted, so exactly that two people would label a row alike"),
        "from_day": Number("the day on which the outcome window begins"),
        "to_day": Number(
            "the day on which the outcome window ends (with from_day 0: a fact of the moment itself)"
        ),
        "delay_days": Number("how many days after the window the outcome is known", least=0),
    },
    "evaluation": {
        "history_days": Number("how many days of history there are to train and test on", above=0),
        "split": Choice("how training and test rows are told apart", SPLITS),
    },
    "error_costs": {
        "false_positive": Number("what a needless action costs", least=0),
        "false_negative": Number("what a missed case costs", least=0),
    },
    "metric": {
        "name": Text("the one number by which models are compared"),
        "counts": Items("the errors that make it worse, 'false_positive', 'false_negative' or both", COUNTS),
    },
    "guardrails": Items(
        "what must not get worse while the metric gets better",
        {
            "metric": Text("what is watched"),
            "bound": Choice("on which side the limit lies", ("at most", "at least")),
            "limit": Number("the limit"),
            "counts": Items(
                "the errors that it bounds, 'false_positive', 'false_negative', both or none",
                COUNTS,
                may_be_empty=True,
            ),
        },
    ),
    "baseline": Text("what decides today, or the simplest rule that could"),
    "model": Text("the first model that is to beat the baseline"),
    "serving": {
        "mode": Choice("when predictions are made", tuple(SECONDS)),
        "answer_within_seconds": Number("how long whoever asks can wait", above=0),
        "requests_per_day": Number("how many predictions a busy day asks for", above=0),
        "cost_per_request": Number("what one prediction costs to make", least=0),
        "budget_per_day": Number("what a day of predictions may cost", least=0),
    },
    "sources": Items(
        "where the data comes from",
        {
            "name": Text("the table, stream or form"),
            "owner": Text("who answers when it breaks"),
        },
    ),
    "features": Items(
        "what the model may look at",
        {
            "name": Text("the feature"),
            "source": Text("the name of its source"),
            "until_day": Number("the day of the latest event that its value depends on"),
            "ready": Choice(
                "whether its value is there within a request, computed or looked up, or only after the next job",
                tuple(SECONDS),
            ),
        },
    ),
    "risks": Items(
        "what could go wrong",
        {
            "risk": Text("what could go wrong"),
            "response": Text("how it would be noticed, and what is done then"),
        },
    ),
}


def blank(field: Field) -> Any:
    """Return a field that is still to be filled in."""
    if isinstance(field, dict):
        return {key: blank(inner) for key, inner in field.items()}
    if isinstance(field, Items):
        return [] if isinstance(field.item, Choice) else [blank(field.item)]
    return "" if isinstance(field, Text) else None
