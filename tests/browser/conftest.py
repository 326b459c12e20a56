"""A browser that hears everything: an error on the console, a refused part or a request to
another host fails the test."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Start the browser once; without one these tests are skipped and say how to mend it."""
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium, or set KAIFANG_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """The statuses of refusals that a test provokes; the browser tells each on its console."""
    return ()


@pytest.fixture
def open_page(chromium, live_server, refusals) -> Iterator[object]:
    """Open an address in a window of some width, language and colour scheme."""
    contexts, heard = [], []

    def opener(address: str, width: int = 1280, language: str = "zh-CN", scheme: str = "light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        listen(page, live_server.url, heard)
        page.goto(live_server.url + address)
        page.wait_for_load_state("load")
        return page

    yield opener
    for context in contexts:
        context.close()
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


@pytest.fixture
def as_(open_page) -> Callable[..., object]:
    """Sign somebody in and open a page."""

    def opened(name: str, address: str, language: str = "zh-CN", width: int = 1280):
        page = open_page(f"/people/login/?next={address}", width=width, language=language)
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"**{address}")
        return page

    return opened


@pytest.fixture(scope="module")
def windows(chromium) -> Iterator[dict]:
    """The windows of a module, one a language and colour scheme; each keeps what it has fetched."""
    held: dict = {}
    yield held
    for page in held.values():
        page.context.close()


@pytest.fixture
def look(windows, chromium, live_server) -> Iterator[object]:
    """Open an address in a window that the tests of a module share.

    For tests that leave no cookie, no stored choice and no route behind; others `open_page`.
    """
    heard: list[str] = []
    ears: dict = {}

    def looker(address: str, width: int = 1280, language: str = "zh-CN", scheme: str = "light"):
        page = windows.get((language, scheme))
        if page is None:
            context = chromium.new_context(locale=language, color_scheme=scheme)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = windows[language, scheme] = context.new_page()
        if page not in ears:
            ears[page] = listen(page, live_server.url, heard)
        page.emulate_media(media="null")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        page.wait_for_load_state("load")
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
