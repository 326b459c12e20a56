"""Figures are checked before they are issued; what is issued stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kaifang.core.period import Period
from kaifang.packs.law import load
from kaifang.programme.dispatch.adjusting import adjustments
from kaifang.programme.dispatch.circulating import (
    AGREED,
    OBJECTED,
    answer,
    checked,
    circulate,
    circulated,
    editions,
    withdraw,
)
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.errors import (
    AlreadyCirculated,
    AnswersOutstanding,
    NotAsked,
    NothingCirculated,
    ReasonNeeded,
    UnfitLimit,
)
from kaifang.programme.dispatch.issuing import issue, issued, last_issued
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.programme.viewer import Viewer
from kaifang.store import audit
from kaifang.store.errors import ChangedMeanwhile, RecordsStay
from kaifang.store.models import AuditEntry, Dispatch, Message
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF, QUARTER = Period.parse("2023-01/2023-06"), Period.parse("2023-01/2023-03")
THREE = DayLimit(3, "working")


@pytest.fixture
def out(programme: Programme, division: Actor) -> Dispatch:
    return circulate(division, programme, HALF, THREE)


def trains(month: int, value: str, announced: date) -> Any:
    period = f"2023-01/2023-0{month}"
    return level("corridor.trains", "demo.shiyuan", period, value, announced, unit="列")


def test_every_city_is_asked_and_told_with_a_day(out: Dispatch, programme: Programme) -> None:
    found = circulated(out)
    assert len(found.answers) == 14
    # Three working days after Saturday 15 July 2023: Monday 17, Tuesday 18, Wednesday 19.
    assert found.due == date(2023, 7, 19)
    assert Message.objects.filter(kind="dispatch.circulated").count() == 14
    assert Message.objects.get(to_org="demo.shiyuan").link == f"/dispatch/check/{out.pk}/?pack=demo"
    assert {row["org"] for row in found.rows_of("demo.shiyuan", programme)} >= {"demo.shiyuan"}


@pytest.mark.parametrize("who", ["shiyuan", "leader", "stranger"])
def test_a_stranger_may_not_circulate(
    who: str, programme: Programme, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        circulate(request.getfixturevalue(who), programme, HALF, THREE)
    assert not Dispatch.objects.exists()
    assert not AuditEntry.objects.exists()


def test_figures_are_out_once(out: Dispatch, programme: Programme, division: Actor) -> None:
    with pytest.raises(AlreadyCirculated):
        circulate(division, programme, HALF, THREE)
    with pytest.raises(UnfitLimit):
        circulate(division, programme, QUARTER, DayLimit(0))
    assert [one.edition for one in editions(programme)] == [1]


def test_a_city_objects_with_a_reason_and_may_agree_later(
    out: Dispatch, programme: Programme, shiyuan: Actor
) -> None:
    org = "demo.shiyuan"
    with pytest.raises(ReasonNeeded):
        answer(shiyuan, programme, out, org, OBJECTED, reason=" ")
    item = ("trade.total.shiyuan.2023",)
    answer(shiyuan, programme, out, org, OBJECTED, reason="少计一家企业", items=item)
    found = circulated(out).answers[org]
    assert (found.verdict, found.reason, found.items, found.is_late) == (
        OBJECTED, "少计一家企业", item, False,
    )  # fmt: skip
    answer(shiyuan, programme, out, org, AGREED)
    assert circulated(out).answers[org].verdict == AGREED
    assert [one.kind for one in out.events.order_by("number")] == [
        "circulated", OBJECTED, AGREED,
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["boling", "division", "leader", "stranger"])
def test_a_stranger_may_not_answer_for_a_city(
    who: str, out: Dispatch, programme: Programme, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        answer(request.getfixturevalue(who), programme, out, "demo.shiyuan", AGREED)
    assert circulated(out).answers["demo.shiyuan"].verdict == ""


def test_two_who_answer_at_once_do_not_both_succeed(
    out: Dispatch, programme: Programme, shiyuan: Actor, boling: Actor
) -> None:
    seen = out.version
    answer(shiyuan, programme, out, "demo.shiyuan", AGREED, expected=seen)
    with pytest.raises(ChangedMeanwhile):
        answer(boling, programme, out, "demo.boling", AGREED, expected=seen)


def test_only_who_was_asked_answers(programme: Programme, division: Actor) -> None:
    only = programme_of(load("demo"), viewer=programme.viewer)
    out = circulate(division, only, HALF, THREE)
    mayor = Actor("wu", "wu", solo=True)
    with pytest.raises(NotAsked):
        answer(mayor, only, out, "demo", AGREED)


def test_with_open_answers_a_table_is_issued_for_a_reason_only(
    out: Dispatch, programme: Programme, division: Actor
) -> None:
    with pytest.raises(AnswersOutstanding):
        issue(division, programme, out)
    done = issue(division, programme, out, reason="省政府常务会议急需")
    assert done.reason == "省政府常务会议急需"
    assert out.state == "issued"


def test_an_issued_table_carries_rows_hash_versions_and_a_head_that_holds(
    out: Dispatch, programme: Programme, division: Actor
) -> None:
    done = issue(division, programme, out, reason="急需")
    assert done.versions["pack_hash"] == programme.law.hash
    assert done.versions["data"] == 1
    assert done.versions["engine"]
    assert len(done.rows) > 14
    assert audit.verify(audit.Head.read(done.head)) == []
    entry = AuditEntry.objects.get(act="dispatch.issue")
    assert audit.Head.read(done.head).number == entry.id
    assert issued(Dispatch.objects.get(pk=out.pk)).rows == done.rows
    with pytest.raises(RecordsStay):
        Dispatch.objects.get(pk=out.pk).events.get(kind="issued").delete()


@pytest.mark.parametrize("who", ["shiyuan", "leader", "stranger"])
def test_a_stranger_may_not_issue_nor_withdraw(
    who: str, out: Dispatch, programme: Programme, request: pytest.FixtureRequest
) -> None:
    someone: Actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        issue(someone, programme, out, reason="x")
    with pytest.raises(NotAllowed):
        withdraw(someone, programme, out, "x")
    assert circulated(out)


def test_what_was_withdrawn_is_given_out_in_another_edition(
    out: Dispatch, programme: Programme, division: Actor
) -> None:
    with pytest.raises(ReasonNeeded):
        withdraw(division, programme, out, "")
    withdraw(division, programme, out, "数据有误")
    again = circulate(division, programme, HALF, THREE)
    assert (again.edition, again.state) == (2, "circulated")
    with pytest.raises(NothingCirculated):
        issue(division, programme, out, reason="x")
    assert checked(out).rows


def test_the_next_table_prints_what_was_adjusted_since(db: None, division: Actor) -> None:
    """100 trains were issued for the first quarter; a revision says 107."""
    law = load("demo")
    first = programme_of(law, trains(3, "100", date(2023, 4, 10)))
    out = circulate(division, first, QUARTER, DayLimit(1))
    assert issue(division, first, out, reason="急需").adjusted == []
    later = programme_of(
        law,
        trains(3, "100", date(2023, 4, 10)),
        trains(3, "107", date(2023, 7, 1)),
        trains(6, "321", date(2023, 7, 10)),
    )
    half = circulate(division, later, HALF, DayLimit(1))
    done = issue(division, later, half, reason="急需")
    actual = [one for one in done.adjusted if one["measure"] == "level"]
    assert [(one["item"], one["before"]["zh"][:4], one["now"]["zh"][:4]) for one in actual] == [
        ("corridor.trains.shiyuan.2023", "100列", "107列"),
    ]  # fmt: skip
    assert done.adjusted_since == QUARTER.code
    # The first stays as issued.
    row = next(r for r in issued(out).rows if r["item"] == "corridor.trains.shiyuan.2023")
    assert row["actual"]["value"] == "100"
    found = last_issued(later)
    assert found is not None
    assert found.dispatch.pk == half.pk
    # A figure that stands in the lines of two targets is told once.
    figures = later.figures()
    assert len(adjustments(figures, [row, {**row, "item": "another"}])) == 1
    # An organisation that the pack of today has no more is left as it was.
    assert adjustments(figures, [{**row, "org": "demo.nowhere"}]) == []


def test_the_last_one_is_that_issued_last_whichever_was_given_out_first(
    out: Dispatch, programme: Programme, division: Actor
) -> None:
    quarter = circulate(division, programme, QUARTER, THREE)
    issue(division, programme, quarter, reason="急需")
    issue(division, programme, out, reason="急需")
    found = last_issued(programme)
    assert found is not None
    assert found.dispatch.pk == out.pk


def test_a_city_reads_its_own_answer_only(
    out: Dispatch, programme: Programme, shiyuan: Actor, boling: Actor, leader: Actor
) -> None:
    answer(shiyuan, programme, out, "demo.shiyuan", OBJECTED, reason="少计两列")
    found = circulated(out)

    def read(who: Actor) -> set[str]:
        seen = programme.for_viewer(Viewer.of(who))
        return {one.reason for one in found.answers_for(seen)}

    assert read(shiyuan) == {"少计两列"}
    assert read(boling) == {""}
    assert read(leader) == {"少计两列", ""}
