"""The command in processes of its own: a store on disk from first to last, and the site served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cli.conftest import Answer
from tests.packs.authors import altered, copied

KAIFANG = [sys.executable, "-c", "from kaifang.cli.main import app; app()"]
TEXT = "全省货物进出口7724亿元，同比增长17.6%。今年要引进项目25个。"
Own = Callable[..., Answer]

pytestmark = pytest.mark.slow


def environment(home: Path, **more: str) -> dict[str, str]:
    """A machine on which only this test's store exists."""
    own = {"KAIFANG_HOME": str(home), "KAIFANG_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, **own, **more}


def run(home: Path, *words: object, **more: str) -> Answer:
    """Run `kaifang WORDS…` in a process of its own."""
    done = subprocess.run(
        [*KAIFANG, *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
        env=environment(home, **more),
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Run commands on a store of one's own."""
    return partial(run, tmp_path / "home")


def test_attached_text_is_used_by_lint_in_later_processes(own: Own, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "documents.yaml", "  sha256: 8188944462bb", "  # 8188944462bb")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    packs = {"KAIFANG_PACKS": str(tmp_path)}
    assert own("pack", "lint", "liaoning-2022", **packs).code == 0
    added = own("source", "add", tmp_path / "a.txt", "--doc", "press-2022-01-25", **packs)
    assert (added.code, added.err) == (0, "")
    answer = own("pack", "lint", "liaoning-2022", **packs)
    assert answer.code == 1
    # 25个 is covered by nothing, and most quotations of the pack are not in these two sentences
    assert "引进项目25个" in answer.err
    assert "[KF-PACK-012]" in answer.err
    assert "全省货物进出口7724亿元”" not in answer.err


def test_a_reader_that_stops_early_is_no_fault() -> None:
    command = " ".join(["'" + word.replace("'", "'\\''") + "'" for word in KAIFANG])
    done = subprocess.run(
        ["bash", "-c", f"{command} pack schema | head -n 1"],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_settings_that_cannot_be_used_are_refused_by_name(own: Own) -> None:
    answer = own("pack", "install", "liaoning-2022", DATABASE_URL="oracle://somewhere")
    assert answer.code == 1
    assert "DATABASE_URL" in answer.err
    assert "Traceback" not in answer.err


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Demo:
    """The demo made in a fresh home, and what a second one on that home served and printed."""

    first: Answer
    page: str
    again: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Make the demo once for all that is asked of it: it takes twenty seconds."""
    home = tmp_path_factory.mktemp("demo") / "home"
    first = run(home, "demo", "--no-serve")
    port = free_port()
    with subprocess.Popen(
        [*KAIFANG, "demo", "--port", str(port)],
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            page = wait_for(f"http://127.0.0.1:{port}/", process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
        again, _ = process.communicate(timeout=600)
    return Demo(first, page, again)


def wait_for(address: str, process: subprocess.Popen[str]) -> str:
    """The page that the site answers with once it is up."""
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=600) as page:
                return str(page.read().decode())
        except (URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"the site never answered (exit code {process.poll()})")


def test_demo_ends_at_a_working_page(demo: Demo) -> None:
    assert "<html" in demo.page


def test_demo_prints_its_board_marked_as_demo(demo: Demo) -> None:
    assert demo.first.code == 0
    assert "示例省对外开放2023（演示）" in demo.first.out
    figures = [line for line in demo.first.out.splitlines() if "亿元" in line]
    assert figures
    assert all("演示" in line for line in figures)
    assert [line for line in demo.again.splitlines() if "亿元" in line] == figures
