"""What this course adds to nbgrader's exchange; `nbgrader_config.py` plugs it in."""

import os

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import find_owner


class Collect(ExchangeCollect):
    """Collects as nbgrader does, but prefers what a learner's own account has handed in.

    Everybody may write to the exchange. nbgrader takes the latest submission under a learner's name, and warns if
    another account handed it in.
    """

    def _sort_by_timestamp(self, records: list[dict]) -> list[dict]:
        """Return one learner's submissions, the latest first; only those of their own account if there are any."""
        own = [record for record in records if self._owner(record["filename"]) == record["username"]]
        return super()._sort_by_timestamp(own or records)

    def _owner(self, submission: str) -> str | None:
        """Return the name of the account that handed a submission in, None if it has none."""
        try:
            return find_owner(os.path.join(self.inbound_path, submission))
        except KeyError:
            return None
