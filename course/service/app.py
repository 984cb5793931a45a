"""The service over HTTP: ``POST /quote``, ``GET /health``, ``GET /metrics``, and a page at ``/``."""

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi import Request as HttpRequest
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.requests import ClientDisconnect

from course.service.answering import answer
from course.service.home import MOST_BYTES, BadRequest, Request
from course.service.ledger import Ledger, LedgerAway
from course.service.metrics import Metrics
from course.service.model import BrokenModel
from course.service.recorder import Recorder
from course.service.store import Store

PAGE = Path(__file__).with_name("page.html")
# The page's own styles and script, and requests to this service; nothing from anywhere else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"
SETTINGS = "PERCH_SERVICE"  # the environment variable through which workers get theirs
RECENT = 20


@dataclass(frozen=True)
class Settings:
    """What a service is started with.

    Parameters
    ----------
    folder : str
        Of the `Store`.
    ledger : str
        URL of the `Ledger`.
    replay : bool
        Take the time of a request from its header ``Perch-Time``, for a replay of the past.
    body_seconds : float
        A body that takes longer to arrive is refused.
    ledger_seconds : float
        An answer that takes longer to write down is not given.
    """

    folder: str
    ledger: str
    replay: bool = False
    body_seconds: float = 5.0
    ledger_seconds: float = 5.0


class ModelInUse:
    """The model that answers; it follows the store's pointer, and stays where the new one is broken."""

    def __init__(self, store: Store):
        self._store = store
        self._seen = store.stamp()
        self.model, self.problem = store.load_whole()

    def refresh(self) -> None:
        """Load the model that the store points to, if the pointer has moved."""
        stamp = self._store.stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self.model, self.problem = self._store.load(self._store.current() or ""), None
        except BrokenModel as error:
            self.problem = str(error)


class Service:
    """What the handlers share."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.store = Store(settings.folder)
        self.in_use = ModelInUse(self.store)
        self.ledger = Ledger(settings.ledger)
        self.recorder = Recorder(self.ledger, settings.ledger_seconds)
        self.metrics = Metrics()
        self.follow()

    def follow(self) -> None:
        """Use the newest model, and say which one it is."""
        self.in_use.refresh()
        day = datetime.fromisoformat(self.in_use.model.version).replace(tzinfo=UTC)
        self.metrics.trained.set(day.timestamp())
        self.metrics.degraded.set(self.in_use.problem is not None)

    async def quote(self, http: HttpRequest) -> tuple[int, dict]:
        """Return status and body of the answer to a request for a price."""
        try:
            raw = await _read_body(http, self.settings.body_seconds)
            self.follow()
            given = answer(raw, self._time(http), self.in_use.model)
            stands = await self.recorder.record(given)
            if stands.home != given.home:
                raise BadRequest(409, f"request_id {given.request_id} has been used for another home")
        except BadRequest as refusal:
            return refusal.status, {"error": refusal.error, "fields": refusal.fields}
        except LedgerAway:
            # What cannot be written down is not promised. The same request_id makes a second try safe.
            return 503, {"error": "the answer could not be written down; try again with the same request_id"}
        return 200, {
            "request_id": stands.request_id,
            "price": stands.price,
            "version": stands.version,
            "source": "fallback" if stands.reason else "model",
            "reason": stands.reason,
        }

    def overview(self) -> dict:
        """Return what the page shows."""
        self.follow()
        try:
            recent = [{**row, "at": row["at"].isoformat()} for row in self.ledger.recent(RECENT)]
        except LedgerAway:
            recent = None
        model = self.in_use.model
        return {
            "model": {"version": model.version, "rows": model.rows, "problem": self.in_use.problem},
            "latency": self.metrics.latency(),
            "answers": self.metrics.answers(),
            "recent": recent,
            "report": self.store.report(),
        }

    def _time(self, http: HttpRequest) -> datetime:
        given = http.headers.get("Perch-Time")
        if not self.settings.replay or given is None:
            return datetime.now(UTC).replace(tzinfo=None)
        try:
            at = datetime.fromisoformat(given)
        except ValueError:
            at = None
        if at is None or at.tzinfo is not None:
            raise BadRequest(400, "Perch-Time is no time in UTC such as 2025-03-01T12:00:00")
        return at


def create(settings: Settings) -> FastAPI:
    """Return the application.

    Raises
    ------
    BrokenModel
        If the store has no whole model.
    ValueError
        If the ledger's URL is none.
    """
    service = Service(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        writing = asyncio.create_task(service.recorder.run())
        yield
        writing.cancel()
        service.ledger.close()

    # The usual documentation pages load scripts from elsewhere; /openapi.json has what they would show.
    app = FastAPI(title="Perch quotes", lifespan=lifespan, docs_url=None, redoc_url=None)
    schema = {"content": {"application/json": {"schema": Request.model_json_schema()}}}

    @app.post("/quote", openapi_extra={"requestBody": schema})
    async def quote(http: HttpRequest) -> Response:
        began = time.perf_counter()
        status, body = await service.quote(http)
        service.metrics.quotes.labels(str(status), body.get("source", "")).inc()
        service.metrics.seconds.observe(time.perf_counter() - began)
        # After a body that was not read to its end, what comes next on the connection is no request.
        headers = {"Connection": "close"} if status in (408, 413) else {}
        return JSONResponse(body, status, headers | ({"Retry-After": "1"} if status == 503 else {}))

    @app.get("/health")
    async def health() -> Response:
        service.follow()
        try:
            await asyncio.wait_for(run_in_threadpool(service.ledger.recent, 1), settings.ledger_seconds)
            ledger = "ok"
        except (LedgerAway, TimeoutError):
            ledger = "away"
        model = {"version": service.in_use.model.version, "problem": service.in_use.problem}
        return JSONResponse({"ledger": ledger, "model": model}, 200 if ledger == "ok" else 503)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/overview")
    def overview() -> dict:
        return service.overview()

    @app.get("/")
    def page() -> Response:
        return HTMLResponse(PAGE.read_bytes(), headers={"Content-Security-Policy": POLICY})

    return app


def from_environment() -> FastAPI:
    """Return the application of a worker process."""
    return create(Settings(**json.loads(os.environ[SETTINGS])))


def to_environment(settings: Settings) -> None:
    """Hand the settings to worker processes that are started from now on."""
    os.environ[SETTINGS] = json.dumps(asdict(settings))


async def _read_body(http: HttpRequest, seconds: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in http.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    break  # `read_request` says that it is too large
    except TimeoutError as error:
        raise BadRequest(408, f"the body did not arrive within {seconds:g} s") from error
    except ClientDisconnect as error:
        raise BadRequest(400, "the connection ended within the body") from error
    return bytes(body)
