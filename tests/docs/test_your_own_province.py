"""Follow docs/your_own_province.md to the letter, as a newcomer with an editor and a shell would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.docs.pages import Block, page

PAGE = page("docs/your_own_province.md")
PACK = "packs/lanchuan-2024"
_BLANK = re.compile(r"^\| `(.+?)`(?: and `(.+?)`)? \| `(.+?)`(?: and `(.+?)`)? \|$", re.MULTILINE)


@dataclass
class Newcomer:
    """Somebody in a folder of their own; remembers what each command printed."""

    folder: Path
    printed: list[tuple[str, str]] = field(default_factory=list)

    def read(self, block: Block) -> None:
        """Do what a block of the page asks for."""
        if block.lang == "console":
            for line in block.text.replace("\\\n", " ").splitlines():
                if not line.startswith(("mkdir", "cd", "export")) and "serve" not in line:
                    self.type(line)
        elif block.about.endswith((".txt", ".csv")) or (
            block.lang == "yaml" and block.about.startswith(PACK)
        ):
            (self.folder / block.about).write_text(block.text, "utf-8")

    def type(self, line: str) -> None:
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        self.printed.append((line, done.stdout))

    def told(self, line: str) -> list[str]:
        """What the commands that begin so printed."""
        return [text for typed, text in self.printed if typed.startswith(line)]

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        outside = {"DATABASE_URL", "KAIFANG_PACKS", "KAIFANG_LANG", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in os.environ.items() if name not in outside}
        own = {"KAIFANG_PACKS": f"{self.folder}/packs", "KAIFANG_HOME": f"{self.folder}/records"}
        return {**kept, **own, "PATH": path, "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}

    def sheet(self) -> Path:
        """The worksheet at hand."""
        (one,) = (self.folder / PACK / "drafts").glob("*.yaml")
        return one

    def confirm(self, section: str) -> None:
        """Take the comment signs away, and fill the blanks as the section's table says."""
        text = re.sub(r"^# (?=- |  )", "", self.sheet().read_text("utf-8"), flags=re.MULTILINE)
        for before, and_, after, then in _BLANK.findall(PAGE.sections[section]):
            old = f"{before}\n  {and_}" if and_ else before
            new = f"{after}\n  {then}" if then else after
            assert text.count(f"{old}\n") == 1, old
            text = text.replace(f"{old}\n", f"{new}\n")
        self.sheet().write_text(text, "utf-8")


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    """Somebody who has read the page from top to bottom and done it all."""
    one = Newcomer(tmp_path_factory.mktemp("lanchuan"))
    for block in PAGE.blocks:
        one.read(block)
        if block.about == "drafted":
            assert block.text in one.sheet().read_text("utf-8")
            one.confirm("3 Check the worksheet")
        if "pack draft" in block.text:
            one.confirm("5 Half a year later")
    return one


@pytest.mark.slow
def test_lint_finds_nothing(newcomer: Newcomer) -> None:
    told = newcomer.told("kaifang pack lint")
    assert len(told) == 2
    assert all("无问题" in text for text in told)


@pytest.mark.slow
def test_counts_of_the_page_are_so(newcomer: Newcomer) -> None:
    told = newcomer.told("kaifang pack confirm")
    moved = [sum(map(int, re.findall(r"(\d+) 条$", one, re.MULTILINE))) for one in told]
    assert moved == [21, 9]
    assert "`confirm` moves 21 entries" in PAGE.text
    assert f"the {len(newcomer.printed)} commands of this page" in PAGE.text


@pytest.mark.slow
def test_the_board_is_the_one_of_the_page(newcomer: Newcomer) -> None:
    (told,) = newcomer.told("kaifang board lanchuan-2024 --as-of 2024-07-31")
    shown = next(block.text for block in PAGE.blocks if block.about == "board")
    assert shown in told


@pytest.mark.slow
def test_the_figure_opens_to_its_clause(newcomer: Newcomer) -> None:
    (told,) = newcomer.told("kaifang explain")
    assert "“全省货物进出口1286.4亿元”" in told
    assert "核对相符" in told


@pytest.mark.slow
def test_an_altered_figure_is_found_as_the_page_says(newcomer: Newcomer) -> None:
    told = next(block.text for block in PAGE.blocks if block.about == "finding")
    facts = newcomer.folder / PACK / "facts" / "work-points-2024.yaml"
    right = facts.read_text("utf-8")
    facts.write_text(right.replace("value: 1286.4亿元", "value: 1286.5亿元"), "utf-8")
    try:
        done = subprocess.run(
            ["kaifang", "pack", "lint", "lanchuan-2024", "--lang", "en"],
            cwd=newcomer.folder,
            env=newcomer.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        facts.write_text(right, "utf-8")
    assert done.returncode == 1
    assert told in done.stderr


@pytest.mark.slow
def test_the_count_of_numerals_is_so(newcomer: Newcomer) -> None:
    from kaifang.packs.texts import read_document
    from kaifang.packs.worksheets import worksheet

    for file, count in (("work-points-2024.txt", 20), ("half-year-2024.txt", 8)):
        text = worksheet("a", read_document(newcomer.folder / file), file)
        assert f"A worksheet of {count} numerals" in text
