"""Notices to firms: opened once by an event, told to the right firm, acknowledged by it alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kaifang.cases import definition as definitions
from kaifang.cases.events import VOID
from kaifang.cases.folding import fold
from kaifang.core.errors import SeveralErrors
from kaifang.core.event import GivenEvent
from kaifang.exchange.hooks import verify
from kaifang.packs.law import Law, load
from kaifang.programme.calendars import work_calendar
from kaifang.programme.clearance import notifying, quarantine
from kaifang.programme.clearance.acknowledging import (
    AcknowledgedAlready,
    AcknowledgeTokenRefused,
    NoticeNotSent,
    acknowledge,
    acknowledge_by_token,
)
from kaifang.programme.clearance.loading import load_file, send
from kaifang.programme.clearance.notices import NoSuchNotice, notice_list, notice_named
from kaifang.programme.clearance.recording import ReservedEvent
from kaifang.programme.clearance.studying import study_clearance
from kaifang.programme.messages.inbox import inbox
from kaifang.programme.messages.sending import deliver
from kaifang.programme.messages.subscribing import HookSecret, stop_hook, subscribe
from kaifang.programme.moment import instant_of, playing_on
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events, jobs
from kaifang.store.models import AuditEntry, CaseEvent, Delivery, FirmNotice, Job, Message
from tests.programme.messages.conftest import (
    SYSTEM,
    Receiver,
    allowed,
    receiver,
    status,
)

__all__ = ["allowed", "receiver"]
pytestmark = pytest.mark.django_db
PROCESS = "demo.clearance"
FIRM, OTHER_FIRM = "91000000MA0000001R", "91000000MA0000002W"
PROVINCE = Actor("2", "省厅", (Post(Role.DIVISION, "demo"),))
CITY = Actor("3", "岚浦", (Post(Role.CITY, "demo.lanpu"),))
OTHER_CITY = Actor("4", "碧湾", (Post(Role.CITY, "demo.biwan"),))
TRADER = Actor("5", "甲公司", (Post(Role.FIRM, FIRM),))
RIVAL = Actor("6", "乙公司", (Post(Role.FIRM, OTHER_FIRM),))
NOBODY = Actor("7", "外人")
HERE = "2023-07-15T{hour:02}:00:00+08:00"


@pytest.fixture(scope="module")
def law() -> Law:
    return load("demo")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SOLO, settings.SITE_ADDRESS = tmp_path, False, "https://office.test"


def told(law: Law, type: str, case: str = "c1", **changes: Any) -> GivenEvent:
    """An event of a case, ten minutes ago on the day that the demo plays on."""
    at = instant_of(law.head.today, law.head.zone) - changes.pop("ago", timedelta(minutes=10))
    usual = {
        "source": "customs", "id": f"{case}-{type}", "process": PROCESS, "case": case,
        "type": type, "occurred_at": at, "org": "demo.lanpu", "data": {},
    }  # fmt: skip
    return GivenEvent(**{**usual, **changes})


def arrival(law: Law, case: str = "c1", firm: str = FIRM, **changes: Any) -> GivenEvent:
    data = {
        "port": "岚浦口岸", "direction": "import", "credit_code": firm, "trader": "甲公司",
        "trade_mode": "一般贸易", "goods_class": "机电产品", "declaration_no": f"0908{case}",
    }  # fmt: skip
    changes = {"ago": timedelta(hours=3), "data": data, **changes}
    return told(law, "arrival", case, **changes)


def declaration(law: Law, case: str = "c1") -> GivenEvent:
    return told(law, "declaration", case, ago=timedelta(hours=2))


def ordered(law: Law, case: str = "c1", **changes: Any) -> FirmNotice:
    """An inspection ordered at a port, and the notice that it opened."""
    order = told(law, "order", case, **changes)
    send(law, PROCESS, [arrival(law, case), declaration(law, case), order], actor=PROVINCE)
    return FirmNotice.objects.get(case=case)


def turn(now: datetime | None = None) -> None:
    held = jobs.lease("worker", now or datetime.now(UTC))
    assert held is not None
    deliver(held, now or datetime.now(UTC))


@pytest.fixture
def hook(allowed: None, receiver: Receiver) -> HookSecret:
    """The firm's own webhook."""
    return subscribe(SYSTEM, "webhook", receiver.url, events=["notice.*"], org=FIRM)


def test_an_order_opens_a_notice_in_the_inbox_of_its_firm(law: Law) -> None:
    row = ordered(law)
    (item,) = inbox(TRADER)
    assert item.title.zh == "海关查验通知：0908c1"
    assert "口岸：岚浦口岸" in item.body.zh
    assert "进出口：进口" in item.body.zh
    assert item.link == f"/clearance/notices/{row.pk}/?pack=demo"
    assert inbox(RIVAL) == []
    (view,) = notice_list(law, TRADER)
    assert (view.standing, view.firm, view.firm_name, view.subject) == (
        "sent", FIRM, "甲公司", "0908c1",
    )  # fmt: skip


def test_the_same_order_again_tells_nobody_again(law: Law) -> None:
    ordered(law)
    done = send(law, PROCESS, [told(law, "order")], actor=PROVINCE)
    # ten minutes ago is later now: the same key with other words is set aside, and tells nobody
    assert (done.new, done.quarantined) == (0, 1)
    assert Message.objects.count() == FirmNotice.objects.count() == 1
    order = next(one for one in events.of_case(PROCESS, "c1") if one.event.type == "order")
    done = send(law, PROCESS, [replace(order.event, amends="", amends_source="")], actor=PROVINCE)
    assert (done.new, done.same) == (0, 1)
    assert Message.objects.count() == FirmNotice.objects.count() == 1


def test_what_happened_before_the_window_is_history(law: Law) -> None:
    old = [
        arrival(law, ago=timedelta(days=4)),
        told(law, "order", ago=timedelta(days=2, minutes=1)),
        told(law, "order", "c2", ago=timedelta(days=1, hours=23)),
    ]
    send(law, PROCESS, old, actor=PROVINCE)
    assert list(FirmNotice.objects.values_list("case", flat=True)) == ["c2"]


def test_a_notice_waits_for_the_event_that_tells_its_firm(law: Law) -> None:
    send(law, PROCESS, [told(law, "order")], actor=PROVINCE)
    (view,) = notice_list(law, PROVINCE)
    assert (view.standing, view.fault) == ("unsent", "unknown")
    assert (Message.objects.count(), notice_list(law, TRADER)) == (0, [])
    send(law, PROCESS, [arrival(law)], actor=PROVINCE)
    (view,) = notice_list(law, TRADER)
    assert (view.standing, view.fault) == ("sent", "")


def test_a_wrong_credit_code_goes_to_nobody_until_it_is_corrected(law: Law) -> None:
    wrong = arrival(law, firm="91000000MA0000001X")
    send(law, PROCESS, [wrong, told(law, "order")], actor=PROVINCE)
    (view,) = notice_list(law, PROVINCE)
    assert (view.fault, Message.objects.count()) == ("invalid", 0)
    right = arrival(law, id="again", amends="c1-arrival")
    send(law, PROCESS, [right], actor=PROVINCE)
    assert notice_list(law, TRADER)[0].standing == "sent"


def test_a_body_that_is_taken_from_quarantine_may_tell_the_firm(law: Law) -> None:
    unknown = arrival(law, firm="")
    send(law, PROCESS, [unknown, told(law, "order")], actor=PROVINCE)
    other = replace(unknown, data={**unknown.data, "credit_code": FIRM})
    assert send(law, PROCESS, [other], actor=PROVINCE).quarantined == 1
    (pair,) = quarantine.waiting(law, PROVINCE)
    quarantine.settle(law, pair.number, quarantine.Settlement.TAKE, "补报信用代码", PROVINCE)
    assert notice_list(law, TRADER)[0].standing == "sent"


def test_how_fast_notices_reach_firms_is_a_step_of_the_study(law: Law) -> None:
    """Three notices known after 10, 20 and 60 minutes: mean 30, median 20."""
    for case, minutes in (("c1", 10), ("c2", 20), ("c3", 60)):
        row = ordered(law, case)
        with playing_on(law.head.today, timedelta(minutes=minutes)):
            acknowledge(TRADER, law, row.pk)
        sent = FirmNotice.objects.get(pk=row.pk).sent_at
        assert notice_named(law, TRADER, row.pk).took >= timedelta(minutes=minutes)
        assert sent is not None
    study = study_clearance(Programme.of(law).for_viewer(INTERNAL), PROCESS)
    step = next(one for one in study.findings if one.step.id == "noticing")
    assert step.took is not None
    assert step.took.count == 3
    assert step.took.mean == pytest.approx(30 * 60, abs=10)
    assert step.took.median == pytest.approx(20 * 60, abs=10)


def test_files_come_through_the_same_door(law: Law, tmp_path: Path) -> None:
    at = instant_of(law.head.today, law.head.zone) - timedelta(minutes=5)
    head = "case,activity,time,org,credit_code\n"
    path = tmp_path / "a.csv"
    path.write_text(f"{head}c1,order,{at.isoformat()},demo.lanpu,{FIRM}\n", "utf-8")
    assert load_file(law, path, PROCESS, actor=PROVINCE).new == 1
    assert load_file(law, path, PROCESS, actor=PROVINCE).same == 1
    assert [one.subject for one in notice_list(law, TRADER)] == ["c1"]


def test_a_transaction_that_breaks_leaves_neither_event_nor_notice(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(notifying, "append_event", killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        ordered(law)
    assert (CaseEvent.objects.count(), Message.objects.count(), Job.objects.count()) == (0, 0, 0)
    monkeypatch.undo()
    ordered(law)
    assert len(inbox(TRADER)) == 1


def test_the_firm_acknowledges_and_the_case_tells_when_and_who(law: Law) -> None:
    row = ordered(law)
    view = acknowledge(TRADER, law, row.pk)
    assert (view.standing, view.by) == ("acknowledged", "5")
    recorded = events.of_case(PROCESS, "c1")
    types = [one.event.type for one in recorded]
    assert types == ["arrival", "declaration", "order", "notice_sent", "notice_acknowledged"]
    last = recorded[-1].event
    assert (last.actor, last.on_behalf_of, last.occurred_at) == ("5", FIRM, view.acknowledged_at)
    assert AuditEntry.objects.filter(act="acknowledge_notice").get().actor == "5"
    state = fold(
        definitions.compile(law.processes[PROCESS], str(law.head.version)),
        [one.for_fold() for one in recorded],
        work_calendar(law),
        now=instant_of(law.head.today, law.head.zone),
    )
    assert (state.state, [one.error.says.en for one in state.deviations]) == ("ordered", [])
    assert state.clocks["notified"].status == "stopped"
    assert inbox(TRADER)[0].is_read


def test_it_is_acknowledged_once(law: Law) -> None:
    row = ordered(law)
    acknowledge(TRADER, law, row.pk)
    with pytest.raises(AcknowledgedAlready):
        acknowledge(TRADER, law, row.pk)
    assert CaseEvent.objects.filter(type="notice_acknowledged").count() == 1


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (RIVAL, NoSuchNotice),
        (NOBODY, NoSuchNotice),
        (OTHER_CITY, NoSuchNotice),
        (CITY, NotAllowed),
        (PROVINCE, NotAllowed),
        (replace(PROVINCE, solo=True), NotAllowed),
        (replace(TRADER, reads_only=True), NotAllowed),
    ],
)
def test_nobody_else_may_acknowledge(law: Law, who: Actor, refused: type[Exception]) -> None:
    row = ordered(law)
    with pytest.raises(refused):
        acknowledge(who, law, row.pk)
    assert not CaseEvent.objects.filter(type="notice_acknowledged").exists()


def test_nothing_is_acknowledged_before_it_is_sent(law: Law) -> None:
    with pytest.raises(NoSuchNotice):
        acknowledge(TRADER, law, "ntc_1")
    send(law, PROCESS, [told(law, "order")], actor=PROVINCE)
    (unsent,) = FirmNotice.objects.all()
    with pytest.raises(NoSuchNotice):
        acknowledge(TRADER, law, unsent.pk)
    with pytest.raises(NotAllowed):
        acknowledge(PROVINCE, law, unsent.pk)
    with pytest.raises(AcknowledgeTokenRefused):
        acknowledge_by_token(law, unsent.pk, "")
    firm = Actor("8", "?", (Post(Role.FIRM, ""),))
    with pytest.raises((NoSuchNotice, NoticeNotSent)):
        acknowledge(firm, law, unsent.pk)


def test_a_sender_cannot_acknowledge_for_a_firm(law: Law) -> None:
    ordered(law)
    for forged in (
        told(law, "notice_acknowledged"),
        told(law, "notice_sent"),
        told(law, "inspection", source=notifying.SOURCE),
        told(law, VOID, amends="ntc_1:notice_sent", amends_source=notifying.SOURCE),
    ):
        with pytest.raises(SeveralErrors) as refusal:
            send(law, PROCESS, [forged], actor=PROVINCE)
        assert isinstance(refusal.value.errors[0], ReservedEvent)
    assert notice_list(law, PROVINCE)[0].standing == "sent"


def test_officers_see_those_of_their_places_and_a_firm_its_own(law: Law) -> None:
    ordered(law)
    other = arrival(law, "c2", OTHER_FIRM, org="demo.biwan")
    send(law, PROCESS, [other, told(law, "order", "c2", org="demo.biwan")], actor=PROVINCE)
    seen = {
        who.name: [one.case for one in notice_list(law, who)]
        for who in (PROVINCE, CITY, OTHER_CITY, TRADER, RIVAL, NOBODY)
    }
    assert {name: sorted(cases) for name, cases in seen.items()} == {
        "省厅": ["c1", "c2"], "岚浦": ["c1"], "碧湾": ["c2"], "甲公司": ["c1"], "乙公司": ["c2"],
        "外人": [],
    }  # fmt: skip


def test_it_is_overdue_after_four_hours(law: Law) -> None:
    row = ordered(law)
    assert notice_named(law, PROVINCE, row.pk).standing == "sent"
    FirmNotice.objects.update(sent_at=row.sent_at - timedelta(hours=4, seconds=1))
    view = notice_named(law, PROVINCE, row.pk)
    assert (view.standing, view.is_overdue) == ("overdue", True)
    assert [one.id for one in notice_list(law, PROVINCE, "overdue")] == [row.pk]
    assert notice_list(law, PROVINCE, "sent") == []


def test_an_order_that_is_taken_back_is_told_to_its_firm(law: Law) -> None:
    row = ordered(law)
    void = told(law, "void", id="v", amends="c1-order")
    send(law, PROCESS, [void], actor=PROVINCE)
    assert inbox(TRADER)[0].title.zh == "海关查验通知已撤回：0908c1"
    assert notice_named(law, TRADER, row.pk).is_withdrawn


def test_the_signed_webhook_says_what_and_whose_case(
    law: Law, hook: HookSecret, receiver: Receiver
) -> None:
    row = ordered(law)
    turn()
    (one,) = receiver.received
    verify(one.headers, one.body, hook.secret, datetime.now(UTC))
    event = json.loads(one.body)
    assert (event["id"], event["subject"], event["type"]) == (
        row.message_id, "0908c1", "kaifang.notice.inspection",
    )  # fmt: skip
    notice = event["data"]["notice"]
    assert (notice["id"], notice["credit_code"], notice["case"]) == (row.pk, FIRM, "c1")
    assert notice["told"] == {
        "port": "岚浦口岸", "trade_mode": "一般贸易", "goods_class": "机电产品",
        "direction": "import",
    }  # fmt: skip
    asked = event["data"]["acknowledge"]
    assert asked["url"] == (
        f"https://office.test/api/v1/packs/demo/notices/{row.pk}/acknowledge-by-token"
    )
    (view,) = notice_list(law, PROVINCE)
    assert view.standing == "delivered"
    acknowledge_by_token(law, row.pk, asked["token"])
    (view,) = notice_list(law, PROVINCE)
    assert (view.standing, view.by) == ("acknowledged", f"hook:{hook.hook}")
    with pytest.raises(AcknowledgedAlready):
        acknowledge_by_token(law, row.pk, asked["token"])


def test_a_token_holds_for_its_firm_its_notice_and_while_its_hook_does(
    law: Law, hook: HookSecret, receiver: Receiver
) -> None:
    row = ordered(law)
    other = ordered(law, "c2")
    turn()
    turn()
    token = json.loads(receiver.received[0].body)["data"]["acknowledge"]["token"]
    first = json.loads(receiver.received[0].body)["data"]["notice"]["id"]
    another = other.pk if first == row.pk else row.pk
    for wrong in (token, "", "0" * 64, "通"):
        with pytest.raises(AcknowledgeTokenRefused):
            acknowledge_by_token(law, another, wrong)
    stop_hook(SYSTEM, hook.hook, "换地址")
    with pytest.raises(AcknowledgeTokenRefused):
        acknowledge_by_token(law, first, token)


def test_after_a_receiver_that_was_down_it_comes_with_the_same_id(
    law: Law, hook: HookSecret, receiver: Receiver
) -> None:
    receiver.answers = [status(503), status(200)]
    ordered(law)
    now = datetime.now(UTC)
    turn(now)
    assert notice_list(law, PROVINCE)[0].standing == "sent"
    turn(now + timedelta(seconds=12))
    assert len(set(receiver.ids)) == 1
    assert receiver.received[0].body == receiver.received[1].body
    assert notice_list(law, PROVINCE)[0].standing == "delivered"


def test_after_a_worker_that_died_between_sending_and_marking_it_has_the_same_id(
    law: Law, hook: HookSecret, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaifang.programme.messages import sending

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    ordered(law)
    now = datetime.now(UTC)
    monkeypatch.setattr(sending, "_settle", killed)
    with pytest.raises(KeyboardInterrupt):
        turn(now)
    monkeypatch.undo()
    assert jobs.lease("other", now) is None
    turn(now + jobs.LEASE)
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    assert Delivery.objects.count() == 1


def test_a_hook_of_a_firm_gets_its_own_and_a_hook_of_the_house_no_details(
    law: Law, allowed: None, receiver: Receiver
) -> None:
    subscribe(SYSTEM, "webhook", receiver.url, org=OTHER_FIRM)
    house = subscribe(SYSTEM, "webhook", receiver.url)
    row = ordered(law)
    assert [one.payload["hook"] for one in Job.objects.all()] == [house.hook]
    turn()
    event = json.loads(receiver.received[0].body)
    assert event["subject"] == row.to
    assert set(event["data"]) == {"title", "link", "body"}
    assert "0908" not in receiver.received[0].body.decode()
