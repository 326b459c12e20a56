"""Slips: how they are worded, numbered, answered, returned, raised, extended and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kaifang.programme.dispatch import slips
from kaifang.programme.dispatch.deadlines import Clock, DayLimit
from kaifang.programme.dispatch.desk import clock, open_slip
from kaifang.programme.dispatch.desk import slips as seen
from kaifang.programme.dispatch.errors import (
    ReasonNeeded,
    SlipToItself,
    UnfitLimit,
    UnknownLevel,
    UnknownSlip,
    WrongState,
)
from kaifang.programme.dispatch.escalating import escalations
from kaifang.programme.dispatch.levels import level_name
from kaifang.programme.dispatch.relations import SlipKind, relation
from kaifang.programme.dispatch.slips import SlipDraft, send
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.programme.todo import todo
from kaifang.store import audit
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import AuditEntry, Message, Slip

DRAFT = SlipDraft("demo.shiyuan", "实际利用外资落后序时进度", "请查明原因。", "blue")


@pytest.fixture
def slip(programme: Programme, division: Actor) -> Slip:
    return send(division, programme, "demo", DRAFT)


@pytest.fixture
def late(programme: Programme, division: Actor, monkeypatch: pytest.MonkeyPatch) -> Slip:
    """A slip of one day, looked at three days later."""
    draft = SlipDraft("demo.shiyuan", "外资", level="blue", limit=DayLimit(1))
    found = send(division, programme, "demo", draft)
    for module in ("slips", "desk"):
        path = f"kaifang.programme.dispatch.{module}.today"
        monkeypatch.setattr(path, lambda _: date(2023, 7, 18))
    return found


@pytest.mark.parametrize(
    ("sender", "receiver", "kind"),
    [
        ("demo", "demo.dept.commerce", SlipKind.SUPERVISE),
        ("demo.dept.commerce", "demo.dept.commerce.trade", SlipKind.SUPERVISE),
        ("demo.dept.commerce", "demo.dept.transport", SlipKind.CONSULT),
        ("demo.dept.commerce", "demo.dept.customs", SlipKind.LETTER),
        ("demo", "demo.dept.customs", SlipKind.LETTER),
        ("demo", "demo.shiyuan", SlipKind.REMIND),
        ("demo", "demo.zone.shiyuan-etdz", SlipKind.REMIND),
        ("demo.shiyuan", "demo.zone.shiyuan-etdz", SlipKind.SUPERVISE),
        ("demo.shiyuan", "demo.lanpu", SlipKind.REMIND),
        ("demo.shiyuan", "demo.dept.commerce", SlipKind.CONSULT),
    ],
)
def test_the_relation_decides_what_a_letter_is_called(
    sender: str, receiver: str, kind: SlipKind, public: Programme
) -> None:
    assert relation(public.law.orgs, sender, receiver) is kind


def test_serials_run_by_mark_and_year(programme: Programme, division: Actor) -> None:
    def sent(org: str) -> str:
        return send(division, programme, "demo", SlipDraft(org, "事项")).serial

    found = [sent("demo.shiyuan"), sent("demo.boling"), sent("demo.dept.customs")]
    assert found == ["示开放提〔2023〕1号", "示开放提〔2023〕2号", "示开放函〔2023〕1号"]


def test_a_slip_has_the_limit_of_its_level_and_is_told_to_its_receiver(slip: Slip) -> None:
    # Ten working days after Saturday 15 July 2023 are the 17th to the 28th.
    assert slip.due == date(2023, 7, 28)
    assert (slip.state, slip.kind, slip.level) == ("sent", "remind", "blue")
    message = Message.objects.get(to_org="demo.shiyuan")
    assert message.title_zh == "提醒函：实际利用外资落后序时进度"
    assert message.link == f"/dispatch/slips/{slip.pk}/?pack=demo"
    assert audit.verify() == []


def test_the_letter_speaks_as_the_relation_asks_in_both_languages(
    slip: Slip, programme: Programme, division: Actor
) -> None:
    words = slips.letter(programme, slip)
    assert words.zh.startswith("石原市：现就“实际利用外资落后序时进度”提醒如下。\n请查明原因。\n")
    assert words.zh.endswith("并于2023-07-28前反馈（时限10个工作日）。")
    assert words.en.startswith("To Shiyuan: please be reminded of")
    customs = send(division, programme, "demo", SlipDraft("demo.dept.customs", "通关时间"))
    assert "盼于2023-07-28前复函" in slips.letter(programme, customs).zh


def test_calendar_days_are_counted_through_the_weekend(
    programme: Programme, division: Actor
) -> None:
    draft = SlipDraft("demo.shiyuan", "事项", limit=DayLimit(10, "calendar"))
    assert send(division, programme, "demo", draft).due == date(2023, 7, 25)


def test_a_slip_goes_its_way_and_each_step_is_told(
    slip: Slip, programme: Programme, division: Actor, shiyuan: Actor
) -> None:
    slips.answer_slip(shiyuan, programme, slip, "已约谈企业")
    slips.return_answer(division, programme, slip, "未说明原因")
    slips.answer_slip(shiyuan, programme, slip, "两个项目延期到资")
    slips.close(division, programme, slip, "按月跟踪")
    assert [one.kind for one in slip.events.order_by("number")] == [
        "sent", "answered", "returned", "answered", "closed",
    ]  # fmt: skip
    assert slip.state == "closed"
    told = Message.objects.order_by("at").values_list("kind", "to_org")
    assert list(told) == [
        ("slip.sent", "demo.shiyuan"),
        ("slip.answered", "demo"),
        ("slip.returned", "demo.shiyuan"),
        ("slip.answered", "demo"),
        ("slip.closed", "demo.shiyuan"),
    ]
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert list(acts)[-1] == "slip.closed"
    with pytest.raises(WrongState):
        slips.answer_slip(shiyuan, programme, slip, "再答")


def test_a_level_is_raised_when_overdue_and_before_only_for_a_reason(
    slip: Slip, programme: Programme, division: Actor
) -> None:
    with pytest.raises(ReasonNeeded):
        slips.raise_level(division, programme, slip, "orange")
    slips.raise_level(division, programme, slip, "orange", "领导批示")
    assert slip.level == "orange"
    with pytest.raises(UnknownLevel):
        slips.raise_level(division, programme, slip, "blue", "x")
    with pytest.raises(UnknownLevel):
        slips.raise_level(division, programme, slip, "purple", "x")


def test_an_overdue_slip_is_raised_without_more_words(
    late: Slip, programme: Programme, division: Actor
) -> None:
    assert clock(programme, late).is_overdue
    says = clock(programme, late).says
    assert says is not None
    assert says.zh == "超期2天"
    slips.raise_level(division, programme, late, "red")
    assert late.level == "red"


def test_an_extension_counts_from_the_present_end(
    slip: Slip, programme: Programme, division: Actor
) -> None:
    # Friday 28 July plus two working days is Tuesday 1 August.
    slips.extend(division, programme, slip, DayLimit(2, "working"), "台风")
    assert slip.due == date(2023, 8, 1)
    with pytest.raises(ReasonNeeded):
        slips.extend(division, programme, slip, DayLimit(2), " ")


ACTS: dict[str, Callable[[Actor, Programme, Slip], object]] = {
    "send": lambda a, p, s: send(a, p, "demo", DRAFT),
    "answer": lambda a, p, s: slips.answer_slip(a, p, s, "x"),
    "return": lambda a, p, s: slips.return_answer(a, p, s, "x"),
    "raise": lambda a, p, s: slips.raise_level(a, p, s, "red", "x"),
    "extend": lambda a, p, s: slips.extend(a, p, s, DayLimit(1), "x"),
    "close": lambda a, p, s: slips.close(a, p, s, "x"),
}


@pytest.mark.parametrize("who", ["boling", "leader", "stranger"])
@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_may_not(
    act: str, who: str, slip: Slip, programme: Programme, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        ACTS[act](request.getfixturevalue(who), programme, slip)
    slip.refresh_from_db()
    assert slip.version == 1
    assert Slip.objects.count() == 1


@pytest.mark.parametrize("act", ["return", "raise", "extend", "close"])
def test_the_receiver_does_not_decide_on_its_own_slip(
    act: str, slip: Slip, programme: Programme, shiyuan: Actor
) -> None:
    with pytest.raises(NotAllowed):
        ACTS[act](shiyuan, programme, slip)


def test_a_slip_is_seen_by_both_ends_and_those_above(
    slip: Slip, programme: Programme, shiyuan: Actor, boling: Actor, leader: Actor,
    stranger: Actor,
) -> None:  # fmt: skip
    assert [one.pk for one in seen(shiyuan, programme)] == [slip.pk]
    assert [one.pk for one in seen(leader, programme)] == [slip.pk]
    for someone in (boling, stranger):
        assert seen(someone, programme) == []
        with pytest.raises(UnknownSlip):
            open_slip(someone, programme, slip.pk)


def test_two_who_act_at_once_do_not_both_succeed(
    slip: Slip, programme: Programme, division: Actor, shiyuan: Actor
) -> None:
    slips.answer_slip(shiyuan, programme, slip, "一", expected=1)
    with pytest.raises(ChangedMeanwhile):
        slips.close(division, programme, slip, "结", expected=1)


def test_bad_slips_are_refused(programme: Programme, division: Actor) -> None:
    with pytest.raises(SlipToItself):
        send(division, programme, "demo", SlipDraft("demo", "事项"))
    with pytest.raises(SlipToItself):
        send(division, programme, "demo", SlipDraft("210000", "事项"))
    with pytest.raises(UnknownLevel):
        send(division, programme, "demo", SlipDraft("demo.shiyuan", "事项", level="purple"))
    with pytest.raises(UnfitLimit):
        send(division, programme, "demo", SlipDraft("demo.shiyuan", "事项", limit=DayLimit(400)))
    with pytest.raises(ReasonNeeded):
        send(division, programme, "demo", SlipDraft("demo.shiyuan", " "))
    assert not Slip.objects.exists()


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let dispatch take place on a day."""
    for module in ("slips", "desk", "escalating"):
        monkeypatch.setattr(f"kaifang.programme.dispatch.{module}.today", lambda _: day)


@pytest.mark.parametrize(
    ("clock_", "due", "again"),
    [
        # Ten days from 15 July: the 25th; answered on the 20th, returned on the 24th, four later.
        ("calendar", date(2023, 7, 25), date(2023, 7, 29)),
        # Ten working days: Friday the 28th; Thursday and Friday lay with the sender.
        ("working", date(2023, 7, 28), date(2023, 8, 1)),
    ],
)
def test_the_clock_stands_while_the_answer_lies_with_the_sender(
    clock_: Clock, due: date, again: date, programme: Programme, division: Actor, shiyuan: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    draft = SlipDraft("demo.shiyuan", "外资", limit=DayLimit(10, clock_))
    slip = send(division, programme, "demo", draft)
    assert slip.due == due
    words = slips.letter(programme, slip)
    on(monkeypatch, date(2023, 7, 20))
    slips.answer_slip(shiyuan, programme, slip, "已约谈企业")
    on(monkeypatch, date(2023, 7, 24))
    slips.return_answer(division, programme, slip, "未说明原因")
    assert slip.due == again
    told = Message.objects.get(kind="slip.returned")
    assert again.isoformat() in told.title_zh
    assert slips.letter(programme, slip) == words  # the letter stays as it was sent


def test_an_overdue_slip_is_proposed_for_the_next_level_and_a_person_raises_it(
    programme: Programme, division: Actor, shiyuan: Actor, leader: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    draft = SlipDraft("demo.shiyuan", "外资", level="blue", limit=DayLimit(1))
    slip = send(division, programme, "demo", draft)

    def proposed(actor: Actor = division) -> list[str]:
        return [one.id for one in escalations(actor, programme, [slip]).values()]

    assert proposed() == []  # not overdue yet
    on(monkeypatch, date(2023, 7, 18))
    assert proposed() == ["orange"]
    assert proposed(shiyuan) == proposed(leader) == []  # not theirs to raise
    slip.refresh_from_db()
    assert slip.level == "blue"  # nothing happens by itself
    slips.raise_level(division, programme, slip, "orange")
    assert proposed() == []
    # Orange has five working days: from Tuesday the 18th to the 25th.
    on(monkeypatch, date(2023, 7, 25))
    assert proposed() == []
    on(monkeypatch, date(2023, 7, 26))
    assert proposed() == ["red"]
    slips.raise_level(division, programme, slip, "red")
    on(monkeypatch, date(2023, 9, 1))
    assert proposed() == []  # there is nothing above red


def test_the_sender_is_told_among_what_is_to_do(
    late: Slip, programme: Programme, division: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2023, 7, 18))
    says = [one.says.zh for one in todo(division, programme)]
    assert "超期督办单 1 件建议升级" in says


def test_a_level_that_the_pack_has_no_more_keeps_its_name_of_old(
    slip: Slip, programme: Programme, division: Actor
) -> None:
    Slip.objects.filter(pk=slip.pk).update(level="purple")
    slip.refresh_from_db()
    assert level_name(programme.law, slip.level).zh == "purple"
    slips.raise_level(division, programme, slip, "red", "领导批示")
    assert slip.level == "red"
