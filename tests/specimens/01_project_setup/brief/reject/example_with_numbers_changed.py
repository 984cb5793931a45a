# reject: the example with this project's numbers
# loses: brief_check brief_hidden
# message: label.definition does not name the 400
def brief():
    b = example()
    b["label"].update(to_day=240, delay_days=14)
    b["evaluation"] = {"history_days": 540, "split": "time"}
    b["error_costs"] = {"false_positive": 18, "false_negative": 90}
    b["guardrails"] = [{"metric": "calls per day", "bound": "at most", "limit": 60, "counts": ["false_positive"]}]
    b["serving"] = {"mode": "online", "answer_within_seconds": 0.4, "requests_per_day": 1200, "cost_per_request": 0.004, "budget_per_day": 30}
    b["sources"] = [{"name": "listing_form", "owner": "app team"}, {"name": "booking_log", "owner": "bookings team"}]
    b["features"] = [
        {"name": "size", "source": "listing_form", "until_day": 0, "ready": "online"},
        {"name": "room_type", "source": "listing_form", "until_day": 0, "ready": "online"},
        {"name": "host_record", "source": "booking_log", "until_day": 0, "ready": "online"},
    ]
    return b
