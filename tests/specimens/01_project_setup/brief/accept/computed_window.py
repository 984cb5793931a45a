# accept: the window is computed from the history, numbers are NumPy's, one source more than is used
def brief():
    history, delay = 540, 14
    window = max(days for days in range(0, history, 30) if 2 * (days + delay) <= history)
    features = pd.DataFrame(
        [["size", "listing_form", 0], ["room_type", "listing_form", 0], ["neighbourhood_value", "market_stats", -1], ["host_record", "booking_log", 0]],
        columns=["name", "source", "until_day"],
    ).assign(ready="online")
    owners = pd.DataFrame({"name": ["listing_form", "market_stats", "booking_log", "billing"], "owner": ["app team", "analytics", "bookings team", "finance"]})
    return {
        "decision": "to call or not to call a host who has just published",
        "owner": "product manager of onboarding",
        "unit": "new home",
        "label": {"definition": "promising: 400 in commission", "from_day": np.int64(0), "to_day": np.int64(window), "delay_days": delay},
        "evaluation": {"history_days": np.float64(history), "split": "time"},
        "error_costs": dict(zip(["false_positive", "false_negative"], np.array([18.0, 90.0]))),
        "metric": {"name": "Expected cost", "counts": ["false_negative", "false_positive"]},
        "guardrails": [
            {"metric": "calls per day", "bound": "at most", "limit": np.int32(60), "counts": ["false_positive"]},
            {"metric": "page latency, p99 in seconds", "bound": "at most", "limit": 0.4, "counts": []},
        ],
        "baseline": "the rule of six guests",
        "model": "a linear model",
        "serving": {"mode": "online", "answer_within_seconds": 0.4, "requests_per_day": 1200, "cost_per_request": 0.004, "budget_per_day": 30},
        "sources": owners.to_dict("records"),
        "features": features.to_dict("records"),
        "risks": [{"risk": "neighbourhood values go stale when the nightly job fails", "response": "alert when they are older than two days"}],
    }
