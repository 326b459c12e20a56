"""A notebook asks for cases, projects and clearance as the pages do, with the same rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.event import GivenEvent
from kaifang.programme.errors import InternalOnly
from kaifang.programme.rights import Actor
from kaifang.programme.viewer import Viewer
from tests.programme.projects.conftest import (
    BIWAN,
    DIVISION,
    ETDZ,
    FIRM,
    LANPU,
    STRANGER,
    record,
    recorded,
)

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

__all__ = ["recorded"]
pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def asked_by(who: Actor, recorded: Programme) -> Programme:
    return replace(recorded, viewer=Viewer.of(who), actor=who)


def cases(who: Actor, recorded: Programme) -> str:
    return "".join(sorted(one.case for one in asked_by(who, recorded).cases("project")))


def test_cases_are_those_that_one_sees(recorded: Programme) -> None:
    assert cases(DIVISION, recorded) == "abcdefghi"
    assert cases(LANPU, recorded) == "acefhi"
    assert cases(BIWAN, recorded) == "bdg"
    assert cases(ETDZ, recorded) == "e"
    for who in (STRANGER, FIRM):
        for ask in ("cases", "funnel", "landing"):
            with pytest.raises(InternalOnly):
                getattr(asked_by(who, recorded), ask)(*["project"][: ask == "cases"])
    with pytest.raises(InternalOnly):
        recorded.cases("project")  # nobody in particular


def test_cases_are_a_table_with_days_of_the_office(recorded: Programme) -> None:
    """Registered at 16:30 of 9 July in UTC: that is the 10th in Shanghai."""
    late = datetime.fromisoformat("2023-07-09T16:30+00:00")
    told = {"code_name": "代号j"}
    record([GivenEvent("test", "j", "demo.project", "j", "report", late, org="demo.lanpu",
                       data=told)])  # fmt: skip
    found = asked_by(DIVISION, recorded).cases("demo.project", state="lead", org="demo.lanpu")
    assert [one.case for one in found] == ["j", "h"]
    assert "<td>代号j</td><td>岚浦市</td><td>线索</td><td>2023-07-10</td>" in found._repr_html_()
    assert "<th>Organisation</th>" in found.html("en")
    assert "另有" not in found.html()
    assert "1" in found.html(most=1).rpartition("</table>")[2]


def test_the_funnel_and_the_landing_are_those_of_the_pages(recorded: Programme) -> None:
    """Of 2021 a and c landed, of d, b and them; all of Lanpu's of that year did."""
    p = asked_by(DIVISION, recorded)
    signed = next(one for one in p.funnel() if one.state == "signed")
    assert (signed.entered, signed.on, signed.dropped, signed.open) == (7, 4, 2, 1)
    landing = p.landing()
    assert [(one.period.code, one.reached, one.of) for one in landing] == [
        ("2022", 1, 3), ("2021", 2, 4),
    ]  # fmt: skip
    assert (landing.year_end.until, landing.year_end.landed) == (date(2023, 12, 31), 1)
    assert "<td>50.0%</td>" in landing.html()
    own = p.landing(org="demo.lanpu")
    assert [(one.period.code, one.reached, one.of) for one in own] == [
        ("2022", 1, 2), ("2021", 2, 2),
    ]  # fmt: skip
    then = p.landing(as_of="2021-12-31")
    assert [(one.reached, one.of) for one in then] == [(1, 4)]


def test_clearance_and_its_flow_are_told_by_months(recorded: Programme) -> None:
    """Two consignments of May: one hour and three from declaration to release."""
    rows = [
        ("x", "arrival", 8), ("x", "declaration", 9), ("x", "release", 10),
        ("y", "arrival", 8), ("y", "declaration", 9), ("y", "release", 12),
    ]  # fmt: skip
    record([
        GivenEvent("test", f"{case}{type}", "demo.clearance", case, type,
                   datetime(2023, 5, 4, hour, tzinfo=SHANGHAI), data={"port": "甲港"})
        for case, type, hour in rows
    ])  # fmt: skip
    p = asked_by(DIVISION, recorded)
    steps = p.clearance("clearance", first="2023-05", last="2023-05")
    assert steps.study.cases == 2
    customs = next(one for one in steps if one.step.stop == "release" and one.took)
    assert customs.took is not None
    assert (customs.took.count, customs.took.mean / 3600) == (2, 2.0)
    flow = p.flow("clearance", first="2023-05", last="2023-05")
    edges = {(one.source, one.target): one.took.mean / 3600 for one in flow}
    assert edges == {("arrival", "declaration"): 1.0, ("declaration", "release"): 2.0}
    assert "<td>66.7%</td>" in flow.html()


def test_a_process_is_named_by_the_last_part_of_its_id(recorded: Programme) -> None:
    from kaifang.programme.clearance.processes import UnknownProcess
    from kaifang.programme.notebook_cases import process_named

    assert process_named(recorded, "project") == "demo.project"
    assert process_named(recorded, "demo.project") == "demo.project"
    with pytest.raises(UnknownProcess, match="projekt"):
        process_named(recorded, "projekt")


def test_one_acts_by_the_posts_that_one_holds(recorded: Programme) -> None:
    """Signed in by name; whoever sits at the machine of a house with users sees no case."""
    from kaifang.programme.people.errors import UnknownUser
    from kaifang.store.models import Post, User

    user = User.objects.create_user(username="li")
    since = {"from_day": date(2020, 1, 1), "granted_at": datetime(2020, 1, 1, tzinfo=SHANGHAI)}
    Post.objects.create(user=user, org="demo.biwan", role="city", **since)
    found = recorded.acting_as("li").cases("project")
    assert {one.org for one in found} == {"demo.biwan"}
    with pytest.raises(InternalOnly):
        recorded.acting_as().cases("project")
    with pytest.raises(UnknownUser):
        recorded.acting_as("nobody")
