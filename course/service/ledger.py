"""The ledger: every answer that was given, and its label once that is known.

An answer that was given cannot be changed; a label may come late, before its answer, more than once, or be corrected.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Double,
    Engine,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from course.service.home import Home

if TYPE_CHECKING:
    import pandas as pd

SECONDS_TO_WAIT = 2  # for a database that is locked or does not answer
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_metadata = MetaData()
_answers = Table(
    "answers",
    _metadata,
    Column("request_id", String(64), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),  # UTC
    Column("version", String(64), nullable=False),
    Column("home", Text, nullable=False),  # JSON
    Column("price", Double, nullable=False),  # per night
    Column("reason", Text),  # why it is a fallback; missing if it is the model's price
)
_labels = Table(
    "labels",
    _metadata,
    Column("request_id", String(64), primary_key=True),
    Column("known_at", DateTime, primary_key=True),
    Column("value", Double, nullable=False),
)


class LedgerAway(Exception):
    """The database does not answer, or refuses to; what was to be written may or may not be there."""


@dataclass(frozen=True)
class Answer:
    """A price that was promised.

    Parameters
    ----------
    request_id : str
        At most 64 characters.
    at : datetime
        When it was given, UTC without a time zone.
    version : str
        Of the model.
    home : dict
        What was asked, as `course.service.home.Home` has it.
    price : float
        Per night.
    reason : str, optional
        Why it is a fallback; None if it is the model's price.
    """

    request_id: str
    at: datetime
    version: str
    home: dict
    price: float
    reason: str | None = None


@dataclass(frozen=True)
class Label:
    """What a night really brought, and when that became known (UTC)."""

    request_id: str
    known_at: datetime
    value: float


class Ledger:
    """Answers and labels in a database.

    Parameters
    ----------
    url : str
        SQLAlchemy's, of SQLite (``sqlite:////absolute/path``) or PostgreSQL (``postgresql+psycopg://host/name``). The
        tables are made on first use, so the database may be away until then.

    Raises
    ------
    ValueError
        If the URL is none, or its driver is not installed.
    """

    def __init__(self, url: str):
        self._engine = _engine(url)
        self._has_tables = False

    def record(self, answers: Sequence[Answer]) -> list[Answer]:
        """Write the answers in one transaction, and return for each the answer that stands.

        That is the one in the ledger: for a `request_id` that was answered before, the answer of then. A caller that
        finds another `home` in it has used an id twice.

        Raises
        ------
        LedgerAway
        """
        rows = [
            {**vars(answer), "home": json.dumps(answer.home, sort_keys=True, ensure_ascii=False)}
            for answer in sorted(answers, key=lambda answer: answer.request_id)  # two writers cannot deadlock
        ]
        with self._transaction() as connection:
            self._insert_new(connection, _answers, rows)
            ids = [row["request_id"] for row in rows]
            found = connection.execute(select(_answers).where(_answers.c.request_id.in_(ids)))
            standing = {row.request_id: _answer(row) for row in found}
        return [standing[answer.request_id] for answer in answers]

    def label(self, labels: Sequence[Label]) -> None:
        """Write what has become known, in one transaction. The same label twice is one label.

        Raises
        ------
        ValueError
            If two labels of one request became known in the same moment with different values. Nothing is written.
        LedgerAway
        """
        rows = [vars(label) for label in sorted(labels, key=lambda label: (label.request_id, label.known_at))]
        with self._transaction() as connection:
            self._insert_new(connection, _labels, rows)
            ids = {row["request_id"] for row in rows}
            found = connection.execute(select(_labels).where(_labels.c.request_id.in_(ids)))
            values = {(row.request_id, row.known_at): row.value for row in found}
            for label in labels:
                if (value := values[label.request_id, label.known_at]) != label.value:
                    raise ValueError(
                        f"labels: {label.request_id!r} has the values {value} and {label.value}, both known at "
                        f"{label.known_at}; a correction has a later known_at"
                    )

    def joined(self, at: datetime, since: datetime = datetime.min) -> "pd.DataFrame":
        """Return what was known at a moment: the answers given before it, each with its label or none.

        Parameters
        ----------
        at : datetime
            What bears this time itself is not known yet. Later corrections of a label win over earlier ones.
        since : datetime
            Leave out older answers.

        Returns
        -------
        pandas.DataFrame
            One row per answer, by `at` and `request_id`: ``request_id``, ``at``, ``version``, ``price``, ``reason``,
            the fields of the home, ``value`` (NaN while unknown) and ``known_at`` (NaT while unknown).

        Raises
        ------
        LedgerAway
        """
        import pandas as pd  # here, for the serving process does without it

        asked = _joined(at).where(_answers.c.at >= since).order_by(_answers.c.at, _answers.c.request_id)
        with self._transaction() as connection:
            rows = connection.execute(asked).all()
        table = pd.DataFrame(rows, columns=list(asked.selected_columns.keys()))
        described = [json.loads(home) for home in table.pop("home")]
        homes = pd.DataFrame(described, index=table.index, columns=list(Home.model_fields))
        ends = table[["value", "known_at"]].astype({"value": "float64", "known_at": "datetime64[us]"})
        given = table.drop(columns=["value", "known_at"]).astype({"at": "datetime64[us]"})
        return pd.concat([given, homes, ends], axis=1)

    def recent(self, n: int) -> list[dict]:
        """Return the `n` latest answers, latest first: what `Answer` has, and `value`, None while unknown.

        Raises
        ------
        LedgerAway
        """
        with self._transaction() as connection:
            latest = select(_answers).order_by(_answers.c.at.desc(), _answers.c.request_id).limit(n)
            answers = [_answer(row) for row in connection.execute(latest)]
            asked = _labels.c.request_id.in_([answer.request_id for answer in answers])
            labels = connection.execute(select(_labels).where(asked).order_by(_labels.c.known_at))
            values = {row.request_id: row.value for row in labels}  # the latest wins
        return [{**vars(answer), "value": values.get(answer.request_id)} for answer in answers]

    def count(self) -> int:
        """Return how many answers there are.

        Raises
        ------
        LedgerAway
        """
        with self._transaction() as connection:
            return connection.scalar(select(func.count()).select_from(_answers))

    def close(self) -> None:
        """Give connections back."""
        self._engine.dispose()

    def _insert_new(self, connection: Connection, table: Table, rows: list[dict]) -> None:
        insert = INSERT[self._engine.dialect.name]
        if rows:
            connection.execute(insert(table).on_conflict_do_nothing(), rows)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                if not self._has_tables:
                    _make_tables(connection)
                yield connection
            self._has_tables = True
        except SQLAlchemyError as error:
            self._has_tables = False  # it may be another database when it comes back
            raise LedgerAway(f"the ledger: {getattr(error, 'orig', error)}") from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if (name := parsed.get_backend_name()) not in INSERT:
            raise ValueError(f"ledger: {name} is not supported; use a URL of {' or '.join(INSERT)}")
        if name == "postgresql":
            wait = {"connect_timeout": SECONDS_TO_WAIT, "options": f"-c lock_timeout={SECONDS_TO_WAIT}s"}
            return create_engine(parsed, pool_pre_ping=True, connect_args=wait)
        engine = create_engine(parsed, connect_args={"timeout": SECONDS_TO_WAIT})
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise ValueError(
            f"ledger: {url!r} is no URL that can be used ({error}); for example sqlite:////srv/ledger.db, or "
            "postgresql+psycopg://host/name with psycopg installed"
        ) from error
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection, _) -> None:
    """Let readers read while a writer writes, and have a commit on disk before it is said to be done."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _make_tables(connection: Connection) -> None:
    for table in _metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _answer(row: Row) -> Answer:
    return Answer(row.request_id, row.at, row.version, json.loads(row.home), row.price, row.reason)


def _joined(at: datetime) -> Select:
    """Select the answers given before a moment, each with its latest label as known then."""
    place = func.row_number().over(partition_by=_labels.c.request_id, order_by=_labels.c.known_at.desc())
    known = select(_labels, place.label("place")).where(_labels.c.known_at < at).subquery()
    is_its_latest = (known.c.request_id == _answers.c.request_id) & (known.c.place == 1)
    return (
        select(_answers, known.c.value, known.c.known_at)
        .outerjoin_from(_answers, known, is_its_latest)
        .where(_answers.c.at < at)
    )
