"""Workbooks: out with what stands beside, back through the same door, in by the folder."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kaifang.core.errors import KaifangError
from kaifang.exchange.errors import Unreadable
from kaifang.facts.form_values import Given
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import errors
from kaifang.programme.reporting.acting import standing
from kaifang.programme.reporting.books import marked, submit_book, template
from kaifang.programme.reporting.collecting import Book, Outcome, books_in, collect
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.typed import given_in
from kaifang.programme.reporting.uploading import copy_of, keep_copy
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store.models import StoredFile, Submission, SubmissionEvent
from tests.programme.reporting.books import filled_in, numbers
from tests.programme.reporting.conftest import (
    CITY_OFFICER,
    FUNDS,
    GDP,
    OTHER_CITY_OFFICER,
    Q2,
    QUARTERLY,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    whole,
)

pytestmark = pytest.mark.django_db
SECOND_ZONE = "demo.zone.shiyuan-hidz"


def blank(programme: Programme, *orgs: str, actor: Actor = CITY_OFFICER) -> bytes:
    return template(actor, programme, QUARTERLY, list(orgs) or [ZONE], Q2)


def test_book_enters_as_the_page_does(programme: Programme) -> None:
    data = filled_in(blank(programme), numbers())
    done = submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    assert (done.form, done.period, done.changed) == (QUARTERLY, Q2, 6)
    assert done.saved[ZONE].state == "submitted"
    kept = StoredFile.objects.get()
    assert SubmissionEvent.objects.get().content["file"] == kept.sha256
    values = standing(duty_of(programme.law, QUARTERLY, ZONE, Q2)).values
    assert {row: one.value for row, one in values.items()} == {
        row: one.value for row, one in whole().items()
    }


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_an_old_workbook_enters_too(programme: Programme, tmp_path: Path) -> None:
    (tmp_path / "一区.xlsx").write_bytes(filled_in(blank(programme), numbers()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "一区.xlsx")], check=True, capture_output=True)
    data = (tmp_path / "一区.xls").read_bytes()
    done = submit_book(ZONE_OFFICER, programme, data, "一区.xls")
    assert done.saved[ZONE].state == "submitted"
    assert StoredFile.objects.get().media_type == "application/vnd.ms-excel"


def test_same_book_twice_changes_nothing(programme: Programme) -> None:
    data = filled_in(blank(programme), numbers())
    submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    again = submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    assert (again.changed, SubmissionEvent.objects.count()) == (0, 1)


def test_all_wrong_cells_of_a_book_come_back_marked(programme: Programme) -> None:
    data = filled_in(blank(programme), numbers(**{FUNDS: -1, GDP: "约150"}))
    with pytest.raises(errors.FormRefused) as told:
        submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    assert {one.cell.row for one in told.value.findings} == {FUNDS, GDP}
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()
    back = openpyxl.load_workbook(io.BytesIO(marked(data, told.value)))
    assert "问题清单" in back.sheetnames


def test_a_cell_left_blank_and_an_error_value_are_listed_where_they_stand(
    programme: Programme,
) -> None:
    data = filled_in(blank(programme), numbers(**{FUNDS: "#REF!", GDP: None}))
    with pytest.raises(errors.FormRefused) as told:
        submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    listed = openpyxl.load_workbook(io.BytesIO(marked(data, told.value)))["问题清单"]
    rows = [[cell.value for cell in row[:6]] for row in listed.iter_rows(min_row=3)]
    zone = "石原经济技术开发区"
    assert rows == [
        ["填报表!E6", zone, "招商引资实际到位资金（累计）", "须改正", "错误值", "准确数值，如 123.45"],
        ["填报表!E7", zone, "经济开发区地区生产总值（累计）", "须改正或说明", "空白", "填写数值，或说明缺数原因"],
    ]  # fmt: skip


def test_book_in_which_nothing_can_be_read_comes_back_marked(programme: Programme) -> None:
    with pytest.raises(errors.FormRefused) as told:
        submit_book(
            ZONE_OFFICER, programme, filled_in(blank(programme), {FUNDS: "约30"}), "一区.xlsx"
        )
    assert (FUNDS, "KF-EXCH-053") in {(one.cell.row, one.rule) for one in told.value.findings}
    with pytest.raises(errors.NothingFilled):
        submit_book(ZONE_OFFICER, programme, blank(programme), "一区.xlsx")


def test_book_of_two_zones_enters_for_both_or_for_none(programme: Programme) -> None:
    both = blank(programme, ZONE, SECOND_ZONE)
    with pytest.raises(errors.FormRefused):
        submit_book(
            CITY_OFFICER,
            programme,
            filled_in(both, {**numbers(), f"{ZONE}|{FUNDS}": -1}),
            "两区.xlsx",
        )
    assert not Submission.objects.exists()
    done = submit_book(CITY_OFFICER, programme, filled_in(both, numbers()), "两区.xlsx")
    assert {org: one.state for org, one in done.saved.items()} == {
        ZONE: "submitted",
        SECOND_ZONE: "submitted",
    }


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER])
def test_a_stranger_may_neither_take_nor_send_a_book(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        blank(programme, actor=actor)
    with pytest.raises(NotAllowed):
        submit_book(actor, programme, filled_in(blank(programme), numbers()), "一区.xlsx")
    assert not Submission.objects.exists()


def test_folder_is_collected_in_one_go(programme: Programme, tmp_path: Path) -> None:
    folder, out = tmp_path / "收到", tmp_path / "退回"
    folder.mkdir()
    good = filled_in(blank(programme), numbers())
    bad = filled_in(blank(programme, SECOND_ZONE), numbers(**{FUNDS: -1}))
    (folder / "一区.xlsx").write_bytes(good)
    (folder / "~$一区.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("请查收")
    (folder / "坏的.xlsx").write_bytes(b"not a book")
    (folder / "坏包.zip").write_bytes(b"PK\x03\x04broken")
    with zipfile.ZipFile(folder / "邮件.zip", "w") as packed:
        packed.writestr("附件/二区.xlsx", bad)
    found = list(collect(CITY_OFFICER, programme, books_in(folder), out))
    told = {one.name: (one.is_new, type(one.error)) for one in found}
    assert told["一区.xlsx"] == (True, type(None))
    assert told["邮件.zip/附件/二区.xlsx"] == (False, errors.FormRefused)
    assert len(told) == 4
    assert all(issubclass(told[name][1], KaifangError) for name in ("坏的.xlsx", "坏包.zip"))
    assert [one.org for one in Submission.objects.all()] == [ZONE]
    assert (out / "邮件.zip" / "附件" / "二区.xlsx").is_file()
    again = list(collect(CITY_OFFICER, programme, books_in(folder), out))
    assert not any(one.is_new for one in again)
    assert all(isinstance(one, Outcome) for one in again)


def test_typed_text_is_read_as_a_cell_of_a_book_is(programme: Programme) -> None:
    row = duty_of(programme.law, QUARTERLY, ZONE, Q2).row(FUNDS)
    assert row is not None
    law = programme.law
    assert str(given_in(law, row, "１，２３４．５").value) == "1234.5"
    assert given_in(law, row, "—", "未出数") == Given(None, "未出数")
    assert given_in(law, row, "约80") == Given(None, "", "约80")
    assert given_in(law, row, "—", "无") == Given(None)  # as in a workbook: no reason is given


def test_copies_of_one_name_and_two_endings_are_two(programme: Programme, tmp_path: Path) -> None:
    bad = filled_in(blank(programme), numbers(**{FUNDS: -1}))
    books = [Book(name, lambda: bad) for name in ("一区.xls", "一区.xlsx")]
    found = list(collect(CITY_OFFICER, programme, books, tmp_path))
    written = [one.marked for one in found if one.marked]
    assert sorted(one.name for one in written) == ["一区.xls.xlsx", "一区.xlsx"]
    assert all(one.is_file() for one in written)


def test_file_that_cannot_be_opened_is_told_and_the_next_is_taken(
    programme: Programme, tmp_path: Path
) -> None:
    def locked() -> bytes:
        raise PermissionError(13, "Permission denied")

    good = filled_in(blank(programme), numbers())
    books = [Book("锁住.xlsx", locked), Book("一区.xlsx", lambda: good)]
    first, second = collect(CITY_OFFICER, programme, books, tmp_path)
    assert isinstance(first.error, Unreadable)
    assert "没有权限" in first.error.text("zh")
    assert second.is_new


def test_demo_is_said_in_the_language_of_the_book(programme: Programme) -> None:
    english = template(CITY_OFFICER, programme, QUARTERLY, ZONE, Q2, "en")
    title = openpyxl.load_workbook(io.BytesIO(english)).worksheets[0]["A1"].value
    assert title.endswith(" (demo)")
    chinese = openpyxl.load_workbook(io.BytesIO(blank(programme))).worksheets[0]["A1"].value
    assert chinese == "开发区季报（演示）"


# -- marked copies --------------------------------------------------------------------------------


@pytest.fixture
def refused(programme: Programme) -> tuple[bytes, errors.FormRefused]:
    data = filled_in(blank(programme), numbers(**{FUNDS: -1}))
    with pytest.raises(errors.FormRefused) as told:
        submit_book(ZONE_OFFICER, programme, data, "一区.xlsx")
    return data, told.value


def test_marked_copy_is_fetched_by_its_owner_alone(
    refused: tuple[bytes, errors.FormRefused],
) -> None:
    secret = keep_copy(ZONE_OFFICER, *refused)
    back = openpyxl.load_workbook(io.BytesIO(copy_of(ZONE_OFFICER, secret)))
    assert "问题清单" in back.sheetnames
    for actor, asked in (
        (CITY_OFFICER, secret), (ZONE_OFFICER, secret[:-1] + "_"), (ZONE_OFFICER, "../x"),
    ):  # fmt: skip
        with pytest.raises(errors.CopyGone):
            copy_of(actor, asked)


def test_marked_copy_is_gone_after_twelve_hours(
    refused: tuple[bytes, errors.FormRefused], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, now = keep_copy(ZONE_OFFICER, *refused), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 60)
    keep_copy(ZONE_OFFICER, *refused)
    with pytest.raises(errors.CopyGone):
        copy_of(ZONE_OFFICER, secret)
