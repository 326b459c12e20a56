"""kaifang cases: projects are listed, opened, moved, corrected and imported as their officers may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaifang.store.models import CaseEvent
from tests.cli.conftest import Run
from tests.programme.intake.sheets import CITY, place_of, project, started, with_rows

pytestmark = pytest.mark.django_db
ABOUT = ("demo", "demo.project")
REPORT = ("--set", "code_name=海燕", "--at", "2023-01-04")


@pytest.fixture
def office(settings: Any, tmp_path: Path, kaifang: Run) -> Run:
    """Two city officers and somebody without a post in the city."""
    settings.HOME = tmp_path / "home"
    settings.SOLO = True
    for name, role, org in (("lan", "city", CITY), ("bi", "city", "demo.biwan")):
        assert kaifang("user", "create", name, "--role", role, "--org", org).code == 0
    settings.SOLO = False
    return kaifang


@pytest.fixture
def book(office: Run, tmp_path: Path) -> Path:
    """The city's book, blank."""
    path = tmp_path / "台账.xlsx"
    assert office("cases", "template", *ABOUT, "-o", path, "--as", "lan").code == 0
    return path


def test_project_is_opened_moved_corrected_and_shown(office: Run, tmp_path: Path) -> None:
    opened = office("cases", "open", *ABOUT, CITY, *REPORT, "--as", "lan", "--json").json
    assert (opened["state"], opened["values"]["code_name"]) == ("lead", "海燕")
    minutes = tmp_path / "纪要.pdf"
    minutes.write_bytes(b"%PDF-1.4\n%%EOF\n")
    case = (*ABOUT, opened["case"])
    talk = ("talk", "--set", "investor=示例集团", "--evidence", f"visit={minutes}")
    moved = office("cases", "act", *case, *talk, "--at", "2023-01-10", "--as", "lan", "--json").json
    assert (moved["state"], moved["version"]) == ("talks", 2)
    assert moved["history"][1]["data"]["evidence"]["visit"]["name"] == "纪要.pdf"
    number = str(moved["history"][1]["event"])
    right = ("--set", "investor=示例控股", "--evidence", "visit=纪要7", "--at", "2023-01-11")
    assert office("cases", "correct", *case, number, *right, "--as", "lan").code == 2
    right = (*right, "--because", "名称录入有误")
    mended = office("cases", "correct", *case, number, *right, "--as", "lan", "--json").json
    assert mended["values"]["investor"] == "示例控股"
    shown = office("cases", "show", *case, "--as", "lan").out
    assert "示例控股" in shown
    assert "在谈" in shown


def test_times_are_told_by_the_clock_of_the_pack(office: Run) -> None:
    """The fourth of January began in China while it was still the third in Greenwich."""
    opened = office("cases", "open", *ABOUT, CITY, *REPORT, "--as", "lan", "--json").json
    assert opened["history"][0]["occurred_at"] == "2023-01-03T16:00:00+00:00"
    assert "2023-01-04T00:00" in office("cases", "show", *ABOUT, opened["case"], "--as", "lan").out
    listed = office("cases", "list", *ABOUT, "--as", "lan").out
    assert "2023-01-04" in listed
    assert "2023-01-03" not in listed


def test_refusal_is_told_with_its_rule_and_source(office: Run) -> None:
    opened = office("cases", "open", *ABOUT, CITY, *REPORT, "--as", "lan", "--json").json
    case = (*ABOUT, opened["case"])
    for lang, word in (("zh", "缺少材料"), ("en", "lacks its evidence")):
        found = office("cases", "act", *case, "talk", "--as", "lan", "--lang", lang)
        assert found.code == 1
        assert word in found.err
        assert "KF-CASE-109" in found.err
    assert "虚构" in office("cases", "act", *case, "talk", "--as", "lan").err


def test_stranger_learns_nothing_and_does_nothing(office: Run, book: Path) -> None:
    opened = office("cases", "open", *ABOUT, CITY, *REPORT, "--as", "lan", "--json").json
    case = (*ABOUT, opened["case"])
    assert office("cases", "list", *ABOUT, "--as", "bi", "--json").json == []
    assert "KF-CASE-301" in office("cases", "show", *case, "--as", "bi").err
    assert "KF-CASE-301" in office("cases", "act", *case, "talk", "--as", "bi").err
    assert "KF-PROG-007" in office("cases", "open", *ABOUT, CITY, *REPORT, "--as", "bi").err
    book.write_bytes(with_rows(book.read_bytes(), project()))
    found = office("cases", "import", *ABOUT, book, "--as", "bi", "--json")
    assert [one["rule"] for one in found.json["findings"]] == ["KF-CASE-340"]
    assert CaseEvent.objects.count() == 1


def test_book_is_checked_imported_listed_and_unchanged_the_second_time(
    office: Run, book: Path
) -> None:
    book.write_bytes(with_rows(book.read_bytes(), project("1"), started("2", code_name="鸿雁")))
    checked = office("cases", "import", *ABOUT, book, "--check", "--as", "lan")
    assert checked.out.strip() == "检查通过，未登记：将新增2件，续办0件，无变化0件。"
    assert not CaseEvent.objects.exists()
    done = office("cases", "import", *ABOUT, book, "--as", "lan")
    assert done.out.strip() == "已登记：新增2件，续办0件，无变化0件。"
    listed = office("cases", "list", *ABOUT, "--state", "started", "--as", "lan", "--json").json
    assert [one["values"]["code_name"] for one in listed] == ["鸿雁"]
    assert "鸿雁" in office("cases", "list", *ABOUT, "--as", "lan").out
    again = office("cases", "import", *ABOUT, book, "--as", "lan", "--lang", "en")
    assert again.out.strip() == "Recorded: 0 new, 0 gone on, 2 unchanged."


def test_wrong_book_is_told_marked_and_not_recorded(
    office: Run, book: Path, tmp_path: Path
) -> None:
    book.write_bytes(with_rows(book.read_bytes(), project(investment="约1200")))
    marked = tmp_path / "标注.xlsx"
    found = office("cases", "import", *ABOUT, book, "--marked", marked, "--as", "lan")
    assert found.code == 1
    assert place_of("investment") in found.out
    assert "共1处问题" in found.out
    assert marked.read_bytes().startswith(b"PK")
    assert not CaseEvent.objects.exists()
