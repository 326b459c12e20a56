"""Every environment variable that the code reads is told in docs/settings.md, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, page

_NAME = re.compile(r"\b(?:KAIFANG_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL)\b(?!=)")
_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
RUNNING = ("运行 / Running", "网站 / The site")
WORKING = ("开发 / Working on Kaifang",)


def read_in(*folders: str) -> set[str]:
    """Names that Python files of some folders mention."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return {name for file in files for name in _NAME.findall(file.read_text("utf-8"))}


def told(sections: tuple[str, ...]) -> list[str]:
    held = page("docs/settings.md").sections
    return [name for section in sections for name in _ROW.findall(held[section])]


def test_what_running_reads_is_told_and_nothing_else() -> None:
    assert set(told(RUNNING)) == read_in("src")


def test_what_working_on_it_reads_is_told_and_nothing_else() -> None:
    assert set(told(WORKING)) == read_in("tests", "bench", "tools") - read_in("src")


def test_no_setting_is_told_twice() -> None:
    names = told(RUNNING + WORKING)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(read_in("src") - {"KAIFANG_LANG", "KAIFANG_PACKS"}))
def test_the_site_reads_settings_in_one_place(name: str) -> None:
    """A setting of the site that another module reads by itself would escape its checks."""
    stray = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "src" / "kaifang" / "site").rglob("*.py")
        if file.name != "settings.py" and f'"{name}"' in file.read_text("utf-8")
    ]
    assert not stray


def test_a_setting_in_a_text_is_a_setting_of_the_code() -> None:
    """Messages and pages name settings too."""
    texts = [*(ROOT / "src").rglob("*.yaml"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    known = read_in("src", "tests", "bench", "tools")
    assert {
        (name, _place(file)) for file in texts for name in _found(file) if name not in known
    } == set()


def _found(file: Path) -> set[str]:
    return set(re.findall(r"\bKAIFANG_[A-Z]+(?:_[A-Z]+)*\b", file.read_text("utf-8")))


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
