"""Two small processes, written out, and short ways to make events of their cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from kaifang.cases import definition
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event, EventKey
from kaifang.core.workdays import Notice, WorkCalendar
from kaifang.packs.schema.processes import ProcessEntry

SHANGHAI = timezone(timedelta(hours=8))
CITE = {"assumption": {"zh": "拟定", "en": "Proposed"}, "by": "test"}
# National Day 2025 as the notice of 12 November 2024 has it; nothing else of the year matters here.
OFF = frozenset(date(2025, 10, day) for day in range(1, 9))
CALENDAR = WorkCalendar(
    [Notice(2025, date(2024, 11, 12), OFF, frozenset({date(2025, 9, 28), date(2025, 10, 11)}))]
)


def named(*ids: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": id, "name": {"zh": id, "en": id}, **more} for id in ids]


def step(event: str, to: str | None = None, *source: str, **more: Any) -> dict[str, Any]:
    one = {"event": event, "name": {"zh": event, "en": event}, "from": list(source), **more}
    return one if to is None else {**one, "to": to}


def clock(unit: str = "working_day", n: int | None = 20, **more: Any) -> dict[str, Any]:
    """The clock of an approval: from acceptance to decision, paused while suspended."""
    own: dict[str, Any] = {
        "id": "whole", "name": {"zh": "全程", "en": "whole"},
        "start": "accept", "stop": "decide", "pause": "suspended",
    }  # fmt: skip
    own |= {"limit": {"n": n, "unit": unit}, "cite": [CITE]} if n else {"unit": unit}
    own |= {"count_from": "next_day"} if unit.endswith("day") else {}
    own |= {"calendar": "cn"} if unit.startswith("working") else {}
    return {**own, **more}


def approval(*clocks: dict[str, Any], **more: Any) -> Definition:
    """An approval, commanded: apply, accept, suspend and resume, pay, decide, withdraw."""
    who = {"who": "officer"}
    return definition.compile(ProcessEntry.model_validate({
        "id": "approval", "name": {"zh": "审批", "en": "Approval"}, "mode": "command",
        "object": "approval", "roles": named("officer", "chief"),
        "evidence": named("form", "notice"), "reasons": named("hearing", "testing"),
        "fields": [*named("award", "paid", kind="amount", unit="万元"),
                   *named("firm", kind="text")],
        "states": named("received", "reviewing", "suspended", "decided", "withdrawn"),
        "start": "received", "end": {"good": "decided", "bad": "withdrawn"},
        "transitions": [
            step("apply", "received", **who, evidence="form", fields="firm"),
            step("accept", "reviewing", "received", **who),
            step("suspend", "suspended", "reviewing", "received", **who, evidence="notice",
                 reason=["hearing", "testing"]),
            step("resume", "previous", "suspended", **who),
            step("pay", None, "reviewing", **who, fields="paid"),
            step("decide", "decided", "reviewing", who="chief", not_same_person_as="accept"),
            step("withdraw", "withdrawn", "received", "reviewing", "suspended", **who),
        ],
        "clocks": list(clocks) or [clock()],
        "guards": [{"sum": "paid", "at_most": "award", "name": {"zh": "拨付", "en": "paid"}}],
        "cite": CITE, **more,
    }), version="1")  # fmt: skip


def clearance() -> Definition:
    """Clearance, observed; goods may be declared before they arrive."""
    return definition.compile(ProcessEntry.model_validate({
        "id": "clearance", "name": {"zh": "通关", "en": "Clearance"}, "mode": "observe",
        "object": "consignment", "holders": named("trader", "customs"),
        "states": [*named("expected", "arrived", "ahead", holder="trader"),
                   *named("declared", "released", holder="customs"), *named("gone")],
        "start": "expected", "end": {"good": "gone"},
        "transitions": [
            step("arrival", "arrived", "expected"), step("arrival", "declared", "ahead"),
            step("declaration", "declared", "arrived"), step("declaration", "ahead", "expected"),
            step("release", "released", "declared"), step("pickup", "gone", "released"),
        ],
        "clocks": [{"id": "whole", "name": {"zh": "全程", "en": "whole"}, "start": "arrival",
                    "stop": "release", "unit": "hour"}],
        "cite": CITE,
    }))  # fmt: skip


def at(day: str, hour: str = "10:00") -> datetime:
    """An instant of 2025 in Shanghai: `at("09-26")`."""
    return datetime.fromisoformat(f"2025-{day}T{hour}:00").replace(tzinfo=SHANGHAI)


def event(type: str, when: datetime, id: str = "", **more: Any) -> Event:
    """An event of the case c whose id is its type, unless told otherwise."""
    own = {"apply": {"evidence": {"form": "f"}, "firm": "甲"},
           "suspend": {"evidence": {"notice": "n"}, "reason": "hearing"}}.get(type, {})  # fmt: skip
    data = {**own, **more.pop("data", {})}
    return Event("s", id or type, "c", type, when, data=data, **more)


def amended(old: Event, type: str, when: datetime, id: str, **more: Any) -> Event:
    return event(type, when, id, amends=EventKey(old.source, old.id), **more)


NOW = datetime(2025, 12, 1, tzinfo=UTC)
