"""Events set aside: seen side by side, settled with a reason, by the division alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from kaifang.cases.amending import standing
from kaifang.packs.law import load
from kaifang.programme.clearance import quarantine
from kaifang.programme.clearance.quarantine import (
    CannotTakeOther,
    HeldPair,
    SettledWithoutReason,
    Settlement,
)
from kaifang.programme.people.actors import actor_of
from kaifang.programme.rights import NotAllowed
from kaifang.site.quarantine import tables
from kaifang.store import events
from kaifang.store.events.errors import NoSuchHeldEvent
from kaifang.store.models import AuditEntry, CaseEvent, HeldEvent
from tests.site.api.province import CITY, PROVINCE, set_aside
from tests.site.holders import holder
from tests.store.events import event

CASE = "09080001"


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Any, demo: None) -> None:
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"


@pytest.fixture
def division(client: Any) -> Any:
    user = holder("div", "division", PROVINCE)
    client.force_login(user)
    return user


def counted() -> list[str]:
    """The value that the events of the case say now."""
    found = standing(one.for_fold() for one in events.of_case("demo.clearance", CASE)).events
    return [str(one.data["value_cny"]) for one in found]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("隔离事件", "编号相同而内容不同", "单一窗口", "另一内容")),
        ("en", ("Quarantine", "same id with another body", "Differs in", "The recorded one")),
    ],
)
def test_differences_are_shown_field_by_field(client, division, read, language, words) -> None:
    number = set_aside()
    page = read("/data/quarantine/", language) + read(f"/data/quarantine/{number}/", language)
    for text in (*words, "data.value_cny", "12.50", "125.00"):
        assert text in page, text
    (pair,) = quarantine.waiting(load("demo"), actor_of(division))
    assert [(one.field, one.recorded, one.other) for one in pair.differences] == [
        ("data.value_cny", "12.50", "125.00")
    ]


def test_fields_and_what_they_say_are_told_in_words(chinese) -> None:
    law = load("demo")
    body = {"process": "demo.project", "type": "produce", "org": "demo.shiyuan",
            "occurred_at": "2022-11-02T03:30:00Z"}  # fmt: skip
    pair = HeldPair(1, "other_body", "", timezone.now(), body, None)
    told = {name: tables.told(law, pair, name, value) for name, value in body.items()}
    assert told == {
        "process": "示例省招商项目", "type": "投产", "org": "石原市",
        "occurred_at": "2022-11-02 11:30:00",  # of the place: UTC and eight hours
    }  # fmt: skip
    names = [tables.field_name(law, pair, one) for one in (
        "occurred_at", "type", "data.evidence.acceptance", "data.unheard_of",
    )]  # fmt: skip
    assert names == ["发生时间", "事件", "竣工或投产证明", "data.unheard_of"]


def test_nothing_waits(division, read) -> None:
    assert "没有隔离事件" in read("/data/quarantine/")


def test_recorded_one_is_kept_with_a_reason(client, division) -> None:
    number = set_aside()
    address = f"/data/quarantine/{number}/"
    assert client.post(address, {"act": "keep", "version": 1, "reason": ""}).status_code == 400
    done = client.post(address, {"act": "keep", "version": 1, "reason": "重复申报"})
    assert (done.status_code, counted()) == (302, ["12.50"])
    assert HeldEvent.objects.get().resolution == "重复申报"
    entry = AuditEntry.objects.get(act="settle_event")
    assert '"settlement": "keep"' in entry.body
    assert client.get(address).status_code == 404


def test_other_one_is_taken_as_an_amending_event(client, division) -> None:
    number = set_aside()
    client.post(f"/data/quarantine/{number}/", {"act": "take", "version": 1, "reason": "更正"})
    assert counted() == ["125.00"]
    first, second = CaseEvent.objects.order_by("id")
    assert (second.amends, second.amends_source) == (first.event, first.source)
    assert events.verify() == []
    with pytest.raises(NoSuchHeldEvent):
        quarantine.settle(load("demo"), number, Settlement.TAKE, "再来", actor_of(division))
    assert CaseEvent.objects.count() == 2


def test_api_lists_and_settles(client, division) -> None:
    number = set_aside()
    (told,) = client.get("/api/v1/packs/demo/quarantine").json()["items"]
    assert (told["number"], told["can_take"]) == (number, True)
    assert told["differences"] == [
        {"field": "data.value_cny", "recorded": "12.50", "other": "125.00"}
    ]
    address = f"/api/v1/packs/demo/quarantine/{number}/settle"
    asked = {"settlement": "take", "reason": "更正"}
    done = client.post(address, asked, "application/json")
    assert done.json() == {"batch": 2}
    assert client.post(address, asked, "application/json").status_code == 404
    assert counted() == ["125.00"]


@pytest.mark.parametrize("other", [{"case": "x"}, {"type": "void"}, {"amends": "000009"}])
def test_body_that_would_change_another_matter_is_not_taken(division, read, other: Any) -> None:
    about = {"process": "demo.clearance"}
    events.append([event(1, **about)], source_name="f")
    events.append([event(1, **about, **other)], source_name="f")
    number, law, actor = HeldEvent.objects.get().pk, load("demo"), actor_of(division)
    assert 'value="take"' not in read(f"/data/quarantine/{number}/")
    with pytest.raises(CannotTakeOther):
        quarantine.settle(law, number, Settlement.TAKE, "更正", actor)
    with pytest.raises(SettledWithoutReason):
        quarantine.settle(law, number, Settlement.KEEP, " ", actor)
    assert (CaseEvent.objects.count(), len(events.waiting())) == (1, 1)


@pytest.mark.parametrize("role", ["city", "leader", "system", ""])
def test_stranger_may_neither_see_nor_settle(client, role: str) -> None:
    number = set_aside()
    user = holder("x", role, CITY if role in ("city", "leader") else "")
    client.force_login(user)
    address = f"/data/quarantine/{number}/"
    assert client.get("/data/quarantine/").status_code == 403
    assert client.get(address).status_code == 403
    assert client.post(address, {"act": "keep", "version": 1, "reason": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        quarantine.settle(load("demo"), number, Settlement.KEEP, "x", actor_of(user))
    assert len(events.waiting()) == 1
    assert "/data/quarantine/" not in client.get("/data/").content.decode()
