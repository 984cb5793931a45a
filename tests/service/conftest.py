"""Databases for the ledger: SQLite, and PostgreSQL where it is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from course.marketplace import simulate
from course.marketplace.market import Marketplace
from course.service import training
from course.service.model import Model
from course.service.process import Server
from course.service.store import Store

DAY = "2025-03-01"


@dataclass(frozen=True)
class Postgresql:
    """A server of this test session's own, on a socket in a folder."""

    programs: Path
    folder: Path
    run_as: dict

    def start(self) -> None:
        """Start the server and wait until it answers."""
        listen = f"-c listen_addresses= -c fsync=off -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-w", "-D", self.folder / "db", "-l", self.folder / "log", "-o", listen, "start")

    def stop(self) -> None:
        """Stop the server at once, without asking its clients."""
        self._run("pg_ctl", "-w", "-D", self.folder / "db", "-m", "immediate", "stop")

    def make_database(self, name: str) -> str:
        """Make an empty database and return its URL."""
        self._run("createdb", "-h", self.folder, "-U", "perch", name)
        return f"postgresql+psycopg://perch@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [self.programs / program, *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.run_as)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """Yield a running PostgreSQL server."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), shutil.which("initdb")]
    if found == [None]:
        pytest.skip("PostgreSQL's server programs are not installed")
    programs = Path(found[0]).resolve().parent
    run_as = {"user": "postgres"} if os.getuid() == 0 else {}  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp())  # a socket's path must be short
    if run_as:
        shutil.chown(folder, "postgres")
    server = Postgresql(programs, folder, run_as)
    server._run("initdb", "-D", folder / "db", "-U", "perch", "-A", "trust", "-N")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request, tmp_path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return request.getfixturevalue("postgresql").make_database(f"of_{tmp_path.name}"[:60].lower())


@pytest.fixture(scope="session")
def market() -> Marketplace:
    """Return a small market."""
    return simulate(300, seed=1, run_on=60)


@pytest.fixture(scope="session")
def stays(market) -> pd.DataFrame:
    """Return the stays that the nightly job of `DAY` learns from."""
    return training.stays(market, DAY, 90)


@pytest.fixture(scope="session")
def model(stays) -> Model:
    """Return the model of `DAY`."""
    return training.fit(stays, DAY)


@pytest.fixture(scope="session")
def homes(stays) -> list[dict]:
    """Return a few hundred homes as requests have them."""
    return training.records(stays.drop_duplicates("listing_id"))


@pytest.fixture
def store(tmp_path, model) -> Store:
    """Return a store that uses the model of `DAY`."""
    store = Store(tmp_path / "store")
    store.write(model)
    store.point_to(DAY)
    return store


@pytest.fixture
def run_service(store) -> Iterator[Callable[..., Server]]:
    """Return a function that starts the service with the store and the given options."""
    started = []

    def run(*options: str) -> Server:
        started.append(Server(store.folder, *options).start())
        return started[-1]

    yield run
    for one in started:
        one.kill()
