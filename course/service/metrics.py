"""What the process counts of itself, for Prometheus and for the page."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

# Each a third above the one before, from half a millisecond to ten seconds: a percentile is off by that at most.
BUCKETS = tuple(round(0.0005 * 1.35**step, 6) for step in range(34))
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where several workers add up what they count


class Metrics:
    """Counters of one process, or, where there are several workers, of all of them."""

    def __init__(self):
        self._own = CollectorRegistry()
        named = {"registry": self._own}
        self.quotes = Counter(
            "perch_quotes",
            "Requests for a price, by status and by what the price comes from.",
            ["status", "source"],
            **named,
        )
        self.seconds = Histogram(
            "perch_quote_seconds",
            "From the head of a request to its answer, in seconds.",
            buckets=BUCKETS,
            **named,
        )
        newest = {"multiprocess_mode": "mostrecent", **named}
        self.trained = Gauge("perch_model_trained_timestamp_seconds", "Day of the model in use.", **newest)
        self.degraded = Gauge("perch_degraded", "1 while the newest model cannot be used.", **newest)

    def text(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self._all())

    def latency(self) -> dict[str, float | None]:
        """Return percentiles of the time to an answer, in seconds, by name; None without answers."""
        bounds, counts = [], []
        for metric in self._all().collect():
            for sample in metric.samples:
                if sample.name == "perch_quote_seconds_bucket":
                    bounds.append(float(sample.labels["le"]))
                    counts.append(sample.value)
        return {f"p{percent}": _quantile(bounds, counts, percent / 100) for percent in (50, 95, 99)}

    def answers(self) -> dict[str, int]:
        """Return how many requests got the model's price, a fallback, a refusal (4xx) or a failure (5xx)."""
        found = {"model": 0, "fallback": 0, "refused": 0, "failed": 0}
        for metric in self._all().collect():
            for sample in metric.samples:
                if sample.name == "perch_quotes_total":
                    failed = "failed" if sample.labels["status"].startswith("5") else "refused"
                    found[sample.labels["source"] or failed] += int(sample.value)
        return found

    def _all(self) -> CollectorRegistry:
        if SHARED_FOLDER not in os.environ:
            return self._own
        together = CollectorRegistry()
        MultiProcessCollector(together)
        return together


def _quantile(bounds: list[float], counts: list[float], share: float) -> float | None:
    """Return a quantile from cumulative counts, as if a bucket's values lay evenly in it."""
    pairs = sorted(zip(bounds, counts, strict=True))
    total = pairs[-1][1] if pairs else 0
    if not total:
        return None
    low, below = 0.0, 0.0
    for bound, count in pairs:
        if count >= share * total:
            return (
                low
                if bound == float("inf")
                else low + (bound - low) * (share * total - below) / (count - below)
            )
        low, below = bound, count
    return low
