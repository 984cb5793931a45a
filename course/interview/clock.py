"""The clock of the interview room: five stages in 45 minutes. It looks at the time when asked, and runs nothing."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from difflib import get_close_matches

QUESTIONS = {
    "newsfeed": "A newsfeed",
    "next_app": "The next app",
    "search_ranking": "Search ranking on Perch",
    "fraud": "Payment fraud",
    "replacements": "Replacement items",
    "home_value": "A home's value",
}
PLAN = {"setup": 10, "data": 10, "modelling": 10, "serving": 10, "review": 5}  # minutes


def local_now() -> datetime:
    """Return the present moment with the offset of the local time zone, in whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def known(kind: str, name: str, names: Collection[str]) -> str:
    """Return `name` if it is one of `names`; otherwise raise a `ValueError` that lists them."""
    if isinstance(name, str) and name in names:
        return name
    close = get_close_matches(str(name), names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else "there are " + ", ".join(names)
    raise ValueError(f"{name!r} is not a {kind} of the interview room: {hint}")


class Room:
    """One interview on the clock; a notebook shows it as the timetable with the minutes spent so far.

    Parameters
    ----------
    question : str
        One of `QUESTIONS`.
    now : callable, optional
        Returns the present moment as a `datetime` with an offset.
    """

    def __init__(self, question: str, now: Callable[[], datetime] = local_now):
        self.question = known("question", question, QUESTIONS)
        self._now = now
        self._turns: list[tuple[str | None, datetime]] = [(next(iter(PLAN)), now())]

    @property
    def stage(self) -> str | None:
        """The running stage, None while the clock stands still."""
        return self._turns[-1][0]

    def begin(self, stage: str) -> "Room":
        """Stop the running stage and go on with `stage`; going back to an earlier one adds to its time.

        Parameters
        ----------
        stage : str
            One of `PLAN`. If it is running already, nothing changes.

        Returns
        -------
        Room
            This room.

        Raises
        ------
        ValueError
            If there is no such stage.
        """
        if known("stage", stage, PLAN) != self.stage:
            self._turns.append((stage, self._now()))
        return self

    def finish(self) -> "Room":
        """Stop the clock and return this room. `begin` starts it again."""
        if self.stage is not None:
            self._turns.append((None, self._now()))
        return self

    def minutes(self) -> dict[str, float]:
        """Return the minutes spent so far, by stage, in the order of `PLAN`."""
        spent = dict.fromkeys(PLAN, 0.0)
        ends = [moment for _, moment in self._turns[1:]] + [self._now()]
        for (stage, begun), ended in zip(self._turns, ends, strict=True):
            if stage is not None:  # a clock that is put back costs nothing
                spent[stage] += max(0.0, (ended - begun).total_seconds() / 60)
        return spent

    def __repr__(self) -> str:
        spent = self.minutes()
        begun = self._turns[0][1]
        lines = [
            f"{QUESTIONS[self.question]}: begun at {begun:%H:%M}, "
            f"{sum(spent.values()):.0f} of {sum(PLAN.values())} minutes spent",
            f"{'stage':<10} {'planned':>8} {'until':>6} {'spent':>6}",
        ]
        until = begun
        for stage, planned in PLAN.items():
            until += timedelta(minutes=planned)
            left = planned - spent[stage]
            note = f"  {-left:.1f} over" if left < 0 else ""
            if stage == self.stage:
                note = "  now" + (note or f", {left:.1f} left")
            lines.append(f"{stage:<10} {planned:>8}  {until:%H:%M} {spent[stage]:>6.1f}{note}")
        return "\n".join(lines)


def start(question: str) -> Room:
    """Start the clock for a question; its first stage, setup, begins at once.

    Parameters
    ----------
    question : str
        One of `QUESTIONS`.

    Returns
    -------
    Room

    Raises
    ------
    ValueError
        If there is no such question.
    """
    return Room(question)
