"""Investment projects of 示例省: 400 invented ones, shaped like published cohorts (see `shape`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.demo.chances import between, one_of, roll
from kaifang.programme.demo.investors import code_name
from kaifang.programme.demo.observing import PACK
from kaifang.programme.demo.occasions import PROCESS as OCCASIONS
from kaifang.programme.demo.occasions import occasion_events
from kaifang.programme.demo.project_days import Days, days_of, halts, signing_day
from kaifang.programme.demo.project_funds import FundsEntry, funds_of
from kaifang.programme.demo.project_plans import DUPLICATES, RATES, ProjectPlan, fixed_part, plans
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.demo.shape import FAIR, FIRST, RUNNING, STAGES, UNSIGNED, WEEKS
from kaifang.programme.opening import Programme

PROCESS, SOURCE, NAME = "demo.project", "演示", "演示数据"
ZONE = ZoneInfo("Asia/Shanghai")
# Deviations planted: no permit at the start, funds without a voucher, one person twice.
WITHOUT_PERMIT, WITHOUT_VOUCHER, SAME_PERSON = 48, 222, 159
_CORRECTED = 60  # every so many entries of funds, one was corrected later
_REASONS = ("land", "funds", "approval", "utilities", "market", "investor", "policy")
_WHY = {"land": "用地指标未落实", "funds": "投资方资金未到位", "approval": "环评手续未办结",
        "utilities": "供电、供汽配套未完成", "market": "市场变化，投资方放缓", "investor": "投资方内部调整",
        "policy": "政策调整，方案重新论证"}  # fmt: skip
_EVIDENCE = {"talk": "visit", "sign": "contract", "register": "registration",
             "start": "construction_permit", "enter_statistics": "statistics_registration",
             "produce": "acceptance", "reach_capacity": "capacity_report", "plan": "plan",
             "terminate": "written_notice", "move": "written_notice"}  # fmt: skip
_RATE_DAYS = {FIRST: "2020-12-31", FAIR: "2021-12-31", WEEKS: "2021-12-31",
              RUNNING: "2022-12-30", UNSIGNED: "2022-12-30"}  # fmt: skip
_PLANTED = frozenset(number for pair in DUPLICATES for number in pair)
# At which hour things of one day happen, so that none comes before what it follows.
_HOURS = {**{stage: (9, 20 * place) for place, stage in enumerate(STAGES[:3])},
          **{stage: (11, 10 * place) for place, stage in enumerate(STAGES[3:])},
          "stall": (13, 0), "resume": (13, 30), "plan": (14, 0), "note": (16, 0),
          "terminate": (17, 0), "move": (17, 0)}  # fmt: skip


def case_id(number: int) -> str:
    """The case of a project.

    >>> case_id(7)
    '示例项目007'
    """
    return f"示例项目{number:03}"


def demo_projects() -> Iterator[GivenEvent]:
    """All events of all projects, project by project, each in the order of its times."""
    entries = 0
    for plan in plans():
        events = list(_events(plan))
        yield from sorted(events, key=lambda one: str(one.occurred_at))
        for one in events:
            if one.type == "funds":
                entries += 1
                if entries % _CORRECTED == 0:
                    yield _corrected(one)


def record_projects() -> int:
    """Record what is not there yet in one batch, then feed it; return how many events are new."""
    from kaifang.programme.casework.feeding import feed_register
    from kaifang.store import events

    law = load(PACK)
    done = events.append(
        [*occasion_events(TODAY), *demo_projects()],
        source_name=NAME,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
    )
    programme = Programme.of(law)
    for process in (OCCASIONS, PROCESS):
        feed_register(programme, process)
    return done.new


def _events(plan: ProjectPlan) -> Iterator[GivenEvent]:
    own = plan.occasion
    signed = own.starts + timedelta(days=min(1, own.days - 1)) if own else None
    days = days_of(
        plan.number, plan.outcome, signed or signing_day(plan.number, plan.outcome.group)
    )
    for kind, day in days.items():
        yield _event(plan, kind, day, _told(plan, kind))
    for kind, day in halts(plan.number, days).items():
        yield _event(plan, kind, day, _told(plan, kind), "-halt")
    yield from _planned(plan, days)
    for number, entry in enumerate(funds_of(plan, days), 1):
        yield _paid(plan, entry, number)
    yield from _noted(plan, days)


def _event(
    plan: ProjectPlan, kind: str, day: date, data: dict[str, Any], more: str = ""
) -> GivenEvent:
    case = case_id(plan.number)
    return GivenEvent(
        source=SOURCE,
        id=f"{case}-{kind}{more}",
        process=PROCESS,
        case=case,
        type=kind,
        occurred_at=datetime.combine(day, time(*_HOURS.get(kind, (15, 0))), ZONE),
        actor=_actor(plan, kind),
        org=plan.org,
        data=data,
    )


def _actor(plan: ProjectPlan, kind: str) -> str:
    if kind == "enter_statistics" and plan.number != SAME_PERSON:
        return "演示·统计"
    if kind == "move":
        return "演示·招商处"
    return f"演示·{_short(plan.org)}"


@cache
def _proofs() -> dict[str, str]:
    """What each kind of evidence is called."""
    declared = load(PACK).processes[PROCESS].evidence
    return {one.id: one.name.zh for one in declared}


def _short(org: str) -> str:
    name = load(PACK).orgs[org].name
    return name.short or name.zh


def _told(plan: ProjectPlan, kind: str) -> dict[str, Any]:
    """What an event says: fields, evidence, reason."""
    data = _FIELDS[kind](plan) if kind in _FIELDS else {}
    if kind in _EVIDENCE and not (kind == "start" and plan.number == WITHOUT_PERMIT):
        proof = _EVIDENCE[kind]
        data["evidence"] = {proof: f"演示-{case_id(plan.number)}-{_proofs()[proof]}.pdf"}
    if kind in ("stall", "terminate", "move"):
        reasons = [one for one in _REASONS if kind != "move" or one != "funds"]
        data["reason"] = one_of(reasons, "reason", kind, plan.number)
    if kind == "stall":
        data["stalled_why"] = _WHY[data["reason"]]
    return data


def _first_told(plan: ProjectPlan) -> dict[str, Any]:
    """First registration: a code name, and what is known already of those further on."""
    told: dict[str, Any] = {"code_name": code_name(plan.number)}
    if plan.number % 3 == 0 or plan.outcome.stage != "report" or plan.number in _PLANTED:
        told |= _who(plan) | {"site": plan.site, "investment": _text(plan.investment)}
    return told


def _who(plan: ProjectPlan) -> dict[str, Any]:
    about = {
        "investor": plan.investor,
        "credit_code": plan.code,
        "capital": "foreign" if plan.is_foreign else "domestic",
        "country": plan.country,
        "industry": plan.product.industry,
        "chain": plan.product.chain,
        "zone": plan.zone,
        "steward": _person(plan, "专员"),
    }
    return {name: value for name, value in about.items() if value}


def _talks(plan: ProjectPlan) -> dict[str, Any]:
    return _who(plan) | _money(plan) | {"site": plan.site} | _central(plan)


def _contract(plan: ProjectPlan) -> dict[str, Any]:
    told = _who(plan) | _money(plan) | _central(plan)
    told |= {"project_name": plan.name, "fixed_assets": str(fixed_part(plan))}
    if plan.occasion:
        told["signed_at"] = plan.occasion.case
    return told


def _money(plan: ProjectPlan) -> dict[str, Any]:
    told = {
        "investment": _text(plan.investment),
        "currency": plan.currency,
        "investment_own": str(plan.own),
    }
    if plan.is_foreign and plan.has_rates:
        cny, usd = RATES[plan.currency]
        told |= {"cny_rate": cny, "rate_day": _RATE_DAYS[plan.outcome.group]} | (
            {"usd_rate": usd} if usd else {}
        )
    return told


def _central(plan: ProjectPlan) -> dict[str, Any]:
    if not plan.central:
        return {"central": "no"}
    return {"central": "yes", "central_enterprise": plan.central}


_FIELDS: Mapping[str, Callable[[ProjectPlan], dict[str, Any]]] = {
    "report": _first_told,
    "talk": _talks,
    "sign": _contract,
    "register": lambda plan: {
        "firm": f"{plan.name.removesuffix('项目')}（{_short(plan.org)}）公司"
    },
    "start": lambda plan: {"site": plan.site},
    "move": lambda _: {"moved_to": "示例国其他省份"},
}


def _planned(plan: ProjectPlan, days: Days) -> Iterator[GivenEvent]:
    """Timetable, road map, team and named persons, soon after signing."""
    if "sign" not in days or plan.number % 11 == 0:
        return
    left = [days[one] for one in ("terminate", "move") if one in days]
    day = min([days["sign"] + timedelta(days=between(4, 24, "plan", plan.number)), *left])
    start = days["sign"] + timedelta(days=between(120, 260, "planned", plan.number))
    data = {
        "planned_start": start.isoformat(),
        "planned_production": (start + timedelta(days=between(240, 540, plan.number))).isoformat(),
        "road_map": "一季度办手续，二季度完成厂房，三季度安装设备，四季度试生产",
        "team": f"{_short(plan.org)}{plan.name}工作专班",
        "leader": _person(plan, "副市长"),
        "steward": _person(plan, "专员"),
    }
    yield _event(plan, "plan", day, data | _told(plan, "plan"))


def _person(plan: ProjectPlan, office: str) -> str:
    return f"{one_of('赵钱孙李周吴郑王', office, plan.org, plan.number % 3)}{office}（演示）"


def _paid(plan: ProjectPlan, entry: FundsEntry, number: int) -> GivenEvent:
    data: dict[str, Any] = {
        "funds_month": entry.month,
        "funds_origin": entry.origin,
        "funds": _text(entry.amount),
        "evidence": {"voucher": f"演示-{case_id(plan.number)}-{entry.month}-凭证.pdf"},
    }
    if entry.usd:
        data["funds_usd"] = str(entry.usd)
    if plan.number == WITHOUT_VOUCHER and number == 1:
        del data["evidence"]
    return _event(plan, "funds", entry.entered, data, f"-{entry.month}")


def _corrected(entry: GivenEvent) -> GivenEvent:
    """An entry as it should have been: a tenth of it had been counted twice."""
    right = _text(Decimal(entry.data["funds"]) * 9 / 10)
    data = {**entry.data, "funds": right, "because": "部分金额重复登记"}
    if "funds_usd" in data:
        data["funds_usd"] = _text(Decimal(data["funds_usd"]) * 9 / 10)
    return GivenEvent(
        source=SOURCE,
        id=f"{entry.id}-更正",
        process=PROCESS,
        case=entry.case,
        type=entry.type,
        occurred_at=entry.occurred_at,
        actor=entry.actor,
        org=entry.org,
        data=data,
        amends=entry.id,
    )


def _noted(plan: ProjectPlan, days: Days) -> Iterator[GivenEvent]:
    """Some open projects tell their progress month by month; of others nothing has been heard."""
    if plan.outcome.leaves or plan.outcome.stage == "reach_capacity":
        return
    if roll(100, "notes", plan.number) < 62:
        day = max(*days.values(), TODAY - timedelta(days=between(2, 48, "note", plan.number)))
        yield _event(plan, "note", day, {"progress": "按路线图推进，暂无需省级协调事项"})


def _text(amount: Decimal) -> str:
    """
    >>> _text(Decimal("120.50")), _text(Decimal("1200"))
    ('120.5', '1200')
    """
    return format(amount.normalize(), "f")
