"""``python -m course.service serve`` and the other commands."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
import uvicorn

from course.service.app import Settings, to_environment
from course.service.ledger import Ledger, LedgerAway
from course.service.metrics import SHARED_FOLDER
from course.service.store import Store

if TYPE_CHECKING:
    from course.marketplace.market import Marketplace

app = typer.Typer(help="The price service of Perch.", no_args_is_help=True, add_completion=False)

Folder = Annotated[Path, typer.Option(help="Where models, the monitor's report and the SQLite ledger are.")]
LedgerUrl = Annotated[
    str | None, typer.Option("--ledger", help="URL of the ledger.", show_default="SQLite there")
]
PORT = 8060
Listings = Annotated[int, typer.Option(help="Size of the market.")]
Seed = Annotated[int, typer.Option(help="Of the market.")]
HERE = Path(__file__).resolve().parents[2] / "service_data"
MOST_CONNECTIONS = 500  # beyond, a request gets 503


@app.command()
def serve(
    folder: Folder = HERE,
    ledger: LedgerUrl = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = PORT,
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


@app.command()
def nightly(
    day: Annotated[str, typer.Option(help="Whose morning it is.")] = "2025-01-01",
    folder: Folder = HERE,
    ledger: LedgerUrl = None,
    listings: Listings = 2000,
    seed: Seed = 0,
) -> None:
    """Watch, then train on what is known that morning, compare, and publish."""
    from course.service import nightly

    try:
        done = nightly.run(day, market(listings, seed), Store(folder), Ledger(ledger or sqlite_in(folder)))
    except (nightly.Refused, LedgerAway, ValueError) as error:
        complain(f"not published: {error}")
    typer.echo(f"{day}: {done}")


@app.command()
def replay(
    first: Annotated[str, typer.Option(help="First day.")] = "2025-01-01",
    last: Annotated[str, typer.Option(help="The day after the last.")] = "2025-02-01",
    url: Annotated[
        str, typer.Option(help="Of a service that was started with --replay.")
    ] = f"http://127.0.0.1:{PORT}",
    folder: Folder = HERE,
    ledger: LedgerUrl = None,
    listings: Listings = 2000,
    seed: Seed = 0,
    fault: Annotated[
        list[str], typer.Option(help="Such as 'renamed category,Larkhaven,2025-01-15'; repeatable.")
    ] = (),
) -> None:
    """Ask a service for the price of every home that was booked, and write down what it brought."""
    import httpx

    from course.service import replay

    try:
        faults = [replay.Fault.parse(text) for text in fault]
        events = replay.replay(market(listings, seed), first, last, faults=faults)
        with httpx.Client(base_url=url) as client:
            statuses = replay.play(events, client, Ledger(ledger or sqlite_in(folder)))
    except (httpx.HTTPError, LedgerAway, ValueError) as error:
        complain(error)
    for status, count in sorted(statuses.items()):
        typer.echo(f"{status}: {count}")


@app.command()
def use(version: Annotated[str, typer.Argument(help="Such as 2025-01-01.")], folder: Folder = HERE) -> None:
    """Go back, or forward, to a model that is in the store."""
    try:
        Store(folder).point_to(version)
    except ValueError as error:
        complain(error)
    typer.echo(f"{version} is in use; the next nightly job publishes its own")


def market(listings: int, seed: int) -> "Marketplace":
    """Return the market whose past is trained on and replayed."""
    from course.marketplace import simulate

    return simulate(listings, seed, run_on=180)


def complain(error: object) -> NoReturn:
    """Say what is wrong, and end."""
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


def sqlite_in(folder: Path) -> str:
    """Return the URL of the ledger that is a file beside the models."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder.resolve() / 'ledger.db'}"


if __name__ == "__main__":
    app()
