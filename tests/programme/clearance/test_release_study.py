"""The time release study as a workbook: what stands in its sheets, and that invented data say so."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kaifang.exchange.tables import Table, write_book
from kaifang.packs.law import load
from kaifang.programme.clearance.picking import select
from kaifang.programme.clearance.release_study import release_study
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import INTERNAL
from tests.programme.clearance.test_studying import ports, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def sheets(viewer: Any = None) -> dict[str, Table]:
    programme = Programme.of(load("demo"))
    programme = replace(programme, viewer=viewer) if viewer else programme
    picked = select(programme, first="2023-04", last="2023-04")
    return {one.id: one for one in release_study(programme, picked, "en")}


def row(table: Table, name: str) -> dict[str, object]:
    found = next(one for one in table.rows if name in [cell.value for cell in one])
    return {c.key: cell.value for c, cell in zip(table.columns, found, strict=True)}


def test_the_sheets_are_those_of_the_method() -> None:
    recorded()
    assert list(sheets()) == [
        "study-method", "study-coverage", "study-steps", "study-holders",
        "study-by-port", "study-by-trade_mode", "study-by-goods_class", "study-by-direction",
        "study-base_year", "study-stated", "study-bottlenecks", "study-outliers", "study-bands",
        "study-definitions",
    ]  # fmt: skip


def test_times_are_those_of_the_hand_count() -> None:
    recorded()
    found = sheets()
    customs = row(found["study-steps"], "arrived and declared to release")
    assert [str(customs[key]) for key in ("cases", "mean", "median", "p90")] == [
        "6", "4.00", "4.00", "5.00",
    ]  # fmt: skip
    assert customs["promise_p90"] is None
    base = row(found["study-base_year"], "arrived and declared to release")
    assert (str(base["base_median"]), str(base["change_median"])) == ("12.00", "-66.7")
    month = row(found["study-coverage"], "April 2023")
    assert [str(month[key]) for key in ("cases", "through", "open")] == ["6", "3", "3"]


def test_the_report_says_what_it_does_not_claim() -> None:
    recorded()
    method = sheets()["study-method"]
    told = " ".join(str(cell.value) for one in method.rows for cell in one)
    assert "version 4 of 2025" in told
    assert "were not seen" in told
    assert "Invented data" in told


def test_single_cases_are_for_those_inside() -> None:
    recorded()
    name = "arrived and declared to release"
    assert row(sheets()["study-outliers"], name)["most"] is None
    assert str(row(sheets(INTERNAL)["study-outliers"], name)["most"]) == "5.00"


def test_what_rests_on_two_cases_stands_nowhere() -> None:
    ports(2)
    found = sheets()
    for id in ("study-steps", "study-coverage", "study-by-port", "study-outliers"):
        figures = [
            cell for one in found[id].rows for cell in one if not isinstance(cell.value, str)
        ]
        assert all(cell.value in (None, 0) for cell in figures), id
    assert list(found["study-bottlenecks"].rows) == []


def test_the_workbook_opens_with_a_sheet_for_each_and_the_demo_mark() -> None:
    recorded()
    book = load_workbook(io.BytesIO(write_book(list(sheets().values()), "en")))
    assert len(book.sheetnames) == 14
    assert book.sheetnames[0] == "Method and scope"
    steps = book["Times of the steps"]
    customs = next(
        r for r in steps.iter_rows(min_row=3) if "declared to release" in str(r[0].value)
    )
    assert customs[2].value == 6
    assert "demo" in customs[2].number_format
