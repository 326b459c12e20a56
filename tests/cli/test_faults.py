"""A site that fails says so: the reader gets a page, the error stream gets the trace."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.cli.test_processes import KAIFANG, environment, free_port

pytestmark = pytest.mark.slow
SETTINGS = "from kaifang.site.settings import *\nROOT_URLCONF = {urls!r}\n"
URLS = """
from django.urls import path
from kaifang.site import errors, urls

def fails(request):
    return 1 / 0

urlpatterns = [path("", fails), *urls.urlpatterns]
handler500 = errors.failed
"""


def told(tmp_path: Path, urls: str) -> tuple[int, str]:
    """Serve a site whose addresses are in a module; the status it answers and what it logs."""
    (tmp_path / "broken_settings.py").write_text(SETTINGS.format(urls=urls), "utf-8")
    (tmp_path / "broken_urls.py").write_text(URLS, "utf-8")
    port = free_port()
    more = {"DJANGO_SETTINGS_MODULE": "broken_settings", "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(
        [*KAIFANG, "serve", "--port", str(port)],
        env=environment(tmp_path / "home", **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            status = answered(f"http://127.0.0.1:{port}/", process)
        finally:
            process.terminate()
        log, _ = process.communicate(timeout=600)
    return status, log


def answered(address: str, process: subprocess.Popen[str]) -> int:
    """The status of the first answer."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=600) as page:
                return int(page.status)
        except HTTPError as refusal:
            return refusal.code
        except (URLError, ConnectionError):
            assert process.poll() is None
            time.sleep(0.3)
    pytest.fail("the site never answered")


def test_a_view_that_fails_leaves_its_trace(tmp_path: Path) -> None:
    status, log = told(tmp_path, "broken_urls")
    assert status == 500
    assert "ZeroDivisionError" in log


def test_a_site_that_cannot_be_read_leaves_its_trace(tmp_path: Path) -> None:
    status, log = told(tmp_path, "nowhere")
    assert status == 500
    assert "No module named 'nowhere'" in log
