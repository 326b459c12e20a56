"""kaifang forms and collect: thin commands that obey the rights of whoever acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaifang.store.models import Closing, Submission
from tests.cli.conftest import Run
from tests.programme.reporting.books import filled_in, numbers
from tests.programme.reporting.conftest import CITY, FUNDS, PROVINCE, Q2, QUARTERLY, ZONE

pytestmark = pytest.mark.django_db
ABOUT = ("demo", QUARTERLY, ZONE, Q2)


@pytest.fixture
def office(settings: Any, tmp_path: Path, kaifang: Run) -> Run:
    """A zone officer, a city officer, a division officer and a firm."""
    settings.HOME = tmp_path / "home"
    settings.SOLO = True
    people = (
        ("qu", "zone", ZONE),
        ("shi", "city", CITY),
        ("sheng", "division", PROVINCE),
        ("qi", "firm", "91210000MA0000000X"),
    )
    for name, role, org in people:
        assert kaifang("user", "create", name, "--role", role, "--org", org).code == 0
    settings.SOLO = False
    return kaifang


@pytest.fixture
def book(office: Run, tmp_path: Path) -> Path:
    """The zone's workbook, filled in soundly."""
    path = tmp_path / "一区.xlsx"
    assert office("forms", "template", *ABOUT, "--out", path, "--as", "qu").code == 0
    path.write_bytes(filled_in(path.read_bytes(), numbers()))
    return path


def test_list_and_show(office: Run) -> None:
    owed = office("forms", "list", "demo", "--period", Q2, "--as", "qu", "--json").json
    assert [(one["org"], one["due"], one["law_due"]) for one in owed] == [
        (ZONE, "2023-07-12", "2023-07-15")
    ]
    out = office("forms", "show", *ABOUT, "--as", "qu").out
    assert "招商引资实际到位资金" in out
    assert office("forms", "list", "demo", "--as", "qi", "--json").json == []


def test_submit_review_and_close(office: Run, book: Path) -> None:
    assert office("forms", "submit", "demo", book, "--as", "qu").code == 0
    back = office("forms", "review", *ABOUT, "--reject", f"{FUNDS}=不符", "--as", "shi")
    assert "已退回" in back.out
    book.write_bytes(filled_in(book.read_bytes(), {FUNDS: 30}))
    assert office("forms", "submit", "demo", book, "--as", "qu").code == 0
    assert "省级审核" in office("forms", "review", *ABOUT, "--accept", "--as", "shi").out
    assert "已通过" in office("forms", "review", *ABOUT, "--accept", "--as", "sheng").out
    closing = ("forms", "close", "demo", QUARTERLY, Q2)
    assert "KF-PROG-158" in office(*closing, "--as", "sheng").err
    assert office(*closing, "--reason", "按上期数", "--as", "sheng").code == 0
    assert Closing.objects.count() == 1


def test_wrong_book_comes_back_marked(office: Run, book: Path, tmp_path: Path) -> None:
    book.write_bytes(filled_in(book.read_bytes(), {FUNDS: -1}))
    copy = tmp_path / "标注.xlsx"
    answer = office("forms", "submit", "demo", book, "--marked", copy, "--as", "qu")
    assert (answer.code, copy.is_file()) == (1, True)
    assert "到位资金不能为负数" in answer.out
    assert not Submission.objects.exists()


def test_folder_is_collected(office: Run, book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    (folder / "好.xlsx").write_bytes(book.read_bytes())
    (folder / "坏.xlsx").write_bytes(filled_in(book.read_bytes(), {FUNDS: -1}))
    answer = office("collect", folder, "--pack", "demo", "--as", "shi", "--json")
    told = {one["file"]: one for one in answer.json}
    assert (answer.code, told["好.xlsx"]["new"], told["坏.xlsx"]["new"]) == (1, True, False)
    assert Path(told["坏.xlsx"]["marked"]).is_file()


def test_a_stranger_may_nothing(office: Run, book: Path) -> None:
    for words in (
        ("show", *ABOUT),
        ("template", *ABOUT, "--out", book),
        ("submit", "demo", book),
        ("review", *ABOUT, "--accept"),
        ("close", "demo", QUARTERLY, Q2, "--reason", "关"),
    ):
        answer = office("forms", *words, "--as", "qi")
        assert (answer.code, "KF-PROG-007" in answer.err) == (1, True), words
    assert not Submission.objects.exists()
