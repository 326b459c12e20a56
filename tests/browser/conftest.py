"""A browser that hears everything: an error on the console, a refused part or a request to
another host fails the test.

What a click leads to is waited for, by `go` or by `expect` of Playwright: a `count()`, `page.url`
or `content()` tells what stood there before. To see whether a test waits, make the pages slow:

    KAIFANG_SLOW_BROWSER=8 .venv/bin/pytest tests/browser/test_doors.py

slows the processor for them eight times and lets each answer of the server wait half a second.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from re import Pattern
from shutil import which
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect, sync_playwright

from tests.flushing import records_may_be_flushed

__all__ = ["records_may_be_flushed"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaifang.site.settings")
os.environ.setdefault("KAIFANG_HOME", tempfile.mkdtemp(prefix="kaifang-test-"))
# Tests of the second factor ask for it themselves.
os.environ.setdefault("KAIFANG_SECOND_FACTOR", "optional")
# Playwright keeps a loop in this thread, which Django would otherwise take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("KAIFANG_CHROMIUM") or which("chromium") or which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PASSWORD = "a long enough password"
SHOTS = os.environ.get("KAIFANG_SHOTS")
SLOW = float(os.environ.get("KAIFANG_SLOW_BROWSER", "1"))
LATE = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
# Milliseconds to wait for what should come at once: they pass only where a test fails.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def chromium(live_server) -> Iterator[object]:
    """Start the browser once; without one these tests are skipped and say how to mend it.

    It ends before the server, which would otherwise hold its connections to the last.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium, or set KAIFANG_CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def window_of(chromium, **about) -> object:
    """An empty page without a past, patient with the server, and slow where that is asked."""
    page = chromium.new_context(**about).new_page()
    page.context.set_default_timeout(PATIENCE)
    if SLOW > 1:
        slow_down(page)
    return page


def slow_down(page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LATE)


@pytest.fixture
def new_page(chromium, served) -> Iterator[Callable[..., object]]:
    """Open an empty page in a window of its own, which is closed at the end."""
    pages = []

    def opened(**about) -> object:
        pages.append(window_of(chromium, **{"locale": "zh-CN", **about}))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


@pytest.fixture
def served(transactional_db) -> Iterator[None]:
    """Let the server end what it was asked, before the tables are emptied under it.

    A page that is closed or left takes back what it had asked for, but the server works on.
    """
    from django.core.signals import request_finished, request_started

    answering, idle = [], threading.Condition()

    def began(**_) -> None:
        with idle:
            answering.append(1)

    def ended(**_) -> None:
        with idle:
            answering.pop()
            idle.notify()

    request_started.connect(began)
    request_finished.connect(ended)
    yield
    with idle:
        assert idle.wait_for(lambda: not answering, PATIENCE / 1000)
    request_started.disconnect(began)
    request_finished.disconnect(ended)


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """The statuses of refusals that a test provokes; the browser tells each on its console."""
    return ()


@pytest.fixture
def open_page(new_page, live_server, refusals) -> Iterator[object]:
    """Open an address in a window of some width, language and colour scheme."""
    pages, heard = [], []

    def opener(address: str, width: int = 1280, language: str = "zh-CN", scheme: str = "light"):
        page = new_page(
            viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme
        )
        pages.append(page)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        listen(page, live_server.url, heard)
        page.goto(live_server.url + address)
        return page

    yield opener
    for page in pages:
        page.context.close()
    expected = [f"responded with a status of {status} " for status in refusals]
    assert [one for one in heard if not any(told in one for told in expected)] == []


@pytest.fixture
def employ(transactional_db, settings, tmp_path, django_user_model) -> Callable[..., object]:
    """The demo province; the function puts somebody into office there, by name, role and body."""
    from django.utils import timezone

    from kaifang.packs.law import load
    from kaifang.store.installing import install
    from kaifang.store.models import Post

    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"
    install(load("demo"))
    about = {"from_day": date(2020, 1, 1), "granted_at": timezone.now()}

    def employed(name: str, role: str, org: str) -> object:
        user = django_user_model.objects.create_user(name, password=PASSWORD)
        Post.objects.create(user=user, role=role, org=org, **about)
        return user

    return employed


def go(target) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with target.page.expect_navigation():
        target.click()


def says(target, *words: str | Pattern[str]) -> None:
    """Wait until a part of the page shows these words; what it hides does not count."""
    for one in words:
        expect(target).to_contain_text(one, use_inner_text=True)


def sign_in(page, name: str, password: str = PASSWORD) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    go(page.locator("main form button.button--primary"))


@pytest.fixture
def as_(open_page, live_server) -> Callable[..., object]:
    """Sign somebody in and open a page."""

    def opened(name: str, address: str, language: str = "zh-CN", width: int = 1280):
        page = open_page(f"/people/login/?next={address}", width=width, language=language)
        sign_in(page, name)
        expect(page).to_have_url(live_server.url + address)
        return page

    return opened


# The scripts have drawn what they draw, and nothing stands beyond the right edge.
FITS = """width => innerWidth === width
    && !document.querySelector("[data-chart]:not([data-drawn])")
    && document.documentElement.scrollWidth <= width"""


def fits(page, width: int) -> None:
    """Make the window as wide as that and wait until the page has found its place in it."""
    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.wait_for_function(FITS, arg=width)
    except TooLate:
        wide = page.evaluate("document.documentElement.scrollWidth")
        pytest.fail(f"{page.url} is {wide} pixels wide in a window of {width}, or lacks a chart")


@pytest.fixture(scope="module")
def windows(chromium) -> Iterator[dict]:
    """The windows of a module, one a language and colour scheme; each keeps what it has fetched."""
    held: dict = {}
    yield held
    for page in held.values():
        page.context.close()


@pytest.fixture
def look(windows, chromium, served, live_server) -> Iterator[object]:
    """Open an address in a window that the tests of a module share.

    For tests that leave no cookie, no stored choice and no route behind; others `open_page`.
    """
    heard: list[str] = []
    ears: dict = {}

    def looker(address: str, width: int = 1280, language: str = "zh-CN", scheme: str = "light"):
        page = windows.get((language, scheme))
        if page is None:
            page = window_of(chromium, locale=language, color_scheme=scheme)
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            windows[language, scheme] = page
        if page not in ears:
            ears[page] = listen(page, live_server.url, heard)
        page.emulate_media(media="null")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        return page

    yield looker
    for page, ear in ears.items():
        page.goto("about:blank")  # nothing asks on while the tables are emptied
        for event, hear in ear.items():
            page.remove_listener(event, hear)
    assert heard == []


def listen(page, home: str, heard: list[str]) -> dict[str, object]:
    """Write down what a page should not do; the listeners are returned by their events."""
    host = urlsplit(home).netloc

    def on_request(request) -> None:
        if urlsplit(request.url).netloc not in {host, ""}:
            heard.append(f"request to another host: {request.url}")

    def on_error(error) -> None:
        heard.append(f"script error: {error}")

    def on_console(told) -> None:
        if told.type in {"error", "warning"}:
            heard.append(told.text)

    ears = {"request": on_request, "pageerror": on_error, "console": on_console}
    for event, hear in ears.items():
        page.on(event, hear)
    return ears


@pytest.fixture
def photograph(request):
    """Keep a picture of the page when KAIFANG_SHOTS names a folder."""

    def shoot(page, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    return shoot


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
