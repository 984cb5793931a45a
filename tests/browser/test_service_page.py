"""The price service's page, as who watches it sees it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from course.marketplace import simulate
from course.service import monitor, training
from course.service.ledger import Ledger
from course.service.process import Server
from course.service.replay import play, rehearse, replay
from course.service.store import Store

MORNING = datetime(2025, 9, 8)  # six weeks after the drift


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Server]:
    """Yield a service that has answered for eight months, with one model all along."""
    folder = tmp_path_factory.mktemp("service")
    market = simulate(1000, seed=1, run_on=60)
    model = training.fit(training.stays(market, "2025-01-01", 90), "2025-01-01")
    store, ledger = Store(folder), Ledger(f"sqlite:///{folder}/ledger.db")
    store.write(model)
    store.point_to(model.version)
    last_day = MORNING - timedelta(days=1)
    rehearse(replay(market, "2025-03-01", last_day), model, ledger)
    with Server(folder, "--replay") as service:
        with httpx.Client(base_url=service.url, timeout=60) as client:
            play(replay(market, last_day, MORNING), client, ledger)
        store.write_report(monitor.report(ledger, MORNING))
        yield service


def opened(browser: Browser, service: Server, **context) -> tuple[Page, list[str]]:
    """Return the page, loaded, and what it has asked for or complained of elsewhere than at the service."""
    page = browser.new_context(**context).new_page()
    trouble = []
    page.on("request", lambda request: request.url.startswith(service.url) or trouble.append(request.url))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.goto(service.url)
    expect(page.locator("#recent tr")).to_have_count(20)
    return page, trouble


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("service", {"viewport": {"width": 1200, "height": 800}}),
        ("service_dark", {"viewport": {"width": 1400, "height": 1000}, "color_scheme": "dark"}),
        ("service_phone", {"viewport": {"width": 390, "height": 844}}),
    ],
)
def test_the_page_shows_alarm_chart_and_answers_wherever_it_is_read(
    browser, service, screenshots, name, context
):
    page, trouble = opened(browser, service, **context)
    expect(page.locator("#state")).to_contain_text("Model of 2025-01-01")
    expect(page.locator("#alarms li")).to_contain_text(["room_type = Private room"])
    label = page.locator("#chart svg").get_attribute("aria-label")
    assert "Private room +" in label
    page.screenshot(path=screenshots / f"{name}.png")
    assert page.evaluate("document.documentElement.scrollWidth") == context["viewport"]["width"]
    assert trouble == []
    page.context.close()


def test_the_form_asks_and_says_what_is_wrong(browser, service):
    page, trouble = opened(browser, service)
    said = page.locator("output")
    page.get_by_role("button", name="Ask").click()
    expect(said).to_contain_text("a night")
    expect(said).not_to_contain_text("fallback")
    page.get_by_label("city").fill("Atlantis")
    page.get_by_label("beds").fill("")
    page.get_by_role("button", name="Ask").click()
    expect(said).to_contain_text("A fallback: no home in Atlantis has been booked yet.")
    expect(page.locator("#recent tr").first).to_contain_text("fallback: no home in Atlantis")
    assert trouble == []
    page.get_by_label("accommodates").fill("99")
    page.get_by_role("button", name="Ask").click()
    expect(said).to_contain_text("accommodates: Input should be less than or equal to 16")
    page.context.close()


def test_what_a_client_calls_a_city_is_text_and_nothing_that_runs(browser, service):
    page, trouble = opened(browser, service)
    name = "<img src=x onerror=alert(1)>"
    home = json.loads(page.evaluate("JSON.stringify(EXAMPLE)"))
    assert httpx.post(f"{service.url}/quote", json=home | {"city": name}).status_code == 200
    expect(page.locator("#recent tr").first).to_contain_text(name)
    assert page.locator("#recent img").count() == 0
    assert trouble == []
    page.context.close()


def test_a_service_that_has_gone_is_said_to_have_gone(browser, service):
    page, _ = opened(browser, service)
    page.route("**/overview", lambda route: route.abort())
    page.evaluate("show()")
    expect(page.locator("#state")).to_have_text("The service does not answer.")
    page.context.close()
