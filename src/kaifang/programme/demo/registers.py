"""Two small registers of 示例省: proposals of deputies and exhibitions; every case is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.demo.observing import PACK
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.opening import Programme

PROPOSALS, EXHIBITIONS = "demo.proposal", "demo.exhibition"
SOURCE, NAME = "演示", "演示数据"
ZONE = ZoneInfo("Asia/Shanghai")
Step = tuple[str, date, dict[str, Any]]


class DemoProposal(NamedTuple):
    """A proposal; `days` from its receipt to the opinions, the draft, the reply, the publication."""

    title: str
    kind: str
    received: date
    joint: str
    days: tuple[int, ...]


class DemoExhibition(NamedTuple):
    """An exhibition, or its plan where `firms` is 0; sums in 万元."""

    org: str
    title: str
    form: str
    opened: date
    days: int
    firms: int = 0
    intended: int = 0
    deals: int = 0
    is_dropped: bool = False


_PROPOSALS = (
    DemoProposal("关于发挥示例港枢纽作用的建议", "suggestion", date(2022, 2, 14), "岚浦市、碧湾市", (30, 52, 66, 70)),
    DemoProposal("关于支持企业参加境外展会的提案", "motion", date(2022, 2, 16), "示例省财政厅", (28, 47, 60, 63)),
    DemoProposal("关于加快跨境电商发展的建议", "suggestion", date(2022, 2, 18), "石原市", (35, 58, 75, 80)),
    DemoProposal("关于完善开发区考核的提案", "motion", date(2022, 3, 2), "示例省发展改革委", (21, 44, 58, 61)),
    DemoProposal("关于畅通海陆通道的建议", "suggestion", date(2023, 2, 13), "示例省交通厅、岚浦市", (33, 55, 71, 74)),
    DemoProposal("关于培育外贸经营主体的建议", "suggestion", date(2023, 2, 13), "碧湾市", (29, 50, 64, 68)),
    DemoProposal("关于提升通关便利化水平的提案", "motion", date(2023, 2, 15), "示例海关", (40, 66, 84, 88)),
    DemoProposal("关于建设国际合作园区的建议", "suggestion", date(2023, 2, 20), "石原市、青岬市", (36, 61, 79)),
    DemoProposal("关于招商队伍专业化的提案", "motion", date(2023, 3, 1), "示例省人社厅", (45, 78, 101)),
    DemoProposal("关于外资企业服务专员的建议", "suggestion", date(2023, 3, 6), "各市", (52, 88)),
    DemoProposal("关于保税物流中心布局的建议", "suggestion", date(2023, 3, 9), "明屿市、沙渚市", (60,)),
    DemoProposal("关于开行国际班列的提案", "motion", date(2023, 6, 28), "示例省交通厅", ()),
)  # fmt: skip
_EXHIBITIONS = (
    DemoExhibition("demo.lanpu", "2022示例国际机械展", "offline", date(2022, 4, 18), 4, 32, 18600, 4200),
    DemoExhibition("demo.biwan", "2022示例食品线上展", "online", date(2022, 6, 6), 10, 21, 5400, 1900),
    DemoExhibition("demo", "2022示例国进口博览会", "offline", date(2022, 11, 5), 6, 64, 42800, 9100),
    DemoExhibition("demo.shiyuan", "2022示例装备展", "offline", date(2022, 9, 19), 4, 18, 9700, 2600),
    DemoExhibition("demo.lanpu", "2023示例国际船舶展", "offline", date(2023, 2, 20), 4, 27, 15300, 3800),
    DemoExhibition("demo.qingjia", "2023示例纺织服装展", "offline", date(2023, 3, 13), 3, 14, 4100, 1200),
    DemoExhibition("demo.biwan", "2023示例农产品展", "offline", date(2023, 3, 27), 4, 23, 6900, 2100),
    DemoExhibition("demo.mingyu", "2023示例建材线上展", "online", date(2023, 4, 10), 12, 9, 1800, 600),
    DemoExhibition("demo", "2023示例出口商品展", "offline", date(2023, 4, 15), 5, 58, 36200, 8400),
    DemoExhibition("demo.shiyuan", "2023示例消费品展", "offline", date(2023, 5, 11), 5, 19, 8800, 2300),
    DemoExhibition("demo.shazhu", "2023示例矿产品展", "offline", date(2023, 5, 22), 3, 2, 950, 300),
    DemoExhibition("demo.beimao", "2023示例木制品展", "offline", date(2023, 6, 5), 3, 11, 2700, 900),
    DemoExhibition("demo.lanpu", "2023示例新能源展", "offline", date(2023, 7, 10), 4, 25),
    DemoExhibition("demo.biwan", "2023示例水产品展", "offline", date(2023, 6, 19), 3, is_dropped=True),
    DemoExhibition("demo", "2023示例国采购洽谈会", "offline", date(2023, 9, 18), 3),
)  # fmt: skip
_STAGES = ("opine", "draft", "reply", "publish")


def register_events() -> Iterator[GivenEvent]:
    """What happened to each case before the demo's today, register by register."""
    for number, proposal in enumerate(_PROPOSALS, 1):
        case = f"示例建议{number:02}"
        yield from _events(PROPOSALS, case, "demo", _handled(number, proposal))
    for number, one in enumerate(_EXHIBITIONS, 1):
        yield from _events(EXHIBITIONS, f"示例参展{number:02}", one.org, _exhibited(one))


def record_registers() -> int:
    """Record what is not there yet in one batch, then feed it; return how many events are new."""
    from kaifang.programme.casework.feeding import feed_register
    from kaifang.store import events

    law = load(PACK)
    done = events.append(
        register_events(),
        source_name=NAME,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
    )
    programme = Programme.of(law)
    for process in (PROPOSALS, EXHIBITIONS):
        feed_register(programme, process)
    return done.new


def _handled(number: int, one: DemoProposal) -> Iterator[Step]:
    first = one.received
    told = {"number": f"示例第{100 + number}号", "title": one.title, "kind": one.kind}
    yield "register", first, {**told, "proposer": f"示例代表{number:02}"}
    yield "consult", first + timedelta(days=3), {"joint": one.joint}
    for stage, days in zip(_STAGES, one.days, strict=False):
        day = first + timedelta(days=days)
        yield stage, day, _of_stage(stage, number, day)


def _of_stage(stage: str, number: int, day: date) -> dict[str, Any]:
    match stage:
        case "opine":
            return {"evidence": {"opinion": "演示-会办意见.pdf"}}
        case "reply":
            reply = f"示商函〔{day.year}〕{number}号（演示）"
            return {"reply_number": reply, "evidence": {"letter": "演示-答复函.pdf"}}
        case "publish":
            return {"published_on": day.isoformat(), "evidence": {"page": "演示-公开网页.png"}}
    return {}


def _exhibited(one: DemoExhibition) -> Iterator[Step]:
    planned = one.opened - timedelta(days=70)
    yield "plan", planned, {"title": one.title, "form": one.form}
    if one.is_dropped:
        yield "drop", one.opened - timedelta(days=20), {}
    if not one.firms:
        return
    firms = {"firms": one.firms, "evidence": {"firms_list": "演示-参展名单.xlsx"}}
    yield "go", one.opened, firms
    closed = one.opened + timedelta(days=one.days - 1)
    if one.intended:
        told = {"intended": str(one.intended), "deals": str(one.deals)}
        evidence = {"evidence": {"report": "演示-参展总结.pdf"}}
        days = timedelta(days=15)
        yield "report", closed + days, {**told, **evidence, "closed_on": closed.isoformat()}


def _events(process: str, case: str, org: str, steps: Iterator[Step]) -> Iterator[GivenEvent]:
    for kind, day, data in steps:
        if day < TODAY:
            yield GivenEvent(
                source=SOURCE,
                id=f"{case}-{kind}",
                process=process,
                case=case,
                type=kind,
                occurred_at=datetime.combine(day, time(10), ZONE),
                actor="演示·经办",
                org=org,
                data=data,
            )
