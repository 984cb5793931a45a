# reject: the definition of the label copied from the example
# loses: brief_check brief_hidden
# message: label.definition does not name the 400
def brief():
    return {
        "decision": "whether the page after publication offers the host a call; the sales team makes the calls",
        "owner": "head of sales operations",
        "unit": "one new home, at the moment its host publishes it",
        "label": {
            "definition": example()["label"]["definition"],
            "from_day": 0,
            "to_day": 240,
            "delay_days": 14,
        },
        "evaluation": {"history_days": 540, "split": "time"},
        "error_costs": {"false_positive": 18, "false_negative": 90},
        "metric": {"name": "cost of both errors per published home", "counts": ["false_positive", "false_negative"]},
        "guardrails": [
            {"metric": "calls per day", "bound": "at most", "limit": 60, "counts": ["false_positive"]},
            {"metric": "recall in Millside over recall elsewhere", "bound": "at least", "limit": 0.8, "counts": ["false_negative"]},
        ],
        "baseline": "call every home for six guests or more",
        "model": "logistic regression on the three features",
        "serving": {
            "mode": "online",
            "answer_within_seconds": 0.4,
            "requests_per_day": 1200,
            "cost_per_request": 0.004,
            "budget_per_day": 30,
        },
        "sources": [
            {"name": "listing_form", "owner": "app team"},
            {"name": "market_stats", "owner": "analytics"},
            {"name": "booking_log", "owner": "bookings team"},
        ],
        "features": [
            {"name": "size", "source": "listing_form", "until_day": 0, "ready": "online"},
            {"name": "neighbourhood_value", "source": "market_stats", "until_day": -1, "ready": "online"},
            {"name": "host_record", "source": "booking_log", "until_day": 0, "ready": "online"},
        ],
        "risks": [
            {
                "risk": "calls raise the value of the homes that get them, so the next model learns from its own choices",
                "response": "leave a random twentieth of promising homes without a call, and train on those",
            },
            {
                "risk": "prices of private rooms fall and the label of old homes no longer fits new ones",
                "response": "watch the share of promising homes by month of publication; retrain every quarter",
            },
        ],
    }
