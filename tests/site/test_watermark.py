"""What leaves the house from inside says who took it out, and when."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

BOARD = "/board/?pack=liaoning-2022"


@pytest.fixture
def official(django_user_model, settings):
    settings.SOLO = True
    return django_user_model.objects.create_user("wang", first_name="王某")


def download(client, format: str) -> bytes:
    return client.get(f"{BOARD}&format={format}").content


def test_every_format_carries_name_and_moment(client, liaoning, official) -> None:
    client.force_login(official)
    told = "内部资料 · 导出人 王某 · "
    sheet = load_workbook(io.BytesIO(download(client, "xlsx"))).active
    assert told in sheet["A1"].value
    assert sheet["A2"].value == "单位"
    assert told in sheet.oddHeader.right.text
    assert told in sheet.oddFooter.right.text
    lines = list(csv.reader(io.StringIO(download(client, "csv").decode("utf-8-sig"))))
    assert lines[-1][0].startswith(told)
    assert json.loads(download(client, "json"))["watermark"].startswith(told)


def test_what_the_public_takes_out_carries_none(client, liaoning) -> None:
    for format in ("csv", "json"):
        assert "内部资料" not in download(client, format).decode("utf-8-sig")
    assert "内部" not in load_workbook(io.BytesIO(download(client, "xlsx"))).active["A1"].value
