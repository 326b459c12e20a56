"""Cases on their pages: registers, lists, forms made from the definition, acts on evidence."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kaifang.packs.law import load
from tests.site.tables import rows_of, text_of

PROCESS, CITY, ZONE = "demo.project", "demo.lanpu", "demo.zone.lanpu-etdz"
LIST = f"/cases/{PROCESS}/"
PDF = b"%PDF-1.7 example"
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def office(settings, demo, tmp_path) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as a new user with a post."""

    def signed(role: str, org: str, name: str = ""):
        from kaifang.store.models import Post

        user, fresh = django_user_model.objects.get_or_create(username=name or f"{role}-{org}")
        if fresh:
            Post.objects.create(
                user=user, role=role, org=org, from_day=date(2020, 1, 1), granted_at=timezone.now()
            )
        client.force_login(user)
        return client

    return signed


def opened(page, **more):
    return page.post(
        f"{LIST}new/",
        {"act": "report", "version": 0, "org": CITY, "on": "2023-01-04",
         "field-code_name": "海燕", **more},
        headers=CHINESE,
    )  # fmt: skip


@pytest.fixture
def case(sign_in) -> str:
    """The address of a case that an officer of Lanpu opened."""
    answer = opened(sign_in("city", CITY))
    assert answer.status_code == 302, text_of(answer.content.decode())
    return answer["Location"]


def act(page, case: str, name: str, version: int, **given):
    data = {"act": name, "version": version, **given}
    return page.post(case, data, headers=CHINESE)


def test_a_case_opened_on_its_form_stands_in_the_list(case, read) -> None:
    page = text_of(read(case))
    assert "海燕" in page
    assert "线索" in page
    (row,) = rows_of(read(LIST), f"cases-{PROCESS}")
    assert row[0].startswith("海燕")
    assert row[1:4] == ["岚浦", "线索", "2023-01-04"]


def talked(page, case: str, version: int = 1, **more):
    file = SimpleUploadedFile("纪要.pdf", PDF, content_type="text/html")
    given = {"on": "2023-01-10", "field-investor": "示例集团", "file-visit": file,
             "number-visit": "纪要第1号", "day-visit": "2023-01-09", **more}  # fmt: skip
    return act(page, case, "talk", version, **given)


def test_a_refusal_shows_rule_and_source_and_keeps_what_was_typed(case, client) -> None:
    answer = act(client, case, "talk", 1, **{"on": "2023-01-10", "field-investor": "示例集团"})
    assert answer.status_code == 400
    page = text_of(answer.content.decode())
    assert "“进入洽谈”缺少材料：洽谈纪要" in page
    assert "示例省虚构的流程，仅供演示" in page
    assert 'value="示例集团"' in answer.content.decode()
    from kaifang.store.models import CaseEvent

    assert CaseEvent.objects.count() == 1


def test_a_file_proves_the_act_and_comes_back_as_a_download(case, client, read) -> None:
    from kaifang.store.models import AuditEntry

    assert talked(client, case).status_code == 302
    page = read(case)
    assert "洽谈纪要 · 纪要第1号 · 2023-01-09" in text_of(page)
    (href,) = re.findall(r'href="([^"]+/files/[0-9a-f]{64}/[^"]*)"', page)
    answer = client.get(href)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert AuditEntry.objects.filter(act="keep_case.file").count() == 1


def test_a_refused_act_keeps_its_file(case, client) -> None:
    """The second time nothing is uploaded, and the file is there all the same."""
    answer = talked(client, case, on="2023-01-01")  # before the case began
    assert answer.status_code == 400
    html = answer.content.decode()
    assert "已上传 · 纪要.pdf" in text_of(html)
    (held,) = re.findall(r'name="kept-visit" value="([0-9a-f]{64})"', html)
    given = {"on": "2023-01-10", "field-investor": "示例集团", "kept-visit": held}
    assert act(client, case, "talk", 1, **given).status_code == 302


def test_a_file_of_another_kind_is_told_at_its_field(case, client) -> None:
    file = SimpleUploadedFile("纪要.pdf", b"<html><script>", content_type="application/pdf")
    answer = talked(client, case, **{"file-visit": file, "number-visit": ""})
    assert answer.status_code == 400
    assert "不是可接收的类型" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "org"), [("city", "demo.biwan"), ("zone", ZONE), ("firm", "91210200MA0EXAMPLC")]
)
def test_a_stranger_neither_sees_nor_acts_nor_reads_the_file(
    case, client, sign_in, read, role, org
) -> None:
    from kaifang.store.models import CaseEvent

    talked(client, case)
    (href,) = re.findall(r'href="([^"]+/files/[0-9a-f]{64}/[^"]*)"', read(case))
    stranger = sign_in(role, org)
    assert stranger.get(case).status_code == 404
    assert stranger.get(href).status_code == 404
    assert act(stranger, case, "note", 2, on="2023-01-11", remark="x").status_code == 404
    assert "海燕" not in stranger.get(LIST).content.decode()
    assert CaseEvent.objects.count() == 2


def test_a_file_of_somebody_else_cannot_be_named(case, client, sign_in) -> None:
    """Whoever knows the hash of a file does not get it by giving it as his own evidence."""
    talked(client, case)
    from kaifang.store.models import CaseEvent

    sha256 = re.findall(r'"file":"([0-9a-f]{64})"', CaseEvent.objects.last().data)[0]
    other = sign_in("city", "demo.biwan")
    own = opened(other, org="demo.biwan")["Location"]
    given = {"on": "2023-01-10", "field-investor": "示例集团", "kept-visit": sha256}
    answer = act(other, own, "talk", 1, **given)
    assert answer.status_code == 400
    assert "缺少材料" in answer.content.decode()


def test_a_role_that_may_not_act_sees_why(case, sign_in, read) -> None:
    reviewer = sign_in("reviewer", "demo")
    page = text_of(read(case))
    assert "进入洽谈 由商务专员、市级招商部门办理" in page
    answer = act(reviewer, case, "terminate", 1, on="2023-01-11", reason="land")
    assert answer.status_code == 403
    leader = sign_in("leader", "demo")
    assert "您可查看本办件" in text_of(read(case))
    assert act(leader, case, "note", 1, on="2023-01-11").status_code == 403


def test_who_comes_second_is_told_the_newer_state(case, client) -> None:
    talked(client, case)
    answer = act(client, case, "note", 1, on="2023-01-11", remark="先前的话")
    assert answer.status_code == 409
    page = text_of(answer.content.decode())
    assert "现为“在谈”" in page
    assert "先前的话" in page
    assert 'name="version" value="2"' in answer.content.decode()


def test_a_correction_replaces_and_shows_what_stood_there(case, client, read) -> None:
    talked(client, case)
    page = read(case)
    number = re.findall(r"correct=(\d+)", page)[0]
    form = read(f"{case}?correct={number}")
    assert 'value="示例集团"' in form
    (held,) = re.findall(r'name="kept-visit" value="([0-9a-f]{64})"', form)
    given = {"event": number, "on": "2023-01-12", "field-investor": "示例控股", "kept-visit": held}
    answer = act(client, case, "correct", 2, **given)
    assert answer.status_code == 400  # no reason given
    answer = act(client, case, "correct", 2, because="名称有误", **given)
    assert answer.status_code == 302, text_of(answer.content.decode())
    page = text_of(read(case))
    assert "更正理由 · 名称有误" in page
    assert "发生于 2023-01-12" in page
    before = page[page.index("更正前的内容") :]
    assert "示例集团" in before
    assert "纪要第1号" in before


def test_lists_are_filtered_and_leave_as_files(case, client, read) -> None:
    assert "海燕" in read(f"{LIST}?q=海燕&state=lead&org={CITY}")
    for none in ("q=不存在", "state=signed", "state=overdue", "state=ended"):
        assert "海燕" not in text_of(read(f"{LIST}?{none}"))
    assert "环节凭材料推进，不能拖动" in text_of(read(f"{LIST}?view=stages"))
    answer = client.get(f"{LIST}?format=xlsx", headers=CHINESE)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "海燕" in " ".join(cells)
    assert any(cell.startswith("计划投资额（折人民币）") and "万元" in cell for cell in cells)
    assert any("city-demo.lanpu" in cell for cell in cells)  # the mark of who took it out


def test_a_wrong_value_stands_at_its_field(sign_in) -> None:
    answer = opened(sign_in("city", CITY), **{"field-credit_code": "91210200MA0EXAMPLE"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "应为18位统一社会信用代码" in page
    assert 'value="91210200MA0EXAMPLE"' in page


def test_whoever_has_no_role_begins_nothing(sign_in) -> None:
    from kaifang.store.models import CaseEvent

    for role, org in (("division", "demo"), ("firm", "91210200MA0EXAMPLC"), ("leader", "demo")):
        assert opened(sign_in(role, org)).status_code == 403
    assert CaseEvent.objects.count() == 0


def test_registers_count_what_one_may_see(sign_in, read) -> None:
    sign_in("city", CITY)
    rows = rows_of(read("/cases/"), "registers")
    assert "示例省招商项目" not in [row[0] for row in rows]  # projects have an area of their own
    assert {tuple(row[1:4]) for row in rows} == {("0 演示", "0 演示", "0 演示")}


def test_a_visitor_signs_in_first(client) -> None:
    for address in ("/cases/", LIST, f"{LIST}new/", f"{LIST}x/"):
        assert client.get(address).status_code == 302


def test_a_refusal_leads_to_the_sentence_of_its_document(sign_in) -> None:
    """The first source of Liaoning's process is a sentence of the press conference."""
    from kaifang.store.installing import install

    install(load("liaoning-2022"))
    page = sign_in("city", "210200")
    pack, way = "?pack=liaoning-2022", "/cases/project.investment/"
    first = {"act": "report", "version": 0, "org": "210200", "on": "2022-07-04",
             "field-code_name": "海燕"}  # fmt: skip
    case = page.post(f"{way}new/{pack}", first)["Location"]
    answer = act(page, case, "talk", 1, **{"on": "2022-07-05", "field-investor": "示例集团"})
    html = answer.content.decode()
    refusal = html[html.index('class="error-list refusal"') :]
    assert "2020年全省384个重点签约项目中,有251个实现落地开工,落地率65.4%" in refusal
    href = unescape(re.findall(r'href="(/documents/press-2022-01-25/[^"]*)"', refusal)[0])
    assert page.get(href).status_code == 200
    assert f'id="{href.partition("#")[2]}"' in page.get(href).content.decode()


def test_what_was_known_then_is_read_and_not_acted_upon(case, client, read) -> None:
    from kaifang.store.models import EventBatch

    talked(client, case)
    first = EventBatch.objects.order_by("id").first().recorded_at
    then = f"{case}?seen_at={first.isoformat().replace('+', '%2B')}"
    page = text_of(read(then))
    assert "此为该时点办件的情况" in page
    assert "示例集团" not in page
    assert 'class="act"' not in read(then)
    before, after = (read(f"{LIST}?as_of=2023-01-0{day}") for day in (3, 4))
    for html in (before, after):
        assert "此为该时点的办件" in text_of(html)
        assert f'href="{LIST}new/' not in html
    assert "海燕" not in text_of(before)
    assert "海燕" in text_of(after)
    assert client.get(f"{case}?as_of=2023-01-03").status_code == 404


def test_a_programme_without_registers_says_how_to_get_one(sign_in, read, monkeypatch) -> None:
    monkeypatch.setattr(
        "kaifang.site.cases.views.registers", lambda _actor, _programme, _moment: []
    )
    sign_in("city", CITY)
    page = text_of(read("/cases/"))
    assert "本方案未设台账" in page
    assert "kaifang pack new-register" in page
