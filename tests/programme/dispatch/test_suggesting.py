"""Rules suggest, a person decides; and one page for a leader."""

from __future__ import annotations

from datetime import date

import pytest

from kaifang.core.observation import Visibility
from kaifang.packs.law import load
from kaifang.programme.dispatch.briefing import briefing
from kaifang.programme.dispatch.deciding import decide, decisions
from kaifang.programme.dispatch.errors import NoSuggestion, ReasonNeeded
from kaifang.programme.dispatch.remarking import write_remark
from kaifang.programme.dispatch.remarks import Words, leads_of
from kaifang.programme.dispatch.suggesting import suggestions
from kaifang.programme.dispatch.table import DispatchTable, dispatch_table
from kaifang.programme.dispatch.telling import tell_briefing
from kaifang.programme.errors import InternalOnly
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.programme.viewer import Viewer
from kaifang.store.models import AuditEntry, Decision
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF = "2023-01/2023-06"
INSIDE = Viewer("", Visibility.INTERNAL)
RED_TWICE, TAIL = "demo.interview.red_twice", "demo.notice.tail"


def slow(*months: tuple[int, str]) -> Programme:
    """Shiyuan with so many of its 535 trains by the end of some months."""
    told = [
        level("corridor.trains", "demo.shiyuan", f"2023-01/2023-0{month}", value,
              date(2023, month + 1, 10), unit="列")
        for month, value in months
    ]  # fmt: skip
    return programme_of(load("demo"), *told, viewer=INSIDE)


def found(programme: Programme) -> list[tuple[str, str]]:
    return [(one.rule.id, one.org.id) for one in suggestions(dispatch_table(programme, HALF))]


def test_two_red_months_in_a_row_suggest_an_interview(db: None) -> None:
    # A fifth done where 5/12 and then half are due: red both times.
    assert (RED_TWICE, "demo.shiyuan") in found(slow((5, "107"), (6, "107")))
    # 230 of 535 is 43%: ahead of 5/12 in May, so June is the first red one.
    assert (RED_TWICE, "demo.shiyuan") not in found(slow((5, "230"), (6, "107")))


def test_a_month_without_data_breaks_the_row(db: None) -> None:
    assert (RED_TWICE, "demo.shiyuan") not in found(slow((6, "107")))


def test_a_suggestion_cites_the_lines_it_rests_on(db: None) -> None:
    one = next(s for s in suggestions(dispatch_table(slow((5, "107"), (6, "107")), HALF)))
    assert [line.target.id for line in one.lines] == ["corridor.trains.shiyuan.2023"]
    assert not one.rule.named


def test_the_demo_names_boling_which_is_red_and_last_in_foreign_capital(
    programme: Programme,
) -> None:
    table = dispatch_table(programme, HALF)
    named = [one for one in suggestions(table) if one.rule.id == TAIL]
    assert "demo.boling" in [one.org.id for one in named]
    assert all(one.rule.named for one in named)
    for one in named:
        assert {line.light.colour.value for line in one.lines} == {"red"}


@pytest.fixture
def table(programme: Programme) -> DispatchTable:
    return dispatch_table(programme, HALF)


def test_a_person_decides_with_a_reason_and_the_last_decision_holds(
    table: DispatchTable, division: Actor
) -> None:
    with pytest.raises(ReasonNeeded):
        decide(division, table, TAIL, "demo.boling", "notice")
    decide(division, table, TAIL, "demo.boling", "notice", named=True, reason="连续末位")
    decide(division, table, TAIL, "demo.boling", "none", named=True, reason="基数畸高")
    held = decisions(table.programme, table.period)[TAIL, "demo.boling"]
    assert (held.verdict, held.named, held.reason) == ("none", False, "基数畸高")
    assert Decision.objects.count() == 2
    assert AuditEntry.objects.filter(act="decide").count() == 2


@pytest.mark.parametrize("who", ["boling", "leader", "stranger"])
def test_a_stranger_may_not_decide(
    who: str, table: DispatchTable, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        decide(request.getfixturevalue(who), table, TAIL, "demo.boling", "none", reason="x")
    assert not Decision.objects.exists()


def test_nobody_is_decided_on_whom_no_rule_suggests(table: DispatchTable, division: Actor) -> None:
    with pytest.raises(NoSuggestion):
        decide(division, table, TAIL, "demo.shiyuan", "notice", reason="x")


def test_the_public_sees_neither_suggestions_nor_the_leaders_page(public: Programme) -> None:
    table = dispatch_table(public, HALF)
    with pytest.raises(InternalOnly):
        suggestions(table)
    with pytest.raises(InternalOnly):
        briefing(table)


def test_the_leaders_page_sums_up_and_shows_what_presses_first(
    programme: Programme, shiyuan: Actor
) -> None:
    item = "trade.total.shiyuan.2023"
    table = dispatch_table(programme, HALF)
    write_remark(shiyuan, programme, item, "demo.shiyuan", table.period,
                 Words("订单不足", "组织参展", "请支持展位费"))  # fmt: skip
    page = briefing(dispatch_table(programme, HALF))
    assert sum(page.lights.values()) == len(table)
    assert {one.org.id for one in page.own} == {"demo"}
    colours = [one.light.colour.value for one in page.behind]
    assert colours == sorted(colours, key=["red", "amber"].index)
    assert [one.remark.words.problem for one in page.problems] == ["订单不足"]
    assert [one.remark.words.proposal for one in page.proposals] == ["请支持展位费"]


def test_a_city_reads_no_suggestion_about_another(programme: Programme, shiyuan: Actor) -> None:
    city = programme.for_viewer(Viewer.of(shiyuan))
    found = {one.org.id for one in suggestions(dispatch_table(city, HALF))}
    everything = {one.org.id for one in suggestions(dispatch_table(programme, HALF))}
    assert "demo.boling" in everything
    assert found <= {"demo.shiyuan"}


def test_a_leading_body_speaks_in_its_own_name(programme: Programme) -> None:
    law, item = programme.law, "trade.total.2023"
    (lead, *_others) = leads_of(law, programme.target(item))
    chief = Actor("wu", "wu", solo=True)
    write_remark(
        chief, programme, item, lead, dispatch_table(programme, HALF).period, Words("外需不足")
    )
    (one,) = briefing(dispatch_table(programme, HALF)).problems
    assert one.speaker == law.orgs[lead].name
    told = tell_briefing(briefing(dispatch_table(programme, HALF)), "zh")["problems"]
    assert [(row["org"], row["org_name"]) for row in told] == [(lead, law.orgs[lead].name.zh)]
