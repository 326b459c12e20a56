"""A browser that hears everything: an error on the console, a refused part or a request to
another host fails the test."""

import os
import tempfile
from collections.abc import Iterator
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


def listen(page, home: str, heard: list[str]) -> None:
    """Write down what a page should not do."""
    host = urlsplit(home).netloc

    def on_request(request) -> None:
        if urlsplit(request.url).netloc not in {host, ""}:
            heard.append(f"request to another host: {request.url}")

    page.on("request", on_request)
    page.on("pageerror", lambda error: heard.append(f"script error: {error}"))
    page.on("console", lambda m: heard.append(m.text) if m.type in {"error", "warning"} else None)


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
