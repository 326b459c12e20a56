"""Two cities that register the same project, and the province that rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kaifang.programme.rights import Actor, Post, Role

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.duplicates.finding import SuspectedPair
    from kaifang.programme.opening import Programme

PROCESS, CITY, OTHER = "demo.project", "demo.lanpu", "demo.biwan"
CODE = "91210200MA0EXAMPLC"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = {"code_name": "海燕", "investor": "晨星电池集团有限公司", "investment": "120000"}
SAME = {"code_name": "白鹭", "investor": "晨星电池集团", "investment": "118000"}
ELSE = {"code_name": "飞鱼", "investor": "远航冷链物流公司", "investment": "5000"}


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, "demo", "1")
LANPU = officer(Role.CITY, CITY, "2")
BIWAN = officer(Role.CITY, OTHER, "3")
LEADER = officer(Role.LEADER, "demo", "6")
REVIEWER = officer(Role.REVIEWER, "demo", "7")
CITY_DIVISION = officer(Role.DIVISION, CITY, "8")
STRANGER = Actor("9", "9")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2023-{day}T10:00").replace(tzinfo=SHANGHAI)


def register(
    programme: Programme, who: Actor, org: str, data: Mapping[str, str], day: str = "01-04"
) -> CaseView:
    from kaifang.programme.casework.keeping import Given, open_case

    return open_case(who, programme, PROCESS, org, Given(data=data, occurred_at=at(day)))


def move(programme: Programme, who: Actor, case: CaseView, event: str, day: str, proof: str = "", **data: str) -> CaseView:  # fmt: skip
    from kaifang.programme.casework.keeping import Given, act

    evidence: dict[str, Any] = {proof: f"{proof} 1"} if proof else {}
    given = Given(evidence, data, occurred_at=at(day))
    return act(who, programme, PROCESS, case.case, event, given, version=case.version)


Rules = Callable[..., "SuspectedPair"]


def ruled(
    programme: Programme, pair: SuspectedPair, verdict: str, who: Actor = DIVISION, **more: Any
) -> SuspectedPair:
    from kaifang.programme.duplicates.ruling import rule
    from kaifang.programme.duplicates.rulings import Verdict

    told = {"version": pair.version, "reason": "同一投资方、金额相近", **more}
    return rule(who, programme, PROCESS, pair.id, Verdict(verdict), told.pop("reason"), **told)


def suspicion(programme: Programme) -> SuspectedPair:
    from kaifang.programme.duplicates.finding import suspected

    (pair,) = suspected(DIVISION, programme, PROCESS)
    return pair
