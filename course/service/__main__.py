"""``python -m course.service serve`` and the other commands."""

import os
import tempfile
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvicorn

from course.service.app import Settings, to_environment
from course.service.ledger import Ledger
from course.service.metrics import SHARED_FOLDER
from course.service.store import Store

app = typer.Typer(help="The price service of Perch.", no_args_is_help=True, add_completion=False)

Folder = Annotated[Path, typer.Option(help="Where models, the monitor's report and the SQLite ledger are.")]
LedgerUrl = Annotated[
    str | None, typer.Option("--ledger", help="URL of the ledger.", show_default="SQLite there")
]
HERE = Path(__file__).resolve().parents[2] / "service_data"
MOST_CONNECTIONS = 500  # beyond, a request gets 503


@app.callback()
def main() -> None:
    """Run the price service of Perch."""


@app.command()
def serve(
    folder: Folder = HERE,
    ledger: LedgerUrl = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8060,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    replay: Annotated[
        bool, typer.Option("--replay", help="Take the time from the header Perch-Time.")
    ] = False,
) -> None:
    """Answer requests for prices over HTTP."""
    url = ledger or sqlite_in(folder)
    try:
        Store(folder).load_whole()
        Ledger(url)
    except ValueError as error:
        complain(error)
    to_environment(Settings(str(folder), url, replay))
    with tempfile.TemporaryDirectory() as shared:
        if workers > 1:
            os.environ[SHARED_FOLDER] = shared
        uvicorn.run(
            "course.service.app:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,  # the ledger is the record
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
        )


def complain(error: Exception) -> NoReturn:
    """Say what is wrong, and end."""
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


def sqlite_in(folder: Path) -> str:
    """Return the URL of the ledger that is a file beside the models."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder.resolve() / 'ledger.db'}"


if __name__ == "__main__":
    app()
