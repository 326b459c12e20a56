"""A book that an office opens, fills in and saves with LibreOffice comes in like any other."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from kaifang.exchange.case_books.layout import HEAD_ROW
from tests.programme.intake.sheets import (
    LANPU,
    PROCESS,
    demo,
    place_of,
    places,
    project,
    saved,
    started,
    with_rows,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.office,
    pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice"),
]


def saved_in_office(folder: Path, name: str, book: bytes) -> bytes:
    """A workbook as LibreOffice saves it."""
    (folder / f"{name}.xlsx").write_bytes(book)
    out = folder / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(folder / f"{name}.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (out / f"{name}.xlsx").read_bytes()


def test_book_saved_in_an_office_is_marked_mended_and_brought_in(tmp_path: Path) -> None:
    from kaifang.programme.intake.bringing import bring_in, look_at, template

    programme = demo()
    blank = saved_in_office(tmp_path, "blank", template(LANPU, programme, PROCESS))
    wrong = with_rows(blank, project("1", investment="约5"), started("2", org="不存在的市"))
    looked = look_at(LANPU, programme, PROCESS, wrong, "填报.xlsx")
    cells = {one.where for one in looked.plan.findings}
    assert cells == {place_of("investment"), place_of("org", 1)}

    marked = saved_in_office(tmp_path, "marked", looked.marked())
    again = look_at(LANPU, programme, PROCESS, marked, "标注件.xlsx")
    assert {one.where for one in again.plan.findings} == cells
    book = openpyxl.load_workbook(io.BytesIO(marked))
    book.worksheets[0].cell(HEAD_ROW + 2, places()["investment"]).value = 5
    book.worksheets[0].cell(HEAD_ROW + 3, places()["org"]).value = "岚浦市"
    done = bring_in(LANPU, programme, PROCESS, saved(book), "改正.xlsx")
    assert (done.new, len(done.acts)) == (2, 3 + 5)
