"""What may be done next is told with what it asks for; what may not, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.programme.casework.test_keeping import (
    BIWAN,
    CITY,
    DIVISION,
    ETDZ,
    LANPU,
    LEADER,
    PROCESS,
    STRANGER,
    ZONE,
    at,
    given,
    lead,
    moved,
    programme,
)

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

__all__ = ["lead", "programme"]

pytestmark = pytest.mark.django_db


def test_an_act_asks_for_its_fields_and_evidence(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.offering import offer

    talk = offer(LANPU, programme, lead).acts[0]
    assert (talk.event, talk.name.zh, talk.to and talk.to.zh) == ("talk", "进入洽谈", "在谈")
    assert [part.name.zh for part in talk.evidence] == ["洽谈纪要"]
    needed = [one.field.id for one in talk.fields if one.needed]
    assert needed == ["investor"]


def test_what_is_known_is_not_asked_for_again(programme: Programme) -> None:
    from kaifang.programme.casework.keeping import open_case
    from kaifang.programme.casework.offering import offer

    first = given("01-04", data={"code_name": "海燕", "investor": "示例集团"})
    case = open_case(LANPU, programme, PROCESS, CITY, first)
    talk = offer(LANPU, programme, case).acts[0]
    (investor,) = (one for one in talk.fields if one.field.id == "investor")
    assert (investor.needed, investor.known) == (False, "示例集团")


def test_what_repeats_is_asked_for_each_time(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.keeping import act
    from kaifang.programme.casework.offering import offer

    signed = moved(programme, lead, 2)
    funds = {"funds_month": "2023-02", "funds_origin": "domestic", "funds": "100"}
    paid = given("02-10", "voucher", data=funds)
    again = act(LANPU, programme, PROCESS, lead.case, "funds", paid, version=signed.version)
    (offered,) = (one for one in offer(LANPU, programme, again).acts if one.event == "funds")
    needed = {one.field.id for one in offered.fields if one.needed}
    assert needed == {"funds_month", "funds_origin", "funds"}


def test_what_is_withheld_says_why(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.offering import offer

    own = {one.event: one.why.zh for one in offer(LANPU, programme, lead).withheld}
    assert own["sign"] == "须处于：在谈"
    assert own["extend.landing"] == "该时限未在计时"
    assert "report" not in own  # what begins a case is not done to one
    zone = {one.event: one.why.zh for one in offer(DIVISION, programme, lead).withheld}
    assert zone["talk"] == "由商务专员、市级招商部门办理"


def test_whoever_acted_does_not_do_what_another_must(programme: Programme, lead: CaseView) -> None:
    from dataclasses import replace

    from kaifang.programme.casework.offering import offer
    from kaifang.programme.rights import Post, Role

    both = replace(LANPU, posts=(*LANPU.posts, Post(Role.REVIEWER, "demo")))
    started = moved(programme, lead, 4)
    found = offer(both, programme, started)
    assert "enter_statistics" not in {one.event for one in found.acts}
    (why,) = (one.why.zh for one in found.withheld if one.event == "enter_statistics")
    assert why == "须由办理“开工”以外的人办理"
    assert "enter_statistics" in {one.event for one in offer(DIVISION, programme, started).acts}


def test_who_only_reads_is_offered_nothing(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.offering import correctable, offer

    for reader in (LEADER, STRANGER, BIWAN):
        assert offer(reader, programme, lead).acts == ()
        assert correctable(reader, programme, lead) == frozenset()


def test_cases_begin_where_somebody_holds_the_role(programme: Programme) -> None:
    from kaifang.programme.casework.offering import NobodyToOpen, opening_orgs

    def of(actor: Actor) -> list[str]:
        return [org.id for org in opening_orgs(actor, programme, PROCESS, "report")]

    assert of(ETDZ) == [ZONE]
    assert of(LANPU)[0] == CITY
    assert ZONE in of(LANPU)
    for nobody in (DIVISION, LEADER, STRANGER):
        with pytest.raises(NobodyToOpen, match="商务专员、市级招商部门"):
            of(nobody)


def test_the_way_of_a_project_is_the_shortest_without_return(
    programme: Programme, lead: CaseView
) -> None:
    from kaifang.programme.casework.path import state_path

    path = state_path(moved(programme, lead, 2).state)
    assert [one.id for one in path] == [
        "lead", "talks", "signed", "registered", "started", "in_statistics", "in_production",
        "at_capacity",
    ]  # fmt: skip
    assert [one.id for one in path if one.since] == ["lead", "talks", "signed"]
    assert [one.id for one in path if one.is_current] == ["signed"]


def test_the_way_tells_when_a_state_was_entered(programme: Programme, lead: CaseView) -> None:
    """A plan written while the project stays signed leaves the day of signing as it is."""
    from kaifang.programme.casework.keeping import act
    from kaifang.programme.casework.path import state_path

    signed = moved(programme, lead, 2)
    since = next(one.since for one in state_path(signed.state) if one.id == "signed")
    noted = act(LANPU, programme, PROCESS, lead.case, "note", given("03-01"), version=3)
    assert next(one.since for one in state_path(noted.state) if one.id == "signed") == since
    assert since == at("02-01")
