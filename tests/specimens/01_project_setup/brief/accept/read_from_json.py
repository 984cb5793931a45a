# accept: a JSON text, as it would lie beside the code; precision among the 60 likeliest, which counts both errors since the number of calls is fixed
TEXT = """
{"decision": "which hosts are offered a call when they publish", "owner": "Ms Sales", "unit": "one publication",
 "label": {"definition": "commission from day 0 to day 240 is 400 or more", "from_day": 0, "to_day": 240, "delay_days": 14},
 "evaluation": {"history_days": 540, "split": "time"},
 "error_costs": {"false_positive": 18, "false_negative": 90},
 "metric": {"name": "precision among the 60 likeliest homes of a day", "counts": ["false_negative", "false_positive"]},
 "guardrails": [
   {"metric": "offers accepted", "bound": "at least", "limit": 0.3, "counts": []},
   {"metric": "calls per day", "bound": "at most", "limit": 60.0, "counts": ["false_positive"]}],
 "baseline": "six guests or more", "model": "logistic regression",
 "serving": {"mode": "online", "answer_within_seconds": 0.4, "requests_per_day": 1200, "cost_per_request": 4e-3, "budget_per_day": 30},
 "sources": [{"name": "booking_log", "owner": "bookings team"}, {"name": "listing_form", "owner": "app team"}],
 "features": [
   {"name": "host_record", "source": "booking_log", "until_day": 0, "ready": "online"},
   {"name": "room_type", "source": "listing_form", "until_day": 0, "ready": "online"},
   {"name": "size", "source": "listing_form", "until_day": 0, "ready": "online"}],
 "risks": [{"risk": "the team shrinks", "response": "sales tells us the capacity each Monday and we move the threshold"}]}
"""


def brief():
    return json.loads(TEXT)
