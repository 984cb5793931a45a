"""The reader's own scores: a CSV file that is only ever added to, a table and a figure. Nothing is graded.

The file has a header and one line per record. A line that cannot be read is named, and left where it is.
"""

import base64
import csv
import html
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from numbers import Integral
from pathlib import Path

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from course.interview.clock import PLAN, QUESTIONS, known, local_now

SCORES = Path(__file__).with_name("interview_scores.csv")  # beside the notebooks; git ignores it
SCORED = ("setup", "data", "modelling", "serving")
COLUMNS = ("recorded_at", "question", *SCORED, "note")
LEVELS = {1: "weak", 3: "good", 5: "excellent"}
# Recorded again within one interview's length, a question is the same attempt, corrected.
CORRECTION = timedelta(minutes=sum(PLAN.values()))
_HEADER = ",".join(COLUMNS)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SHOWN = 12  # attempts that are named along the axis, at most
_FULL_SCALE = "whole number from 1 (weak) to 5 (excellent)"


def record(
    question: str,
    *,
    setup: int,
    data: int,
    modelling: int,
    serving: int,
    note: str = "",
    path: str | os.PathLike | None = None,
) -> None:
    """Add the scores of one interview to the score file, and say so.

    To correct a record, run this again: within 45 minutes, the later record of a question replaces the earlier one.

    Parameters
    ----------
    question : str
        One of `QUESTIONS`.
    setup, data, modelling, serving : int
        From 1 (weak) to 5 (excellent).
    note : str, default ""
        Anything worth remembering; line breaks become spaces.
    path : str or os.PathLike, optional
        The score file. Default: ``interview_scores.csv`` beside the notebooks.

    Raises
    ------
    ValueError
        If the question is unknown, a score is not a whole number from 1 to 5, the note is not text, or the file
        holds something else than scores.
    OSError
        If the file cannot be written.
    """
    known("question", question, QUESTIONS)
    scores = dict(zip(SCORED, (setup, data, modelling, serving), strict=True))
    wrong = [
        f"{stage}={'...' if score is ... else repr(score)}"
        for stage, score in scores.items()
        if not _is_score(score)
    ]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: a score is a {_FULL_SCALE}")
    if not isinstance(note, str):
        raise ValueError(f"note={note!r}: the note is text, in quotes")

    path = SCORES if path is None else Path(path)
    line = io.StringIO()
    row = [
        local_now().isoformat(),
        question,
        *(int(score) for score in scores.values()),
        " ".join(note.split()),
    ]
    csv.writer(line, lineterminator="\n").writerow(row)
    try:
        _append(path, line.getvalue())
    except PermissionError as error:
        raise PermissionError(
            f"{path} cannot be written: say path='my_scores.csv' to record and progress to keep the scores elsewhere"
        ) from error
    print(f"Recorded in {path}.")


def read_scores(path: str | os.PathLike | None = None) -> pd.DataFrame:
    """Return the recorded interviews, one row each, oldest first; print what is wrong with lines that cannot be read.

    Parameters
    ----------
    path : str or os.PathLike, optional
        The score file. Default: ``interview_scores.csv`` beside the notebooks. A file that does not exist has no rows.

    Returns
    -------
    pandas.DataFrame
        ``recorded_at`` (local time), ``question``, ``setup``, ``data``, ``modelling``, ``serving``, ``mean`` of the
        four, ``note``.
    """
    path = SCORES if path is None else Path(path)
    rows = []
    for number, problem, row in _parsed(path.read_bytes() if path.exists() else b""):
        if problem:
            print(f"Left out: {path}, line {number}: {problem}. The line stays in the file.")
        else:
            rows.append(row)
    rows.sort(key=lambda row: row.recorded_at)
    attempts: list[_Row] = []
    for row in rows:
        earlier = [i for i, attempt in enumerate(attempts) if attempt.question == row.question]
        if earlier and row.recorded_at - attempts[earlier[-1]].recorded_at < CORRECTION:
            attempts[earlier[-1]] = row
        else:
            attempts.append(row)
    attempts.sort(key=lambda row: row.recorded_at)
    table = pd.DataFrame(
        {
            "recorded_at": pd.Series(
                [row.recorded_at.replace(tzinfo=None) for row in attempts], dtype="datetime64[us]"
            ),
            "question": pd.Series([row.question for row in attempts], dtype="str"),
            **{
                stage: pd.Series([row.scores[i] for row in attempts], dtype="int64")
                for i, stage in enumerate(SCORED)
            },
        }
    )
    table["mean"] = table[list(SCORED)].mean(axis="columns").astype("float64")
    table["note"] = pd.Series([row.note for row in attempts], dtype="str")
    return table


def draw_scores(table: pd.DataFrame) -> Figure:
    """Return a figure of the scores over time: one panel per stage, one point per interview.

    Parameters
    ----------
    table : pandas.DataFrame
        From `read_scores`, with at least one row.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = Figure(figsize=(8, 6), layout="constrained")
    panels = figure.subplots(len(SCORED), 1, sharex=True, sharey=True)
    x = range(1, len(table) + 1)
    for panel, stage in zip(panels, SCORED, strict=True):
        panel.plot(x, table["mean"], color="0.75", lw=1.5, label="mean of the four stages")
        panel.plot(x, table[stage], "o-", color="#006BA4", lw=1, label="this stage")
        panel.set_title(f"{stage}: {table[stage].iloc[-1]} in the latest interview", loc="left", size=10)
        panel.set_yticks(list(LEVELS), [f"{score} {level}" for score, level in LEVELS.items()])
        panel.set_ylim(0.6, 5.4)
        panel.grid(axis="y", color="0.9")
        panel.spines[["top", "right"]].set_visible(False)
    step = -(-len(table) // _SHOWN)
    shown = range(len(table) - 1, -1, -step)  # the latest is always named
    labels = [f"{table['question'].iloc[i]}\n{table['recorded_at'].iloc[i]:%d %b %Y}" for i in shown]
    panels[-1].set_xticks([i + 1 for i in shown], labels, size=8, rotation=30 if len(shown) > 6 else 0)
    panels[-1].set_xlim(0.5, len(table) + 0.5)
    panels[-1].set_xlabel("interviews, oldest first")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, frameon=False, fontsize=9
    )
    return figure


def progress(path: str | os.PathLike | None = None) -> pd.DataFrame:
    """Show a figure of the scores over time, and return the table.

    Parameters
    ----------
    path : str or os.PathLike, optional
        The score file. Default: ``interview_scores.csv`` beside the notebooks.

    Returns
    -------
    pandas.DataFrame
        As `read_scores` returns it.
    """
    table = read_scores(path)
    if table.empty:
        print("No interview is recorded yet: run record(...) after scoring yourself.")
    else:
        display(_Picture(draw_scores(table), _in_words(table)))
    return table


@dataclass(frozen=True)
class _Row:
    """One record of the file."""

    recorded_at: datetime
    question: str
    scores: tuple[int, ...]
    note: str


class _Picture:
    """A figure with an alternative text: a notebook shows the one, a terminal and a screen reader the other."""

    def __init__(self, figure: Figure, words: str):
        self._figure = figure
        self._words = words

    def __repr__(self) -> str:
        return self._words

    def _repr_html_(self) -> str:
        png = io.BytesIO()
        self._figure.savefig(png, format="png", dpi=100)
        source = base64.b64encode(png.getvalue()).decode()
        return f'<img alt="{html.escape(self._words)}" src="data:image/png;base64,{source}">'


def _in_words(table: pd.DataFrame) -> str:
    """Return what the figure shows, in one or two sentences."""
    first, last = table.iloc[0], table.iloc[-1]
    text = f"Your scores in {len(table)} interview{'s' * (len(table) > 1)}. "
    if len(table) == 1:
        stages = ", ".join(f"{stage} {last[stage]}" for stage in SCORED)
    else:
        stages = ", ".join(f"{stage} from {first[stage]} to {last[stage]}" for stage in SCORED)
    return f"{text}{'First to latest: ' * (len(table) > 1)}{stages}; latest question: {last['question']}."


def _is_score(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and 1 <= value <= 5


def _append(path: Path, line: str) -> None:
    """Add `line` to the file in one write, on a line of its own, after the header if the file is new."""
    before = path.read_bytes() if path.exists() else b""
    texts = [text for _, text in _lines(before)]
    if texts and _HEADER not in texts and all(problem for _, problem, _ in _parsed(before)):
        raise ValueError(f"{path} holds something else than scores: give another path")
    lead = "" if before in (b"", _BYTE_ORDER_MARK) or before.endswith(b"\n") else "\n"
    if not texts:
        lead += _HEADER + "\n"
    whole = (lead + line).encode()
    with open(path, "ab", buffering=0) as file:
        if file.write(whole) != len(whole):
            raise OSError(f"{path}: the disk is full; the record is not complete")


def _lines(content: bytes) -> Iterator[tuple[int, str | None]]:
    """Yield the number and the text of each line that is not blank; None for one that is not UTF-8."""
    content = content.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            try:
                yield number, line.decode("utf-8")
            except UnicodeDecodeError:
                yield number, None


def _parsed(content: bytes) -> Iterator[tuple[int, str, _Row | None]]:
    """Yield (line number, problem, row) for each line but headers and blank ones: a problem, or else a row."""
    for number, text in _lines(content):
        if text == _HEADER:
            continue
        try:
            yield number, "", _row(text)
        except ValueError as error:
            yield number, str(error), None


def _row(text: str | None) -> _Row:
    """Return the record in one line of the file; raise a `ValueError` that says what is wrong with it."""
    if text is None:
        raise ValueError("it is not UTF-8 text")
    try:
        fields = next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise ValueError(f"it is not CSV ({error})") from None
    if len(fields) != len(COLUMNS):
        raise ValueError(f"{len(fields)} fields instead of {len(COLUMNS)} ({_HEADER})")
    recorded_at, question, *scores, note = fields
    try:
        moment = datetime.fromisoformat(recorded_at).astimezone()
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"recorded_at is {recorded_at!r}, not a date and time such as 2026-03-14T18:30:00+01:00"
        ) from None
    if not question:
        raise ValueError("the question is blank")
    for stage, score in zip(SCORED, scores, strict=True):
        if score not in {"1", "2", "3", "4", "5"}:
            raise ValueError(f"{stage} is {score!r}, not a {_FULL_SCALE}")
    return _Row(moment, question, tuple(map(int, scores)), note)
