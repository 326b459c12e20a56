"""Problems and next steps: own scope, carried over, changes shown."""

from __future__ import annotations

import pytest

from kaifang.core.period import Period
from kaifang.programme.dispatch.errors import NotItsItem, TooManyWords
from kaifang.programme.dispatch.remarking import may_speak, write_remark
from kaifang.programme.dispatch.remarks import Words, remarks
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.programme.viewer import PUBLIC, Viewer
from kaifang.store.models import AuditEntry, Remark

ITEM, ORG = "trade.total.shiyuan.2023", "demo.shiyuan"
MAY, JUNE = Period.parse("2023-01/2023-05"), Period.parse("2023-01/2023-06")


def test_a_city_writes_of_its_own_item_and_the_table_shows_it(
    programme: Programme, shiyuan: Actor
) -> None:
    write_remark(shiyuan, programme, ITEM, ORG, JUNE, Words("订单不足", "组织参展"))
    line = dispatch_table(programme, JUNE).line(ITEM)
    assert line is not None
    assert (line.said("problem"), line.said("next_step")) == ("订单不足", "组织参展")
    entry = AuditEntry.objects.get(act="remark")
    assert (entry.actor, entry.subject) == ("zhao", f"remark:demo:{ITEM}:{ORG}:2023-H1")


@pytest.mark.parametrize("who", ["boling", "leader", "stranger", "division"])
def test_a_stranger_may_not_speak_for_a_city(
    who: str, programme: Programme, request: pytest.FixtureRequest
) -> None:
    someone: Actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        write_remark(someone, programme, ITEM, ORG, JUNE, Words("x"))
    assert not Remark.objects.exists()
    assert ORG not in may_speak(someone, programme, programme.target(ITEM))


def test_nobody_speaks_of_an_item_of_others(programme: Programme, boling: Actor) -> None:
    with pytest.raises(NotItsItem):
        write_remark(boling, programme, ITEM, "demo.boling", JUNE, Words("x"))


def test_words_of_last_time_are_carried_over_until_new_ones_are_written(
    programme: Programme, shiyuan: Actor
) -> None:
    write_remark(shiyuan, programme, ITEM, ORG, MAY, Words("缺口12亿元", "", "请协调舱位"))
    carried = remarks(programme, JUNE)[ITEM, ORG]
    assert carried.is_carried
    assert carried.words.problem == "缺口12亿元"
    write_remark(shiyuan, programme, ITEM, ORG, JUNE, Words("缺口8亿元", "", "请协调舱位"))
    now = remarks(programme, JUNE)[ITEM, ORG]
    assert not now.is_carried
    assert [(one.kind, one.text) for one in now.changes("problem")] == [
        ("kept", "缺口"), ("struck", "12"), ("added", "8"), ("kept", "亿元"),
    ]  # fmt: skip
    assert [one.kind for one in now.changes("proposal")] == ["kept"]
    # May is told as it was.
    assert remarks(programme, MAY)[ITEM, ORG].words.problem == "缺口12亿元"


def test_the_public_sees_no_remark(programme: Programme, shiyuan: Actor) -> None:
    write_remark(shiyuan, programme, ITEM, ORG, JUNE, Words("订单不足"))
    line = dispatch_table(programme.for_viewer(PUBLIC), JUNE).line(ITEM)
    assert line is not None
    assert line.remarks == ()


def test_a_text_too_long_for_the_table_is_refused(programme: Programme, shiyuan: Actor) -> None:
    with pytest.raises(TooManyWords):
        write_remark(shiyuan, programme, ITEM, ORG, JUNE, Words("长" * 501))


def test_a_city_does_not_read_what_another_says(
    programme: Programme, shiyuan: Actor, boling: Actor, leader: Actor
) -> None:
    write_remark(shiyuan, programme, ITEM, ORG, JUNE, Words("订单不足"))
    for reader, reads in ((shiyuan, True), (leader, True), (boling, False)):
        found = remarks(programme.for_viewer(Viewer.of(reader)), JUNE)
        assert bool(found) is reads, reader
