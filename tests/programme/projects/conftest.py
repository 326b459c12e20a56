"""Nine invented projects of two cities, small enough to be counted by hand; the demo plays on 2023-07-15.

Signed in 2021: a and c landed (after 184 and 365 days), b was terminated, d is open and late.
Signed in 2022: f landed, g moved away, e is stalled. h is a lead, i in talks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.event import GivenEvent
from kaifang.programme.rights import Actor, Post, Role

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.opening import Programme
    from kaifang.programme.projects.portfolio import Portfolio

PROCESS, OCCASIONS = "demo.project", "demo.occasion"
LANPU_CITY, BIWAN_CITY, ZONE = "demo.lanpu", "demo.biwan", "demo.zone.lanpu-etdz"
SHANGHAI = ZoneInfo("Asia/Shanghai")
FAIR = {"signed_at": "fair-2021"}
Course = tuple[str, str, list[tuple[str, str, Mapping[str, Any]]]]


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, "demo", "1")
LANPU = officer(Role.CITY, LANPU_CITY, "2")
BIWAN = officer(Role.CITY, BIWAN_CITY, "3")
ETDZ = officer(Role.ZONE, ZONE, "4")
FIRM = officer(Role.FIRM, LANPU_CITY, "5")
STRANGER = Actor("9", "9")


def money(yuan: str, own: str = "", currency: str = "CNY") -> dict[str, str]:
    return {"investment": yuan, "investment_own": own or yuan, "currency": currency}


def course(case: str, org: str, talk: str, *rest: tuple[str, str, Mapping[str, Any]]) -> Course:
    """A project that was registered and talked about a day later, and what followed."""
    first = {"code_name": f"代号{case}", "steward": "示例专员"}
    return case, org, [("report", "2021-01-04", first), ("talk", talk, {}), *rest]


COURSES: list[Course] = [
    course("a", LANPU_CITY, "2021-01-05", ("sign", "2021-03-01", {**money("10000"), **FAIR}),
           ("register", "2021-05-01", {}), ("start", "2021-09-01", {}),
           ("enter_statistics", "2021-11-01", {}), ("produce", "2022-06-01", {})),
    course("b", BIWAN_CITY, "2021-01-05", ("sign", "2021-05-10", FAIR),
           ("terminate", "2021-12-20", {"reason": "funds"})),
    course("c", LANPU_CITY, "2021-01-05", ("sign", "2021-06-01", {**money("5000"), **FAIR}),
           ("register", "2021-09-01", {}), ("start", "2022-06-01", {})),
    course("d", BIWAN_CITY, "2021-01-05", ("sign", "2021-08-01", {})),
    course("e", ZONE, "2021-01-05", ("sign", "2022-02-01", {}), ("register", "2022-04-01", {}),
           ("stall", "2022-09-01", {"reason": "land"})),
    course("f", LANPU_CITY, "2021-01-05", ("sign", "2022-04-01", {**money("21000", "3000", "USD"), "signed_at": "trip-2022", "central": "yes", "central_enterprise": "示例央企"}),
           ("register", "2022-06-01", {}), ("start", "2023-02-01", {})),
    course("g", BIWAN_CITY, "2021-01-05", ("sign", "2022-10-01", {}),
           ("move", "2023-03-01", {"reason": "market"})),
    ("h", LANPU_CITY, [("report", "2023-06-01", {"code_name": "代号h"})]),
    ("i", LANPU_CITY, [("report", "2023-05-02", {"code_name": "代号i"}), ("talk", "2023-05-10", {})]),
]  # fmt: skip
EVENTS: list[Course] = [
    ("fair-2021", "demo", [("plan", "2020-12-01", {"name": "示例投洽会", "kind": "fair", "place": "示例市", "starts": "2021-03-01"}),
                           ("hold", "2021-03-02", {"ends": "2021-03-02"}), ("settle", "2021-05-01", {"cost": "120"})]),
    ("trip-2022", LANPU_CITY, [("plan", "2022-03-01", {"name": "赴示例国招商", "kind": "trip", "place": "示例国", "starts": "2022-03-20"})]),
    ("week-2023", "demo", [("plan", "2023-06-01", {"name": "示例招商周", "kind": "week", "place": "示例市", "starts": "2023-08-01"})]),
]  # fmt: skip


def given(process: str, courses: Iterable[Course]) -> list[GivenEvent]:
    return [
        GivenEvent(
            source="test",
            id=f"{process}.{case}.{number}",
            process=process,
            case=case,
            type=type,
            occurred_at=datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI),
            actor="2",
            org=org,
            data=dict(data),
        )
        for case, org, events in courses
        for number, (type, day, data) in enumerate(events)
    ]


def record(events: Iterable[GivenEvent]) -> None:
    from kaifang.store import events as store

    store.append(list(events), source_name="test")


@pytest.fixture
def recorded(programme: Programme) -> Programme:
    record([*given(PROCESS, COURSES), *given(OCCASIONS, EVENTS)])
    return programme


def opened(who: Actor, programme: Programme, **moment: Any) -> Portfolio:
    from kaifang.programme.projects.portfolio import open_portfolio
    from kaifang.programme.viewer import Viewer

    return open_portfolio(who, programme.for_viewer(Viewer.of(who)), **moment)
