"""The page of cases: its example answers as printed, and the tests that it names are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kaifang import read_log
from kaifang.cases import Step, study
from tests.cli.conftest import Run, kaifang
from tests.docs.pages import ROOT, Page, page

__all__ = ["kaifang"]
PAGES = (page("docs/cases.md"), page("docs/cases.zh-CN.md"))


def block(one: Page, about: str) -> str:
    """The block of a language without more words, or of those words."""
    (found,) = [block.text for block in one.blocks if about == (block.about or block.lang)]
    return found


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "clearance.csv"
    file.write_text(block(PAGES[0], "clearance.csv"), "utf-8")
    return file


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_the_summary_answers_as_printed(one: Page, log_file: Path, kaifang: Run) -> None:
    assert block(one, "clearance.csv") == log_file.read_text("utf-8")
    (command,) = [each for each in one.typed if " summary " in each]
    lang = "zh" if one.name.endswith("zh-CN.md") else "en"
    answer = kaifang(*command.split()[1:], "--lang", lang)
    assert answer.code == 0, answer.err
    said = [line.rstrip() for line in answer.out.strip().splitlines()]
    assert said == block(one, "answer").strip().splitlines()


def test_customs_take_three_and_a_half_hours(log_file: Path) -> None:
    log = read_log(log_file.name, case="case", activity="activity", time="time")
    (customs,) = study(log, [Step("customs", ("arrive", "declare"), "release")])
    assert customs.took is not None
    assert customs.took.mean / 3600 == 3.5
    for one in PAGES:
        code = block(one, "python")
        assert 'Step("customs", ("arrive", "declare"), "release")' in code


@pytest.mark.django_db
@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_a_notebook_asks_as_somebody(one: Page) -> None:
    """Every line answers with a table; the first is that of the demo's own division."""
    from kaifang.packs.law import load
    from kaifang.programme.demo.people import NAMES
    from kaifang.programme.notebook import NotebookTable
    from kaifang.programme.opening import Programme
    from tests.programme.test_notebook_cases import DIVISION, asked_by

    first, *lines = block(one, "programme").strip().splitlines()
    assert first == 'p = Programme.open("demo").acting_as("demo.division")'
    assert "demo.division" in NAMES
    p = asked_by(DIVISION, Programme.of(load("demo")))
    assert len(lines) == 5
    for line in lines:
        asked = ast.parse(line, mode="eval").body
        assert isinstance(asked, ast.Call)
        assert isinstance(asked.func, ast.Attribute)
        given = [ast.literal_eval(one) for one in asked.args]
        named = {str(one.arg): ast.literal_eval(one.value) for one in asked.keywords}
        assert isinstance(getattr(p, asked.func.attr)(*given, **named), NotebookTable), line


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_the_tests_that_it_names_are_there(one: Page) -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", one.text)
    assert len(named) == 26
    assert [name for name in named if not (ROOT / name).is_file()] == []
