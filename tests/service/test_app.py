"""The service as a process, used as its clients use it, and disturbed as life does."""

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from notebooks import ROOT
from prometheus_client.parser import text_string_to_metric_families

from course.service.app import SETTINGS
from course.service.ledger import Ledger
from course.service.malformed import malformed
from course.service.process import Server
from course.service.store import Store

NEXT = "2025-03-02"


@pytest.fixture(scope="module")
def shared(tmp_path_factory, model) -> Iterator[Server]:
    """Yield a service for tests that do not disturb it."""
    store = Store(tmp_path_factory.mktemp("shared"))
    store.write(model)
    store.point_to(model.version)
    with Server(store.folder) as service:
        yield service


@pytest.fixture
def client(shared) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared.url, timeout=60) as client:
        yield client


def ledger_in(service: Server) -> str:
    return f"sqlite:///{service.folder / 'ledger.db'}"


def recorded(url: str) -> dict[str, float]:
    """Return the price of every answer in a ledger, by request_id; each stands there once."""
    ledger = Ledger(url)
    rows = ledger.joined(datetime.max)
    ledger.close()
    assert rows["request_id"].is_unique
    return rows.set_index("request_id")["price"].to_dict()


def until(condition) -> None:
    """Wait for a condition."""
    while not condition():
        time.sleep(0.02)


@contextmanager
def connected(url: str) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that is kept open."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        yield connection


def post(connection: http.client.HTTPConnection, raw: bytes) -> tuple[int, bytes]:
    connection.request("POST", "/quote", raw)
    response = connection.getresponse()
    return response.status, response.read()


def test_a_price_is_answered_written_down_and_answered_again(client, shared, homes, model):
    home = homes[0]
    answer = client.post("/quote", json={**home, "request_id": "first"}).json()
    assert answer == {
        "request_id": "first",
        "price": round(model.quote(home).price, 2),
        "version": model.version,
        "source": "model",
        "reason": None,
    }
    (row,) = Ledger(ledger_in(shared)).recent(5)
    assert (row["request_id"], row["price"], row["home"]) == ("first", answer["price"], home)
    assert client.post("/quote", json={**home, "request_id": "first"}).json() == answer
    other = client.post("/quote", json={**homes[1], "request_id": "first"})
    assert (other.status_code, other.json()["error"]) == (
        409,
        "request_id first has been used for another home",
    )
    fallback = client.post("/quote", json={**home, "city": "Atlantis"}).json()
    assert (fallback["source"], fallback["reason"]) == ("fallback", "no home in Atlantis has been booked yet")
    assert recorded(ledger_in(shared))["first"] == answer["price"]


def test_other_paths_and_methods_are_the_clients_errors(client):
    assert client.get("/quote").status_code == 405
    assert client.post("/nowhere").status_code == 404
    assert client.get("/openapi.json").json()["paths"]["/quote"]["post"]["requestBody"]


def test_thousands_of_malformed_requests_get_no_500_and_stop_nothing(shared, homes):
    """benchmarks/service.py sends 10,000; here each kind comes about a hundred times."""
    rng, seen = np.random.default_rng(6), []
    before, refused = recorded(ledger_in(shared)), refusals(shared)
    with connected(shared.url) as connection:
        for number in range(1800):
            status, answer = post(connection, malformed(rng, homes[number % len(homes)]))
            seen.append(status)
            assert json.loads(answer)["error"], status
        assert set(seen) == {400, 413, 422}
        assert post(connection, json.dumps(homes[0]).encode())[0] == 200
    assert refusals(shared) - refused == len(seen)
    assert len(recorded(ledger_in(shared))) == len(before) + 1
    assert "Traceback" not in "".join(shared.said)


def refusals(service: Server) -> float:
    """Return how many requests have been refused, as Prometheus reads it."""
    families = text_string_to_metric_families(httpx.get(f"{service.url}/metrics").text)
    counts = {family.name: family.samples for family in families}["perch_quotes"]
    return sum(s.value for s in counts if s.name.endswith("_total") and s.labels["status"].startswith("4"))


def test_bytes_that_are_no_http_get_a_400(shared):
    address = urlsplit(shared.url)
    with socket.create_connection((address.hostname, address.port)) as raw:
        raw.sendall(b"\x16\x03\x01\x00\xff" * 10 + b"\r\n\r\n")
        assert b"400" in raw.recv(100)
    assert httpx.get(f"{shared.url}/health").status_code == 200


def test_a_service_that_is_killed_while_it_writes_loses_nothing_and_doubles_nothing(run_service, homes):
    service = run_service()
    promised: dict[str, float] = {}
    bodies = {
        f"r{k}": json.dumps({**homes[k % len(homes)], "request_id": f"r{k}"}).encode() for k in range(4000)
    }

    def send(names: list[str]) -> None:
        with connected(service.url) as connection:
            for name in names:
                try:
                    status, answer = post(connection, bodies[name])
                except (OSError, http.client.HTTPException):
                    return  # killed
                assert status == 200
                promised[name] = json.loads(answer)["price"]

    names = list(bodies)
    threads = [threading.Thread(target=send, args=(names[k::4],)) for k in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: len(promised) > 150)
    service.kill()
    for thread in threads:
        thread.join()
    assert len(promised) < len(bodies)
    ledger = ledger_in(service)
    after = recorded(ledger)
    assert promised.items() <= after.items()
    unanswered = after.keys() - promised.keys()
    assert len(unanswered) <= len(threads)  # one in flight on each connection
    service.start()
    again = {*unanswered, *list(promised)[:20], *[name for name in names if name not in after][:20]}
    with connected(service.url) as connection:
        for name in again:
            status, answer = post(connection, bodies[name])
            assert status == 200
            assert json.loads(answer)["price"] == after.get(name, json.loads(answer)["price"])
    assert recorded(ledger).keys() == after.keys() | again


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Return a ledger's URL, and functions that take it away and bring it back."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        return server.make_database("away_and_back"), server.stop, server.start
    path = tmp_path / "ledger.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    request.addfinalizer(other.close)
    return f"sqlite:///{path}", lambda: other.execute("BEGIN EXCLUSIVE"), lambda: other.execute("ROLLBACK")


def test_while_the_database_is_away_nothing_is_promised_and_it_may_come_back(run_service, homes, database):
    url, take_away, bring_back = database
    service = run_service("--ledger", url)
    with httpx.Client(base_url=service.url, timeout=60) as client:

        def ask(name: str) -> httpx.Response:
            return client.post("/quote", json={**homes[0], "request_id": name})

        assert ask("before").status_code == 200
        take_away()
        away = ask("meanwhile")
        assert (away.status_code, away.headers["Retry-After"]) == (503, "1")
        assert "try again with the same request_id" in away.json()["error"]
        assert client.post("/quote", content=b"{").status_code == 400
        bring_back()
        assert ask("meanwhile").status_code == 200
        assert ask("before").status_code == 200
        assert client.get("/health").json()["ledger"] == "ok"
    assert recorded(url).keys() == {"before", "meanwhile"}


def test_health_says_that_the_database_is_away(run_service, postgresql):
    service = run_service("--ledger", postgresql.make_database("health"))
    assert httpx.get(f"{service.url}/health").status_code == 200
    postgresql.stop()
    away = httpx.get(f"{service.url}/health", timeout=60)
    assert (away.status_code, away.json()["ledger"]) == (503, "away")
    assert httpx.get(f"{service.url}/overview", timeout=60).json()["recent"] is None
    postgresql.start()
    assert httpx.get(f"{service.url}/health", timeout=60).status_code == 200


def test_a_slow_client_delays_nobody_and_is_given_up(store, homes):
    """Started with uvicorn's own command, as who needs its other options does."""
    settings = {
        "folder": str(store.folder),
        "ledger": f"sqlite:///{store.folder}/ledger.db",
        "body_seconds": 0.5,
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "course.service.app:from_environment", "--port"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, SETTINGS: json.dumps(settings)}
    process = subprocess.Popen([*command, str(port), "--log-level", "error"], cwd=ROOT, env=environment)
    try:

        def is_up() -> bool:
            assert process.poll() is None
            try:
                return httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
            except httpx.TransportError:
                return False

        until(is_up)
        body = json.dumps(homes[0]).encode()
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"POST /quote HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n" + body[:10])
            with connected(f"http://127.0.0.1:{port}") as connection:
                assert [post(connection, body)[0] for _ in range(20)] == [200] * 20
            told = b"".join(iter(lambda: slow.recv(1000), b""))  # until the service ends the connection
            assert told.startswith(b"HTTP/1.1 408 ")
            assert b"the body did not arrive within 0.5 s" in told
    finally:
        process.terminate()
        process.wait()


def test_a_client_that_hangs_up_within_its_body_disturbs_nobody(shared, client, homes):
    address = urlsplit(shared.url)
    for _ in range(20):
        with socket.create_connection((address.hostname, address.port)) as short:
            short.sendall(b"POST /quote HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{")
    assert client.post("/quote", json=homes[0]).status_code == 200
    assert "Traceback" not in "".join(shared.said)


def test_a_new_model_answers_the_next_request_and_a_broken_one_never_does(run_service, store, homes, model):
    service = run_service()

    def version() -> str:
        return httpx.post(f"{service.url}/quote", json=homes[0]).json()["version"]

    assert version() == model.version
    store.write(replace(model, version=NEXT))
    store.point_to(NEXT)
    assert version() == NEXT
    path = store.folder / "models" / "2025-03-03.json"
    whole = replace(model, version="2025-03-03")
    path.write_bytes(whole.to_bytes()[:3000])
    (store.folder / "current").write_text("2025-03-03\n")
    assert version() == NEXT
    problem = httpx.get(f"{service.url}/health").json()["model"]["problem"]
    assert str(path) in problem
    assert "perch_degraded 1.0" in httpx.get(f"{service.url}/metrics").text
    path.unlink()
    store.write(whole)
    store.point_to("2025-03-03")
    assert version() == "2025-03-03"
    assert "perch_degraded 0.0" in httpx.get(f"{service.url}/metrics").text


def test_a_service_starts_with_the_newest_whole_model(store, run_service, model, homes):
    store.write(replace(model, version=NEXT))
    store.point_to(NEXT)
    path = store.folder / "models" / f"{NEXT}.json"
    path.write_bytes(path.read_bytes()[:4000])
    service = run_service()
    assert httpx.post(f"{service.url}/quote", json=homes[0]).json()["version"] == model.version
    assert str(path) in httpx.get(f"{service.url}/health").json()["model"]["problem"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--folder", "{empty}"], ["has no model yet", "python -m course.service nightly"]),
        (["--folder", "{store}", "--ledger", "nonsense"], ["ledger: 'nonsense' is no URL"]),
    ],
)
def test_a_service_that_cannot_start_says_why_in_a_line(tmp_path, store, options, words):
    options = [option.format(empty=tmp_path / "empty", store=store.folder) for option in options]
    command = [sys.executable, "-m", "course.service", "serve", "--port", "0", *options]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 1
    assert all(word in done.stderr for word in words)
    assert done.stderr.count("\n") == 1


def test_the_time_of_a_request_counts_in_a_replay_only(run_service, store, homes):
    plain, replayed = run_service(), run_service("--replay", "--ledger", f"sqlite:///{store.folder}/past.db")

    def ask(service, name: str, time: str) -> httpx.Response:
        asked = {**homes[0], "request_id": name}
        return httpx.post(f"{service.url}/quote", json=asked, headers={"Perch-Time": time})

    past = "2025-03-01T12:00:00"
    assert ask(plain, "a", past).status_code == ask(replayed, "a", past).status_code == 200
    assert Ledger(ledger_in(plain)).recent(1)[0]["at"].year > 2025
    assert Ledger(f"sqlite:///{store.folder}/past.db").recent(1)[0]["at"].isoformat() == past
    for bad in ("yesterday", "2025-03-01T12:00:00+02:00", "99999-01-01"):
        assert ask(replayed, "b", bad).status_code == 400


def test_two_workers_answer_as_one(run_service, homes):
    service = run_service("--workers", "2")
    answers = []
    for k in range(60):  # a connection each, so that both take some
        with connected(service.url) as connection:
            body = json.dumps({**homes[k % 3], "request_id": f"r{k % 3}"}).encode()
            answers.append(json.loads(post(connection, body)[1]))
    assert answers == answers[:3] * 20
    assert len(recorded(ledger_in(service))) == 3
    assert httpx.get(f"{service.url}/overview").json()["answers"]["model"] == 60


def test_the_course_and_the_serving_process_import_no_more_than_they_need():
    code = "import sys, {}; print([name for name in {} if name in sys.modules])"
    for module, none_of in [
        ("course", ["fastapi", "pydantic", "sqlalchemy"]),
        ("course.service.app", ["pandas", "sklearn", "scipy", "matplotlib"]),
    ]:
        printed = subprocess.check_output(
            [sys.executable, "-c", code.format(module, none_of)], text=True, cwd=ROOT
        )
        assert printed == "[]\n"
