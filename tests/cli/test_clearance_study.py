"""kaifang clearance study: the table that people read, and the same for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.programme.clearance.test_studying import recorded

pytestmark = pytest.mark.django_db
APRIL = ("--from", "2023-04", "--to", "2023-04")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def test_empty_store_says_what_to_do(kaifang: Run) -> None:
    assert "kaifang clearance load" in kaifang("clearance", "study", "demo").out


def test_steps_are_shown_with_reasons_for_gaps(kaifang: Run) -> None:
    recorded()
    found = kaifang("clearance", "study", "demo", *APRIL, "--lang", "en")
    assert found.code == 0, found.err
    assert "2023-04: 6 cases; 3 in the same months of 2017" in found.out
    line = next(line for line in found.out.splitlines() if "arrived and declared" in line)
    assert line.split()[-9:] == ["customs", "6", "4.00", "4.00", "5.00", "—", "0", "0", "-66.7%"]
    assert "demo" in line
    assert "fewer than 30 cases" in found.out
    assert "customs 47.4%" in found.out


def test_programs_get_the_same(kaifang: Run) -> None:
    recorded()
    found = kaifang("clearance", "study", "demo", *APRIL, "--by", "port", "--json").json
    assert (found["by"], found["cases"], found["is_demo"]) == ("port", 6, True)
    assert len(found["steps"]) == 14
    assert {one["group"] for one in found["steps"]} == {"甲港", "乙港"}


def test_a_programme_without_steps_is_refused(kaifang: Run) -> None:
    found = kaifang("clearance", "study", "guizhou-2023", "--lang", "en")
    assert found.code != 0
    assert "KF-CASE-210" in found.err


def test_the_report_is_written_as_a_workbook(kaifang: Run, tmp_path: Path) -> None:
    recorded()
    file = tmp_path / "trs.xlsx"
    found = kaifang("clearance", "study", "demo", *APRIL, "--xlsx", str(file), "--lang", "en")
    assert found.code == 0, found.err
    assert "trs.xlsx" in found.out
    assert load_workbook(file).sheetnames[:3] == [
        "Method and scope", "Cases and coverage", "Times of the steps",
    ]  # fmt: skip


def test_a_study_keeps_to_a_port(kaifang: Run) -> None:
    recorded()
    port = ("--where", "port=甲港")
    assert kaifang("clearance", "study", "demo", *APRIL, *port, "--json").json["cases"] == 3
    assert kaifang("clearance", "study", "demo", *APRIL, "--where", "port").code != 0


def test_a_study_is_as_of_a_day_for_those_inside(kaifang: Run) -> None:
    recorded()
    study = ("clearance", "study", "demo", *APRIL, "--json")
    # on the first of April three cases have arrived; the other three come on the second
    assert kaifang(*study, "--as-of", "2023-04-01", "--as", "internal").json["cases"] == 3
    assert kaifang(*study, "--seen-at", "2020-01-01", "--as", "internal").json["cases"] == 0
    refused = kaifang(*study, "--as-of", "2023-04-01")
    assert refused.code != 0
    assert "KF-CASE-400" in refused.err
