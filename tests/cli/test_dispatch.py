"""kaifang dispatch: the table of a period. Figures of document 000."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    """A store of its own for every test."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


def test_dispatch_gives_items_with_schedule_and_light(kaifang: Run) -> None:
    words = ("dispatch", "liaoning-2022", "--as-of", "2022-06-30", "--json")
    answer = kaifang(*words).json
    row = next(one for one in answer["rows"] if one["item"] == "trade.total.2022")
    assert (row["org"], row["target"]) == ("210000", "锚定增长6%")
    assert row["actual"] is None
    assert row["light"]["colour"] == "grey"


def test_dispatch_speaks_english(kaifang: Run) -> None:
    answer = kaifang("--lang", "en", "dispatch", "liaoning-2022", "--as-of", "2022-06-30")
    assert "dispatch table" in answer.out


def test_dispatch_writes_an_a3_workbook(kaifang: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    kaifang("dispatch", "liaoning-2022", "--as-of", "2022-06-30", "--xlsx", str(file))
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert sheet.page_setup.paperSize == 8
    assert sheet.oddFooter.right.text is None


def test_a_workbook_of_what_is_internal_says_who_took_it_out(kaifang: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    kaifang("dispatch", "liaoning-2022", "--as", "internal", "--xlsx", str(file))
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert "导出人" in (sheet.oddFooter.right.text or "")


def test_dispatch_refuses_a_strange_period(kaifang: Run) -> None:
    answer = kaifang("dispatch", "liaoning-2022", "--period", "soon")
    assert answer.code != 0
