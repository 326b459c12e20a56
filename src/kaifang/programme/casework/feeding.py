"""Feed registers into indicators: numbers that cases make, recorded like any other reported value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kaifang.cases.feeding import FedFigure, OwnedCase, figures_of
from kaifang.cases.renaming import in_present_names
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.observation import REGISTER, Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.core.units import Quantity, Unit, round_half_up, unit
from kaifang.packs.law import Law
from kaifang.packs.schema.feeds import ProcessFeed
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.casework.reading import CaseView, all_cases
from kaifang.programme.permitting import allowed
from kaifang.programme.reporting.clock import announced_in, day_of
from kaifang.programme.reporting.recording import definition_on, visibility_of
from kaifang.programme.rights import Act, Actor
from kaifang.store import audit
from kaifang.store.decimals import MOST_DECIMALS, WIDEST
from kaifang.store.models import Batch, Record
from kaifang.store.observations import BatchResult, Origin, append
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

FED = "feed_register"
_MOST_FIRMS = 2**31 - 1  # a column holds no more, and nothing turns on it
_Key = tuple[str, Period]


class NothingFeeds(KaifangError):
    """A process was to be fed that feeds no indicator."""

    code = "KF-CASE-320"


@dataclass(frozen=True, slots=True)
class FedRegister:
    """What a register fed: how many numbers it makes, and which of them were new or revised."""

    process: str
    figures: int
    result: BatchResult


def feed(actor: Actor | None, programme: Programme, process: str = "") -> list[FedRegister]:
    """Feed one register of a programme, or all; without an actor it is whoever sits at the machine.

    What has not changed is not recorded again.

    Raises: NotAllowed, NothingFeeds.
    """
    law = programme.law
    who = allowed(actor, Act.FEED, law)
    feeding = [one.id for one in feeding_processes(law)]
    if process and process not in feeding:
        raise NothingFeeds(found=process, expected=", ".join(feeding))
    wanted = [process] if process else feeding
    return [feed_register(programme, one, who) for one in wanted]


def feeding_processes(law: Law) -> list[ProcessEntry]:
    """The processes of a law that feed an indicator."""
    return [one for one in law.processes.values() if one.feeds]


def feed_register(
    programme: Programme, process: str, who: Actor | None = None, day: date | None = None
) -> FedRegister:
    """Record what the cases of a register come to, all or nothing; nobody's right is asked.

    It counts as the one writer, so that no older count follows a newer one. A number that no case
    makes any more is withdrawn. `day` is the day before which periods have ended.
    """
    law = programme.law
    with one_writer():
        cases = all_cases(programme, process)
        stated = [
            observation
            for one in law.processes[process].feeds
            for observation in _stated(programme, process, one, cases, day)
        ]
        result = _record(law, process, stated, who)
    return FedRegister(process, sum(one.value is not None for one in stated), result)


def fed_figures(
    programme: Programme,
    process: ProcessEntry,
    wanted: ProcessFeed,
    cases: Sequence[CaseView],
    day: date | None = None,
) -> list[FedFigure]:
    """The numbers of one feed with the cases counted, of periods that ended before a day."""
    law = programme.law
    owned = [OwnedCase(one.case, one.org, in_present_names(one.state, process)) for one in cases]
    return figures_of(wanted, owned, law.orgs, law.head.org or "", day or day_of(law))


def _stated(
    programme: Programme,
    process: str,
    wanted: ProcessFeed,
    cases: Sequence[CaseView],
    day: date | None,
) -> list[Observation]:
    """Every number of a feed as an observation, and those no longer made as withdrawn.

    One that no column holds is none: all the others are told nevertheless.
    """
    law = programme.law
    register, indicator = law.processes[process], law.indicator(wanted.indicator)
    own = unit_of(register, wanted, indicator)
    told: list[Observation] = []
    made: set[_Key] = set()
    for one in fed_figures(programme, register, wanted, cases, day):
        value = _held(Quantity(one.value, own).to(indicator.unit).value)
        if value is None:
            continue
        made.add((one.org, one.period))
        firms = None if one.firms is None else min(one.firms, _MOST_FIRMS)
        told.append(_observation(law, register, indicator, one.org, one.period, value, firms))
    gone = sorted(_brought(law, process, indicator.id) - made)
    return told + [_observation(law, register, indicator, *key) for key in gone]


def _held(value: Decimal) -> Decimal | None:
    """A number with as many decimals as the store keeps: 123.456万元 is 0.012346亿元."""
    if abs(value) > WIDEST:
        return None
    exponent = value.as_tuple().exponent
    return round_half_up(value, MOST_DECIMALS) if int(exponent) < -MOST_DECIMALS else value


def unit_of(process: ProcessEntry, wanted: ProcessFeed, indicator: IndicatorEntry) -> Unit:
    """The unit in which a feed counts: that of the field summed, else the indicator's own."""
    field = next((one for one in process.fields if one.id == wanted.sum), None)
    return unit(field.unit) if field and field.unit else indicator.unit


def _brought(law: Law, process: str, indicator: str) -> set[_Key]:
    """Of which organisations and periods a register has told a number, within the programme."""
    rows = Record.objects.filter(indicator=indicator, figure=f"{REGISTER}{process}")
    known = rows.values_list("org", "period_start", "period_end").distinct()
    top = law.head.org or ""
    inside = ((org, Period(*days)) for org, *days in known if org in law.orgs)
    return {(org, period) for org, period in inside if law.orgs.is_within(org, top)}


def _observation(
    law: Law,
    register: ProcessEntry,
    indicator: IndicatorEntry,
    org: str,
    period: Period,
    value: Decimal | None = None,
    firms: int | None = None,
) -> Observation:
    """A number of a register; of an invented place it stays a demo."""
    return Observation(
        indicator=indicator.id,
        org=org,
        period=period,
        value=value,
        unit=indicator.unit.code,
        authority=Authority.DEMO if law.orgs[org].is_demo else Authority.REPORTED,
        source=message("register.source", name=register.name.text).zh,
        definition=definition_on(indicator, period),
        visibility=visibility_of(indicator),
        announced=announced_in(law),
        figure=f"{REGISTER}{register.id}",
        firms=firms,
    )


def _record(
    law: Law, process: str, stated: Sequence[Observation], who: Actor | None
) -> BatchResult:
    user = who.user if who else ""
    reason = message("register.changed", name=law.processes[process].name.text).zh
    origin = Origin(pack_hash=law.hash, who=user)
    result = append(stated, kind=Batch.Kind("entry"), reason=reason, origin=origin)
    if result.batch is not None:
        audit.record(
            FED,
            f"batch:{result.batch.id}",
            actor=user,
            after={"pack": law.id, "process": process, "records": result.added},
            reason=reason,
            person=who.told if who else None,
        )
    return result
