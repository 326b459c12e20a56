"""What a person confirms in a worksheet moves to the files of the pack, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.errors import SeveralErrors
from kaifang.core.period import Period
from kaifang.packs.confirming import KindUnclear, NothingConfirmed, confirm
from kaifang.packs.drafting import Plan, draft
from kaifang.packs.faults import MissingKey
from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from kaifang.packs.texts import Received
from kaifang.packs.worksheets import write_worksheet

TEXT = "浙江省商务厅\n2023年工作要点\n\n2023年，全省货物进出口100亿元。一是稳外贸。力争全年出口增长5%以上。"
DOCUMENT = """\
- id: points
  title: {zh: "2023年工作要点", en: Work points of 2023}
  issuer: {zh: 浙江省商务厅, en: Department of Commerce of Zhejiang}
  date: 2023-02-01
  rank: formal_document
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new pack with a worksheet of one document."""
    made = draft(tmp_path, Plan("zj", "330000", Text("浙江", "Zhejiang"), Period.year(2023)))
    write_worksheet(made, "points", Received(TEXT, "0" * 64), "points.txt")
    return made


def sheet(folder: Path) -> Path:
    return folder / "drafts" / "points.yaml"


def uncomment(folder: Path, *beginnings: str) -> None:
    """Take the comment signs away before the entries that begin so."""
    lines, inside = [], False
    for line in sheet(folder).read_text("utf-8").splitlines():
        inside = line.startswith(beginnings) or (inside and line.startswith("#   "))
        lines.append(line.removeprefix("# ") if inside else line)
    sheet(folder).write_text("\n".join(lines) + "\n", "utf-8")


def test_what_is_confirmed_moves_and_lint_finds_nothing(folder: Path) -> None:
    uncomment(folder, "# - id: trade.")
    sheet(folder).write_text(sheet(folder).read_text("utf-8") + DOCUMENT, "utf-8")
    moved = confirm(folder)
    assert moved.counts == {"facts": 1, "targets": 1, "documents": 1}
    law = compose(folder)
    assert lint(law) == []
    assert set(law.facts) == {"trade.total.2023"}
    assert law.targets["trade.exports.2023.growth"].strength == "aim"
    assert (folder / "facts" / "points.yaml").exists()


def test_what_is_moved_leaves_the_worksheet_and_the_rest_stays(folder: Path) -> None:
    uncomment(folder, "# - id: trade.")
    before = sheet(folder).read_text("utf-8").count("# - ")
    moved = confirm(folder)
    left = sheet(folder).read_text("utf-8")
    assert "trade." not in left
    assert moved.left == left.count("# - ") == before
    assert all(line.startswith("#") for line in left.splitlines() if line)


def test_a_worksheet_of_which_nothing_is_left_goes(folder: Path) -> None:
    sheet(folder).write_text("# a head\n\n" + DOCUMENT, "utf-8")
    assert confirm(folder).left == 0
    assert not sheet(folder).exists()


def test_a_file_without_entries_takes_the_first_one(folder: Path) -> None:
    sheet(folder).write_text(DOCUMENT, "utf-8")
    confirm(folder)
    written = (folder / "documents.yaml").read_text("utf-8")
    assert "\n[]" not in written
    assert written.endswith(DOCUMENT)


def test_a_second_document_stands_after_the_first(folder: Path) -> None:
    for id in ("points", "other"):
        sheet(folder).write_text(DOCUMENT.replace("- id: points", f"- id: {id}"), "utf-8")
        confirm(folder)
    assert list(compose(folder).pack.entries["documents"]) == ["points", "other"]


def test_one_wrong_entry_stops_them_all(folder: Path) -> None:
    uncomment(folder, "# - id: trade.", "# - id: points.1")  # the task has no English name yet
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    with pytest.raises(SeveralErrors) as caught:
        confirm(folder)
    (error,) = caught.value.errors
    assert isinstance(error, MissingKey) or "en" in str(error)
    line = sheet(folder).read_text("utf-8").splitlines().index('  name: {zh: "稳外贸", en: }') + 1
    assert error.where == f"packs/zj/drafts/points.yaml:{line}"
    assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before


def test_an_entry_of_no_known_kind_is_refused(folder: Path) -> None:
    sheet(folder).write_text("- id: a\n  colour: red\n", "utf-8")
    with pytest.raises(SeveralErrors) as caught:
        confirm(folder)
    assert isinstance(caught.value.errors[0], KindUnclear)


def test_a_worksheet_of_comments_holds_nothing_to_confirm(folder: Path) -> None:
    with pytest.raises(NothingConfirmed):
        confirm(folder)
