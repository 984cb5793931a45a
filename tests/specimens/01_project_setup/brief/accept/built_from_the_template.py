# accept: fills the template; recall is the goal, and the capacity bounds false alarms; tuples; three features; split by time and group
from course.project_brief import template

ROWS = [("size", "listing_form", 0), ("host_record", "booking_log", 0), ("neighbourhood_value", "market_stats", -1)]


def brief():
    b = template()
    b["decision"] = "Offer a call on the page after publication, or not; sales calls those who accept."
    b["owner"] = "Growth team"
    b["unit"] = "a home at the moment of publication"
    b["label"].update(definition="commission of 400 or more in the window", from_day=0.0, to_day=8 * 30, delay_days=14)
    b["evaluation"] = dict(history_days=540, split="time and group")
    b["error_costs"] = dict(false_positive=18.0, false_negative=90.0)
    b["metric"] = dict(name="recall", counts=("false_negative",))
    b["guardrails"] = [dict(metric="Calls per day", bound="at most", limit=60, counts=["false_positive"])]
    b["baseline"] = "homes for six guests or more"
    b["model"] = "logistic model"
    b["serving"] = dict(
        mode="online", answer_within_seconds=0.4, requests_per_day=1_200, cost_per_request=0.004, budget_per_day=30.0
    )
    owners = {"listing_form": "The App team", "booking_log": "Bookings", "market_stats": "Analytics team"}
    b["sources"] = tuple(dict(name=name, owner=owner) for name, owner in owners.items())
    b["features"] = [dict(name=n, source=s, until_day=d, ready="online") for n, s, d in ROWS]
    b["risks"] = [dict(risk="hosts feel pestered", response="ask a sample after each call; stop if a tenth complains")]
    return b
