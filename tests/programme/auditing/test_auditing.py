"""The audit administrator reads, takes out and verifies; others may not; erasing keeps the proof."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kaifang.packs.law import load
from kaifang.programme.auditing import checking, exporting, reading, wording
from kaifang.programme.auditing.erasing import erase_personal_data
from kaifang.programme.auditing.errors import (
    ErasureWithoutReason,
    NoSuchEntry,
    OwnTraces,
    StillInOffice,
)
from kaifang.programme.auditing.reading import AuditFilter
from kaifang.programme.people.actors import actor_of, console
from kaifang.programme.people.errors import UnknownUser
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store import audit
from kaifang.store.models import AuditPerson, Post, User

pytestmark = pytest.mark.django_db
EVERYTHING = AuditFilter()


@pytest.fixture(autouse=True)
def office(settings: Any) -> None:
    settings.SOLO = False


def person(name: str, role: str = "", org: str = "") -> User:
    user: User = User.objects.create(username=name, first_name=f"{name.title()} Full")
    if role:
        Post.objects.create(
            user=user, role=role, org=org, from_day="2020-01-01", granted_at=timezone.now()
        )
    return user


@pytest.fixture
def auditor() -> Actor:
    return actor_of(person("he", "audit"))


@pytest.fixture
def security() -> Actor:
    return actor_of(person("shen", "security"))


@pytest.fixture
def li() -> User:
    """Somebody who moved away: three entries tell of him, two by him and one about him."""
    user = person("li")
    told = {"name": "Li Full", "address": "10.0.0.7"}
    audit.record("slip.sent", "slip:5", actor=str(user.pk), after={"state": "sent"}, person=told)
    audit.record(
        "slip.raised", "slip:5", actor=str(user.pk), person=told, reason="逾期",
        before={"state": "sent", "level": 1}, after={"state": "sent", "level": 2},
    )  # fmt: skip
    audit.record(
        "unlock",
        f"user:{user.pk}",
        actor="99",
        person={"name": "Xu", "address": "::1", "user": "li"},
    )
    return user


def numbers(actor: Actor, **wanted: Any) -> list[int]:
    return [one.number for one in reading.entries(actor, AuditFilter(**wanted))]


# -- reading ------------------------------------------------------------------------------------


def test_entries_come_the_newest_first_and_page_by_page(auditor: Actor, li: User) -> None:
    assert numbers(auditor) == [3, 2, 1]
    assert [one.number for one in reading.entries(auditor, first=1, count=1)] == [2]
    assert reading.entry_count(auditor) == 3


def test_entries_are_filtered(auditor: Actor, li: User) -> None:
    today = timezone.localdate()
    assert numbers(auditor, act="slip.raised") == [2]
    assert numbers(auditor, act="slip.") == [2, 1]
    assert numbers(auditor, subject="slip:5") == [2, 1]
    assert numbers(auditor, subject="user") == [3]
    assert numbers(auditor, person="li") == [3, 2, 1]
    assert numbers(auditor, person="he") == []
    assert numbers(auditor, first=2, last=2) == [2]
    assert numbers(auditor, from_day=today, to_day=today) == [3, 2, 1]
    assert numbers(auditor, to_day=today - timedelta(days=1)) == []
    assert numbers(auditor, from_day=today + timedelta(days=1)) == []
    with pytest.raises(UnknownUser):
        numbers(auditor, person="nobody")


def test_an_entry_says_who_from_where_and_what_changed(auditor: Actor, li: User) -> None:
    entry = reading.entry_numbered(auditor, 2)
    assert (entry.who.zh, entry.address, entry.reason) == ("Li Full", "10.0.0.7", "逾期")
    assert wording.act_in_words(entry.act).zh == "升级督办"
    assert wording.subject_in_words(entry.subject).en == "slip 5"
    told = wording.differences_in_words(entry)
    assert (told.zh, told.en) == ("级别：由1改为2", "level: from 1 to 2")
    with pytest.raises(NoSuchEntry):
        reading.entry_numbered(auditor, 4)


def test_the_history_of_a_record_begins_with_its_first_act(auditor: Actor, li: User) -> None:
    assert [one.act for one in reading.history(auditor, "slip:5")] == ["slip.sent", "slip.raised"]


def test_fields_within_fields_lists_and_nothing_are_told() -> None:
    entry = _entry(before={"due": None}, after={"due": "2023-04-20", "cells": {"a": [1, True]}})
    told = wording.differences_in_words(entry)
    assert told.zh == "时限：由空改为2023-04-20；单元格·a：1、是"
    assert told.en == "due: from nothing to 2023-04-20; cells, a: 1, yes"


def test_a_number_is_no_code_of_a_province() -> None:
    known = wording.names_in(load("demo"))
    assert known["140000"].zh == "山西省"
    told = wording.differences_in_words(_entry(before={}, after={"last": 140000}), known)
    assert told.zh == "末号：140000"


def test_a_cell_is_called_by_its_indicator() -> None:
    known = wording.names_in(load("demo"))
    funds, landed = "investment.funds_in_place", "investment.projects_landed"
    after = {f"{funds}:to_date": {"value": "64.0"}, f"{landed}:month": {"reason": "新设"}}
    told = wording.differences_in_words(_entry(before={}, after={"cells": after}), known)
    first, second = (load("demo").indicators[one].name.text for one in (funds, landed))
    assert told.zh == f"{first.zh}（累计）：64.0；{second.zh}（当月）·缺数理由：新设"
    assert told.en.startswith(f"{first.en} (to date): 64.0; ")
    assert wording.subject_in_words("form:demo.zones.quarter:demo.lanpu:2023-Q1", known).zh == (
        f"报表 {load('demo').forms['demo.zones.quarter'].name.text.zh} 岚浦市 2023-Q1"
    )


def _entry(before: dict[str, Any], after: dict[str, Any]) -> reading.EntryRead:
    now, nobody = timezone.now(), wording.same("")
    return reading.EntryRead(1, now, "x", "y:1", "", nobody, "", "", before, after, "", "", "")


STRANGERS = ["system", "security", "division", "reviewer", "city", "zone", "leader", "firm", ""]


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_may_not_read_export_or_verify(role: str, auditor: Actor) -> None:
    stranger = actor_of(person("zhao", role, "210000"))
    for refused in (
        lambda: reading.entries(stranger),
        lambda: reading.entry_count(stranger),
        lambda: reading.entry_numbered(stranger, 1),
        lambda: reading.history(stranger, "slip:5"),
        lambda: reading.acts_found(stranger),
        lambda: exporting.export(stranger, EVERYTHING),
        lambda: checking.verify(stranger),
    ):
        with pytest.raises(NotAllowed):
            refused()


# -- taking out ---------------------------------------------------------------------------------


def test_an_outsider_verifies_an_export_by_himself(auditor: Actor, li: User) -> None:
    made = exporting.export(auditor, EVERYTHING, "jsonl")
    *lines, foot = [json.loads(line) for line in made.content.decode().splitlines()]
    prev = "0" * 64
    for line in lines:
        assert line["prev"] == prev
        prev = hashlib.sha256(f"{line['prev']}\n{line['body']}".encode()).hexdigest()
        assert line["hash"] == prev
    assert foot["head"] == foot["ends"] == f"3-{prev[:16]}" == audit.head().printed
    assert lines[1]["name"] == "Li Full"


def test_an_export_takes_a_range_without_gaps(auditor: Actor, li: User) -> None:
    made = exporting.export(auditor, AuditFilter(act="unlock", first=1, last=2), "csv", "en")
    text = made.content.decode("utf-8-sig")
    assert (made.count, made.ends.number, made.head.number) == (2, 2, 3)
    assert text.splitlines()[0] == "number,at,act,subject,actor,name,address,prev,hash,body"
    assert made.head.printed in text.splitlines()[-2]
    assert text.splitlines()[-1].startswith("Internal · exported by He Full · ")


# -- verifying ----------------------------------------------------------------------------------


def test_verifying_says_how_far_it_is_and_holds_a_printed_head(auditor: Actor, li: User) -> None:
    steps: list[int] = []
    printed = audit.head().printed
    audit.record("remark", "remark:x")
    found = checking.verify(auditor, printed, lambda count: lambda: steps.append(count))
    assert (found.is_whole, found.count, steps) == (True, 4, [4, 4, 4, 4])
    other = checking.verify(console(), "3-0123456789abcdef")
    assert [(one.kind, one.number) for one in other.faults] == [("other_head", 3)]


# -- erasing ------------------------------------------------------------------------------------


def test_erased_names_are_gone_and_the_chain_still_verifies(
    security: Actor, auditor: Actor, li: User
) -> None:
    assert erase_personal_data(security, li, "本人申请") == 3
    left = [one.content for one in AuditPerson.objects.order_by("entry_id")]
    assert left[:3] == [{"erased": "1"}, {"erased": "1"}, {"name": "Xu", "address": "::1"}]
    assert "Li Full" not in exporting.export(auditor, EVERYTHING, "jsonl").content.decode()
    assert reading.entry_numbered(auditor, 1).who.en == f"user no. {li.pk} (personal data erased)"
    assert checking.verify(auditor).is_whole
    last = reading.entry_numbered(auditor, 4)
    assert (last.act, last.actor, last.reason) == ("erase_personal_data", security.user, "本人申请")
    assert (last.subject, last.after) == (f"user:{li.pk}", {"entries": 3})


def test_erasing_twice_changes_nothing_more(security: Actor, li: User) -> None:
    erase_personal_data(security, li, "本人申请")
    assert erase_personal_data(security, li, "本人申请") == 0


def test_nobody_erases_his_own_traces_nor_those_of_one_in_office(security: Actor, li: User) -> None:
    with pytest.raises(OwnTraces):
        erase_personal_data(security, User.objects.get(username="shen"), "x")
    with pytest.raises(StillInOffice):
        erase_personal_data(security, person("wang", "city", "210200"), "x")
    with pytest.raises(ErasureWithoutReason):
        erase_personal_data(security, li, " ")
    assert audit.head().number == 3


@pytest.mark.parametrize("role", ["audit", "system", "division", "leader", ""])
def test_a_stranger_may_not_erase(role: str, li: User) -> None:
    stranger = actor_of(person("zhao", role, "210000" if role in ("division", "leader") else ""))
    with pytest.raises(NotAllowed):
        erase_personal_data(stranger, li, "x")
    assert AuditPerson.objects.filter(content__name="Li Full").count() == 2
