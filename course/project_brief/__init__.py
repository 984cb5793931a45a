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

from course.project_brief.completeness import read
from course.project_brief.contradictions import RULES
from course.project_brief.form import FIELDS, Brief, blank

__all__ = ["example", "problems", "template"]


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
    usable = read(FIELDS, brief, "", found)
    for rule in RULES:
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
    return blank(FIELDS)


def example() -> Brief:
    """Return a brief without problems: Perch asks some guests whether their trip still stands.

    Returns
    -------
    dict
        A new copy, yours to change.
    """
    return copy.deepcopy(EXAMPLE)


EXAMPLE: Brief = {
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
