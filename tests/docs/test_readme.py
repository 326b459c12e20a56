"""What the front pages promise is so: the notebook, the commands, the counts."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.loading import find_packs, read_pack
from tests.docs.pages import ROOT, Page, page

READMES = (page("README.md"), page("README.zh-CN.md"))
README = READMES[0]
_COUNTED = re.compile(r"^\| `([\w-]+)` \|.*\| (\d+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def run(home: Path, *words: str) -> str:
    """Run a program as a stranger would, with a store of its own."""
    outside = {"DATABASE_URL", "KAIFANG_PACKS", "KAIFANG_LANG", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {"KAIFANG_HOME": str(home), "PATH": path, "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    environment = {**kept, **own}
    done = subprocess.run(
        words, cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def typed(word: str) -> str:
    return next(line for line in README.typed if word in line)


def answer(home: Path, line: str) -> Any:
    _, *words = shlex.split(line)
    return json.loads(run(home, "kaifang", *words))


@pytest.mark.slow
def test_the_notebook_answers_as_printed(home: Path) -> None:
    (code,) = (block.text for block in README.blocks if block.lang == "python")
    *before, last = code.strip().splitlines()
    script = "\n".join([*before, f"print({last})"])
    shown = next(block.text for block in README.blocks if block.about == "explain")
    assert run(home, sys.executable, "-c", script) == shown


@pytest.mark.slow
def test_the_board_answers_on_the_command_line(home: Path) -> None:
    board = answer(home, typed("kaifang board liaoning-2022 --as-of 2022-06-30 --json"))
    first = board["rows"][0]
    assert (first["indicator"], Decimal(first["latest"]["value"])) == ("trade.total", 7724)
    assert first["target"]["text"] == "增长6%"


@pytest.mark.slow
def test_the_figure_opens_to_its_clause_on_the_command_line(home: Path) -> None:
    explained = answer(home, typed("kaifang explain"))["explanation"]
    assert explained["citations"][0]["quote"] == "全省货物进出口7724亿元"
    assert explained["citations"][0]["document"] == "press-2022-01-25"


@pytest.mark.slow
def test_engines_serve_without_django(home: Path) -> None:
    told = run(home, sys.executable, "-c", "import kaifang, sys; print('django' in sys.modules)")
    assert told == "False\n"


@pytest.mark.parametrize("readme", READMES, ids=lambda one: one.name)
def test_packs_are_counted_as_they_are(readme: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAIFANG_PACKS", raising=False)
    told = {name: int(count) for name, count in _COUNTED.findall(readme.text)}
    counts = {name: read_pack(folder).count for name, folder in find_packs().items()}
    assert told == counts, f"write into {readme.name} what kaifang pack list prints"


@pytest.mark.parametrize("readme", READMES, ids=lambda one: one.name)
def test_pictures_are_small_and_none_is_forgotten(readme: Page) -> None:
    shown = [link for link in readme.links if link.endswith(".png")]
    assert shown
    assert all((ROOT / link).stat().st_size < 120_000 for link in shown)


def test_every_picture_is_shown_somewhere() -> None:
    pages = [*READMES, page("docs/your_own_province.md")]
    shown = {(one.path.parent / link).resolve() for one in pages for link in one.links}
    assert set((ROOT / "docs" / "images").glob("*")) - shown == set()
