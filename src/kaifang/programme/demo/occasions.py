"""Fairs, promotion weeks and trips of 示例省: when, where, what they cost; invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kaifang.core.event import GivenEvent
from kaifang.programme.demo.shape import FAIR, FIRST, RUNNING, WEEKS

PROCESS, SOURCE = "demo.occasion", "演示"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class DemoOccasion:
    """An event with how many projects of a group it signed; `cost` in 万元, 0 where not settled."""

    case: str
    name: str
    kind: str
    place: str
    country: str
    starts: date
    days: int
    budget: int
    cost: int = 0
    firms: int = 0
    org: str = "demo"
    group: str = ""
    signed: int = 0
    is_cancelled: bool = False

    @property
    def ends(self) -> date:
        return self.starts + timedelta(days=self.days - 1)


OCCASIONS = (
    DemoOccasion("示例活动01", "2021南部招商引资促进周", "week", "示例国南部", "CN", date(2021, 5, 17),
                 5, 260, 248, 90, group=FIRST, signed=34),
    DemoOccasion("示例活动02", "首届示例国际投资贸易洽谈会", "fair", "示例省石原市", "CN",
                 date(2021, 9, 14), 4, 1600, 1655, 180, group=FIRST, signed=30),
    DemoOccasion("示例活动03", "岚浦市赴韩国招商", "trip", "首尔", "KR", date(2021, 10, 18), 5, 60, 58, 24,
                 org="demo.lanpu", group=FIRST, signed=9),
    DemoOccasion("示例活动04", "2022南部招商引资促进周", "week", "示例国南部", "CN", date(2022, 3, 14),
                 5, 280, 302, 120, group=WEEKS, signed=58),
    DemoOccasion("示例活动05", "2022东部招商引资促进周", "week", "示例国东部", "CN", date(2022, 5, 16),
                 5, 280, 276, 112, group=WEEKS, signed=54),
    DemoOccasion("示例活动06", "2022北部招商引资促进周", "week", "示例国北部", "CN", date(2022, 6, 13),
                 5, 240, 219, 84, group=WEEKS, signed=42),
    DemoOccasion("示例活动07", "第二届示例国际投资贸易洽谈会", "fair", "示例省石原市", "CN",
                 date(2022, 9, 20), 4, 1800, 1864, 230, group=FAIR, signed=65),
    DemoOccasion("示例活动08", "碧湾市赴新加坡招商", "trip", "新加坡", "SG", date(2022, 11, 14), 5, 70,
                 org="demo.biwan", is_cancelled=True),
    DemoOccasion("示例活动09", "赴日韩招商", "trip", "东京、首尔", "JP", date(2023, 3, 20), 6, 95, 93, 40,
                 group=RUNNING, signed=8),
    DemoOccasion("示例活动10", "石原市赴德国招商", "trip", "慕尼黑", "DE", date(2023, 5, 15), 6, 90, 88, 26,
                 org="demo.shiyuan", group=RUNNING, signed=5),
    DemoOccasion("示例活动11", "2023南部招商引资促进周", "week", "示例国南部", "CN", date(2023, 6, 12),
                 5, 280, 0, 76, group=RUNNING, signed=4),
    DemoOccasion("示例活动12", "第三届示例国际投资贸易洽谈会", "fair", "示例省石原市", "CN",
                 date(2023, 9, 19), 4, 1900),
)  # fmt: skip


def occasion_events(today: date) -> Iterator[GivenEvent]:
    """What happened to each event before `today`."""
    for one in OCCASIONS:
        for kind, day, data in _steps(one):
            if day < today:
                yield _event(one, kind, day, data)


def signing_occasions(group: str) -> list[DemoOccasion]:
    """The event of each project that a group signed at one, in order."""
    return [one for one in OCCASIONS if one.group == group for _ in range(one.signed)]


def _steps(one: DemoOccasion) -> Iterator[tuple[str, date, dict[str, Any]]]:
    yield (
        "plan",
        one.starts - timedelta(days=84),
        {
            "name": one.name,
            "kind": one.kind,
            "place": one.place,
            "country": one.country,
            "starts": one.starts.isoformat(),
            "ends": one.ends.isoformat(),
            "budget": str(one.budget),
            "evidence": {"programme": "演示-活动方案.pdf"},
        },
    )
    if one.is_cancelled:
        cancelled = one.starts - timedelta(days=14)
        yield "cancel", cancelled, {"evidence": {"written_notice": "演示-取消说明.pdf"}}
        return
    held = {"ends": one.ends.isoformat(), "evidence": {"report": "演示-活动总结.pdf"}}
    yield "hold", one.ends, {**held, "firms": one.firms}
    if one.cost:
        accounts = {"cost": str(one.cost), "evidence": {"accounts": "演示-决算表.pdf"}}
        yield "settle", one.ends + timedelta(days=42), accounts


def _event(one: DemoOccasion, kind: str, day: date, data: dict[str, Any]) -> GivenEvent:
    return GivenEvent(
        source=SOURCE,
        id=f"{one.case}-{kind}",
        process=PROCESS,
        case=one.case,
        type=kind,
        occurred_at=datetime.combine(day, time(17), ZONE),
        actor="演示·招商处",
        org=one.org,
        data=data,
    )
