"""The audit as pages: the audit administrator reads and verifies, everybody else is refused."""

import json
import re
from html import unescape

import pytest
from django.db import connection

from kaifang.programme.auditing import checking
from kaifang.programme.auditing.reading import entries
from kaifang.programme.people.actors import console
from kaifang.site.audit import tables
from kaifang.store import audit, events
from kaifang.store.audit import ChainProgress
from kaifang.store.models import AuditEntry, AuditPerson
from kaifang.store.triggers import unguard
from tests.site.holders import holder
from tests.store.events import by_force, event

pytestmark = pytest.mark.django_db
TOLD = {"name": "李明", "address": "10.0.0.7"}


@pytest.fixture(autouse=True)
def house(settings, tmp_path) -> None:
    settings.SOLO, settings.HOME, settings.SECOND_FACTOR = False, tmp_path, "optional"


@pytest.fixture
def enter(client):
    """Sign somebody of a role in."""

    def entered(role: str, org: str = ""):
        user = holder(role or "nobody", role, org)
        client.force_login(user)
        return user

    return entered


@pytest.fixture
def auditor(enter):
    user = enter("audit")
    audit.record("slip.sent", "slip:5", actor=str(user.pk), after={"level": 1}, person=TOLD)
    audit.record(
        "slip.raised", "slip:5", actor=str(user.pk), before={"level": 1}, after={"level": 2},
        reason="逾期", person=TOLD,
    )  # fmt: skip
    audit.record("remark", "remark:x", actor="console", after={"problem": "=1+1"})
    return user


PAGES = ("/audit/", "/audit/1/", "/audit/verify/", "/audit/verify/?head=", "/audit/export/")


@pytest.mark.parametrize("role", ["system", "security", "division", "city", "leader", "firm", ""])
def test_a_stranger_may_not_see_anything_of_it(enter, client, role: str) -> None:
    audit.record("remark", "remark:x")
    enter(role, "210000" if role in ("division", "city", "leader") else "")
    assert [client.get(page).status_code for page in PAGES] == [403] * len(PAGES)
    assert client.get("/api/v1/audit").status_code == 403
    assert "/audit/" not in client.get("/people/me/").content.decode()


def test_whoever_has_not_signed_in_is_sent_to_the_door(client) -> None:
    for page in PAGES:
        assert client.get(page)["Location"].startswith("/people/login/")


def test_nothing_of_it_is_changed_by_a_form(client, auditor) -> None:
    for page in PAGES:
        assert client.post(page, {"act": "delete"}).status_code == 405
        assert client.delete(page).status_code == 405
    assert AuditEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("升级督办", "级别：由1改为2", "李明", "10.0.0.7", "逾期", "督办单 5")),
        ("en", ("raised the level", "level: from 1 to 2", "李明", "10.0.0.7", "逾期", "slip 5")),
    ],
)
def test_the_list_says_who_did_what_and_why(read, auditor, language: str, words) -> None:
    page = unescape(read("/audit/", language))
    assert [word for word in (*words, audit.head().printed) if word not in page] == []
    entry = unescape(read("/audit/2/", language))
    assert [word for word in words[:1] + words[2:] if word not in entry] == []
    assert AuditEntry.objects.get(pk=2).hash in entry


def test_the_list_is_filtered_and_paged(client, read, auditor) -> None:
    page = read("/audit/?act=slip.raised")
    assert 'href="/audit/2/"' in page
    assert 'href="/audit/1/"' not in page
    assert 'href="/audit/3/"' not in read(f"/audit/?person={auditor.username}")
    for _ in range(50):
        audit.record("remark", "remark:y")
    assert 'href="/audit/3/"' not in read("/audit/")
    assert 'href="/audit/3/"' in read("/audit/?page=2")


def test_a_name_that_nobody_has_is_told_at_the_field(client, auditor) -> None:
    answer = client.get("/audit/?person=zzz", headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "zzz" in answer.content.decode()


def test_an_entry_that_is_not_there_is_not_found(client, auditor) -> None:
    assert client.get("/audit/99/").status_code == 404


def test_a_range_leaves_as_csv_and_json_lines(client, auditor) -> None:
    answer = client.get("/audit/export/?format=jsonl&first=2&act=remark")
    *lines, foot = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [line["number"] for line in lines] == [2, 3]
    assert foot["head"] == audit.head().printed
    assert "导出人 audit" in foot["taken"]
    assert audit.head().printed in answer["Content-Disposition"]
    table = client.get("/audit/export/?format=csv").content.decode("utf-8-sig")
    assert audit.head().printed in table
    assert client.get("/audit/export/?format=exe").status_code == 400


@pytest.mark.parametrize(
    ("language", "whole", "broken"),
    [
        ("zh-hans", "审计链完整，共3条", "被改动"),
        ("en", "The chain is whole: 3 entries", "was changed"),
    ],
)
def test_the_chain_is_verified_in_words(read, auditor, language, whole, broken) -> None:
    printed = audit.head().printed
    assert whole in read(f"/audit/verify/?head={printed}", language)
    with connection.cursor() as cursor:
        for statement in unguard(connection.vendor, "store_auditentry"):
            cursor.execute(statement)
        cursor.execute("UPDATE store_auditentry SET actor = '8' WHERE id = 2")
    assert broken in read(f"/audit/verify/?head={printed}", language)


def test_a_long_chain_is_verified_part_by_part(client, auditor, monkeypatch) -> None:
    """Three entries, two a request: one goes on where one stood, also after leaving."""
    monkeypatch.setattr(checking.verify_part, "__defaults__", ("", ChainProgress(), 2))
    printed = audit.head().printed
    first = client.get(f"/audit/verify/?head={printed}").content.decode()
    assert f'content="0; url=?head={printed}&amp;from=2"' in first
    assert "审计链完整" not in first
    assert f'href="?head={printed}&amp;from=2"' in client.get("/audit/verify/").content.decode()
    last = client.get(f"/audit/verify/?head={printed}&from=2").content.decode()
    assert "审计链完整，共3条" in last
    assert "http-equiv" not in last
    assert "from=2" not in client.get("/audit/verify/").content.decode()


def test_another_head_begins_again(client, auditor, monkeypatch) -> None:
    monkeypatch.setattr(checking.verify_part, "__defaults__", ("", ChainProgress(), 2))
    client.get("/audit/verify/?head=")
    again = client.get(f"/audit/verify/?head={audit.head().printed}&from=2").content.decode()
    assert "from=2" in again


def test_a_chain_broken_all_over_is_not_gone_through_on_a_page(
    client, auditor, monkeypatch
) -> None:
    monkeypatch.setattr(checking.verify_part, "__defaults__", ("", ChainProgress(), 2))
    monkeypatch.setattr(tables, "FAULTS_SHOWN", 0)
    with connection.cursor() as cursor:
        for statement in unguard(connection.vendor, "store_auditentry"):
            cursor.execute(statement)
        cursor.execute("UPDATE store_auditentry SET body = '{' WHERE id = 2")
    page = client.get("/audit/verify/?head=").content.decode()
    assert "止于第2条" in page
    assert "http-equiv" not in page


def test_an_entry_that_somebody_made_unreadable_is_listed(client, auditor) -> None:
    with connection.cursor() as cursor:
        for statement in unguard(connection.vendor, "store_auditentry"):
            cursor.execute(statement)
        cursor.execute("UPDATE store_auditentry SET body = '{' WHERE id = 2")
    assert [client.get(page).status_code for page in (*PAGES, "/audit/2/")] == [200] * 6
    assert client.get("/api/v1/audit").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("督办单 5", "级别：由蓝色提醒改为红色督办", "状态：待答复",
                     "收件单位：石原市", "时限：2023-07-20")),
        ("en", ("slip 5", "level: from blue reminder to red slip",
                "state: waiting for the answer", "to: Shiyuan", "due: 2023-07-20")),
    ],
)  # fmt: skip
def test_values_are_told_in_words(read, enter, demo, language: str, words) -> None:
    enter("audit")
    audit.record(
        "slip.raised", "slip:5", before={"level": "blue"},
        after={"level": "red", "state": "sent", "to_org": "demo.shiyuan", "due": "2023-07-20"},
    )  # fmt: skip
    page = unescape(read("/audit/1/", language))
    told = unescape(read("/audit/?subject=slip:5", language))
    assert [word for word in words if word not in told] == []
    assert words[0] in page


@pytest.mark.parametrize("head", ["²-0123456789abcdef", "12"])
def test_what_is_no_head_is_said_at_the_field(client, auditor, head) -> None:
    answer = client.get(f"/audit/verify/?head={head}")
    assert answer.status_code == 400
    assert "128-3f9a1c0b7d2e4f56" in answer.content.decode()


def test_the_api_tells_the_same(client, auditor) -> None:
    told = client.get("/api/v1/audit?act=slip.&lang=en&limit=1").json()
    assert (told["total"], [one["number"] for one in told["items"]]) == (2, [2])
    assert told["items"][0]["changes"] == "level: from 1 to 2"
    assert client.get("/api/v1/audit/2").json()["act_in_words"] == "升级督办"
    assert client.get("/api/v1/audit/99").status_code == 404
    assert client.get("/api/v1/audit?person=zzz").status_code == 400
    assert client.get("/api/v1/audit?from_day=0001-01-01&to_day=9999-12-31").json()["total"] == 3


def test_the_security_administrator_erases_names_of_those_who_left(client, enter) -> None:
    li = enter("")
    audit.record("remark", "remark:x", actor=str(li.pk), person=TOLD)
    enter("security")
    assert "抹除" in client.get(f"/people/{li.pk}/").content.decode()
    client.post(f"/people/{li.pk}/", {"act": "erase", "reason": "本人申请"})
    assert AuditPerson.objects.get(pk=1).content == {"erased": "1"}
    assert audit.verify() == []


@pytest.mark.parametrize("role", ["system", "audit", "city"])
def test_a_stranger_may_not_erase_names(client, enter, role: str) -> None:
    li = enter("")
    audit.record("remark", "remark:x", actor=str(li.pk), person=TOLD)
    enter(role, "210200" if role == "city" else "")
    assert client.post(f"/people/{li.pk}/", {"act": "erase", "reason": "x"}).status_code == 403
    assert AuditPerson.objects.get(pk=1).content == TOLD


def test_whoever_sits_at_the_machine_reads_while_nobody_holds_the_duty() -> None:
    assert entries(console()) == []


# -- the events of cases -------------------------------------------------------------------------


@pytest.fixture
def batches(auditor, monkeypatch) -> None:
    """Three entries, and three batches of two events each with one entry more; four a request."""
    for first in (1, 3, 5):
        events.append([event(first), event(first + 1)], source_name="feed")
    monkeypatch.setattr(checking.verify_part, "__defaults__", ("", ChainProgress(), 4))


def gone_through(client) -> list[str]:
    """The pages of a verification to its end, each where the one before leads on by itself."""
    pages, address = [], "/audit/verify/?head="
    while address:
        pages.append(unescape(client.get(address).content.decode()))
        found = re.search(r'content="0; url=(\?[^"]*)"', pages[-1])
        address = f"/audit/verify/{found[1]}" if found else ""
        assert len(pages) < 9
    return pages


def test_events_are_verified_behind_the_chain_part_by_part(client, batches) -> None:
    pages = gone_through(client)
    assert len(pages) == 4  # 4 entries; 2 entries and 2 events; 4 events; nothing is left
    assert "办件事件：第2条，共6条" in pages[1]
    assert "审计链完整，共6条" in pages[-1]
    assert "6条办件事件均与入库时一致" in pages[-1]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE store_caseevent SET type = 'leave' WHERE id = 2", "第2号事件（customs/dalian 000002）被改动"),
        ("DELETE FROM store_caseevent WHERE id = 4", "第4号事件被删除"),
        ("UPDATE store_caseevent SET id = 77 WHERE id = 6", "第77号事件（customs/dalian 000006）是混入的"),
    ],
)  # fmt: skip
def test_altered_removed_and_inserted_events_are_named(client, batches, statement, words) -> None:
    by_force(statement)
    pages = gone_through(client)
    assert words in pages[-1]
    assert "审计链完整" not in pages[-1]
    assert "audit-result--broken" in pages[-1]


def test_what_is_recorded_meanwhile_is_gone_through_too(client, batches) -> None:
    first = unescape(client.get("/audit/verify/?head=").content.decode())
    assert "http-equiv" in first
    client.get("/audit/verify/?head=&from=4")
    events.append([event(7)], source_name="feed")
    pages = [client.get("/audit/verify/?head=&from=6-2").content.decode() for _ in range(1)]
    last = client.get("/audit/verify/?head=&from=6-6").content.decode()
    assert "http-equiv" in pages[0]
    assert "审计链完整，共7条" in last
