"""A book of cases on its page: fetched, looked at, confirmed, or given back marked."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaifang.store.models import CaseEvent
from tests.programme.intake.sheets import CITY, place_of, project, with_rows
from tests.site.holders import holder

PAGE = "/cases/demo.project/import/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Any, demo: None) -> None:
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"


@pytest.fixture
def officer(client: Any) -> Any:
    user = holder("lan", "city", CITY)
    client.force_login(user)
    return user


def fetched(client: Any) -> bytes:
    answer = client.get(f"{PAGE}workbook/")
    assert answer.status_code == 200
    return answer.content


def sent(client: Any, data: bytes, name: str = "台账.xlsx", **more: str) -> Any:
    file = SimpleUploadedFile(name, data, XLSX)
    return client.post(PAGE, {"act": "check", "book": file}, **more)


def text(answer: Any) -> str:
    return answer.content.decode()


def secret_in(page: str) -> str:
    return page.partition('name="secret" value="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("批量导入", "下载空表", "检查")),
        ("en", ("Import from a workbook", "Download the empty workbook", "Check")),
    ],
)
def test_page_says_how_cases_are_imported(officer, read, language, words) -> None:
    page = read(PAGE, language)
    for word in words:
        assert word in page, word


def test_sound_book_is_looked_at_and_recorded_once_confirmed(client, officer) -> None:
    data = with_rows(fetched(client), project("1"), project("2"))
    looked = sent(client, data)
    assert looked.status_code == 200
    assert "将登记6项" in text(looked)
    assert not CaseEvent.objects.exists()
    told = {"act": "confirm", "secret": secret_in(text(looked)), "name": "台账.xlsx"}
    done = client.post(PAGE, told, follow=True)
    assert "已导入：新增2件，续办0件，无变化0件。" in text(done)
    assert CaseEvent.objects.count() == 6
    again = sent(client, data)
    assert "无变化" in text(again)
    assert 'name="secret"' not in text(again)


def test_wrong_book_comes_back_marked(client, officer) -> None:
    answer = sent(client, with_rows(fetched(client), project(investment="约1200")))
    assert answer.status_code == 400
    page = text(answer)
    assert place_of("investment").rpartition("!")[2] in page
    assert "KF-EXCH-053" in page
    address = page.partition('href="/forms/marked/')[2].partition('"')[0]
    marked = client.get(f"/forms/marked/{address}")
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert "问题清单" in book.sheetnames
    assert not CaseEvent.objects.exists()


def test_another_does_not_confirm_what_one_has_sent(client, officer) -> None:
    looked = sent(client, with_rows(fetched(client), project()))
    told = {"act": "confirm", "secret": secret_in(text(looked)), "name": "台账.xlsx"}
    client.force_login(holder("wen", "city", CITY))
    answer = client.post(PAGE, told)
    assert answer.status_code == 400
    assert "只有上传的人能确认" in text(answer)
    assert not CaseEvent.objects.exists()


def test_strangers_and_leaders_are_turned_away(client, officer) -> None:
    data = with_rows(fetched(client), project())
    for role, org in (("leader", "demo"), ("firm", "91210000MA0000000X")):
        client.force_login(holder(role, role, org))
        assert client.get(PAGE).status_code == 403
        assert client.get(f"{PAGE}workbook/").status_code == 403
        assert sent(client, data).status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302
    assert not CaseEvent.objects.exists()


def test_file_that_is_no_book_and_unknown_process_are_told(client, officer) -> None:
    answer = sent(client, b"a,b\n", "a.csv")
    assert answer.status_code == 400
    assert "不是 Excel 工作簿" in text(answer)
    assert client.get("/cases/demo.nothing/import/").status_code == 404
    assert client.get("/cases/demo.clearance/import/").status_code in (400, 404, 409)


BOOK = "/api/v1/packs/demo/processes/demo.project/cases-book"


def test_book_is_fetched_checked_and_brought_in_by_the_api(client, officer) -> None:
    data = with_rows(client.get(BOOK).content, project("1"), project("2"))

    def sends(data: bytes, query: str = "") -> Any:
        return client.post(BOOK + query, {"file": SimpleUploadedFile("台账.xlsx", data, XLSX)})

    told = {"new": 2, "continued": 0, "unchanged": 0, "acts": 6}
    assert sends(data, "?check=true").json() == {**told, "recorded": False}
    assert not CaseEvent.objects.exists()
    assert sends(data).json() == {**told, "recorded": True}
    assert sends(data).json()["unchanged"] == 2
    refused = sends(with_rows(data, project("1", investment="约1200")), "?lang=en")
    assert (refused.status_code, refused.json()["code"]) == (400, "KF-CASE-348")
    (finding,) = refused.json()["errors"]
    assert (finding["code"], finding["where"]) == ("KF-EXCH-053", place_of("investment"))
    assert client.get(refused.json()["marked"]).content.startswith(b"PK")
    assert CaseEvent.objects.count() == 6


def test_import_of_projects_stands_among_the_projects(officer, read) -> None:
    marked = 'data-key="p" aria-current="page"'
    assert marked in read(PAGE)
    assert marked not in read("/cases/demo.occasion/import/")


def test_page_follows_its_upload(officer: Any, client: Any, read: Any) -> None:
    """The form and the address that is asked meanwhile have one ticket; others find nothing."""
    from kaifang.programme.intake.following import followed
    from kaifang.programme.people.actors import actor_of

    page = read(PAGE, "zh-hans")
    ticket = page.partition('name="ticket" value="')[2].partition('"')[0]
    asks = f"{PAGE}progress/{ticket}/"
    assert f'data-follow="{asks}' in page
    opening = "正在上传并打开工作簿"
    assert opening in text(client.get(asks))
    with followed(actor_of(officer), ticket) as watch:
        watch(3)()
        assert "已读取的行" in text(client.get(asks))
        assert "1 / 3" in text(client.get(asks))
        watch(3)()
        assert "已检查的行" in text(client.get(asks))
        client.force_login(holder("bi", "city", "demo.biwan"))
        assert opening in text(client.get(asks))
        client.force_login(holder("stranger", "leader", "demo"))
        assert client.get(asks).status_code == 403
        client.force_login(officer)
    assert "全部行已处理" in text(client.get(asks))
    client.logout()
    assert client.get(asks).status_code == 302
