"""Attainment 完成情况: where a target stands, in each of the forms that documents use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import EXACT, Quantity, number_text
from kaifang.facts import measures
from kaifang.facts.comparing import Better, Comparator, reaches, surely
from kaifang.facts.goals import Attainment, Form, Goal, Known, Verdict
from kaifang.facts.measures import PER_CENT, POINTS, Measured, absent
from kaifang.facts.pace import Pace, needed_pace, points_ahead, schedule
from kaifang.facts.wording import verdict_in_words, with_detail

_STANDING = (Form.RANK, Form.SHARE_NOT_BELOW, Form.REDUCTION)


def attain(goal: Goal, known: Known) -> Attainment:
    """Say where a target stands.

    >>> from datetime import date
    >>> goal = Goal(form=Form.LEVEL, period=Period.parse("2024"), value=Quantity.parse("463.4亿元"))
    >>> eight = Period.parse("2024-01/2024-08")
    >>> known = Known(as_of=date(2024, 9, 10), period=eight, actual=Quantity.parse("325.7亿元"))
    >>> stands = attain(goal, known)
    >>> print(stands.verdict, stands.attainment.text(), stands.says)
    not_yet 70.3% 超序时进度3.6个百分点

    Raises: UnitMismatch or MissingRate when value and goal are in units that do not convert.
    """
    known = _of_the_period(goal, known)
    if known.members:
        return _each(goal, known)
    match goal.form:
        case Form.MILESTONE | Form.BY:
            return _deadline(goal, known)
        case Form.LEVEL | Form.RANGE | Form.COUNT:
            return _amount(goal, known)
        case Form.GROWTH | Form.MULTIPLE:
            return _over_base(goal, known)
        case Form.REDUCTION:
            return _reduction(goal, known)
        case Form.GROWTH_ABOVE:
            return _above(goal, known)
        case Form.SHARE_NOT_BELOW:
            return _share_kept(goal, known)
        case Form.RANK:
            return _rank(goal, known)


def _of_the_period(goal: Goal, known: Known) -> Known:
    """Drop values that are about another time, and say so."""
    period, nothing = known.period, message("missing.no_value")
    if period is None or not goal.period.contains(period):
        return replace(_emptied(known), period=None, reason=known.reason or nothing)
    begins = goal.period.start
    if goal.is_flow and goal.form not in _STANDING and period.start != begins:
        names = {"period": period.name(), "start": Period.day(begins).name()}
        return replace(_emptied(known), reason=message("facts.not_to_date", **names))
    return known


def _emptied(known: Known) -> Known:
    members = dict.fromkeys(known.members)
    return replace(known, actual=None, rate=None, base_to_date=None, members=members)


# -- one function a form ------------------------------------------------------------------


def _amount(goal: Goal, known: Known) -> Attainment:
    value = goal.wanted
    found = None if known.actual is None else known.actual.to(value.unit).value
    reached = None if found is None else _surely_reached(goal, known, found)
    return _standing(
        goal,
        known,
        _verdict(goal, known, reached, reached),
        attainment=_attained(goal, known, value),
        target_level=value,
        missing=None if known.is_exact else message("missing.not_exact"),
    )


def _over_base(goal: Goal, known: Known) -> Attainment:
    rate = _rate(goal, known)
    reached = None if rate.exact is None else _reached(goal, rate.exact)
    level = _level_over_base(goal, known)
    whole = _computed(goal, known.actual, known.base)
    early = None if whole.exact is None else _reached(goal, whole.exact)
    attained = _attained(goal, known, level) if level else _no_level(goal, known)
    return _standing(
        goal,
        known,
        _verdict(goal, known, reached, early),
        attainment=attained,
        lead=_lead(goal, rate) if goal.form is Form.GROWTH else None,
        target_level=level,
        missing=rate.missing,
    )


def _reduction(goal: Goal, known: Known) -> Attainment:
    wanted, goal = goal.wanted, replace(goal, better=Better.UP, is_flow=False)
    rate = _rate(goal, known)
    attained = rate
    if rate.exact is not None:
        attained = measures.attainment(_decimal(rate.exact), wanted.value)
    return _standing(
        goal,
        known,
        _verdict(goal, known, None if rate.exact is None else _reached(goal, rate.exact)),
        attainment=attained,
        lead=_lead(goal, rate),
        target_level=_level_over_base(goal, known),
        missing=rate.missing,
    )


def _above(goal: Goal, known: Known) -> Attainment:
    own = _own_growth(goal, known)
    leads = {name: measures.lead(own, _value(known.peers.get(name))) for name in goal.of}
    found = [one.exact for one in leads.values() if one.exact is not None]
    unknown = [name for name, one in leads.items() if one.exact is None]
    smallest = Measured(min(found), POINTS) if found else absent(POINTS, "missing.no_value")
    is_reached = None if smallest.exact is None else _passes(goal, smallest.exact)
    why = None
    if unknown and is_reached is not False:
        is_reached, why = None, _unknown_growth(known, own, unknown)
    return _standing(goal, known, _verdict(goal, known, is_reached), lead=smallest, missing=why)


def _share_kept(goal: Goal, known: Known) -> Attainment:
    now, before = _value(known.actual), _value(known.before)
    lead = measures.lead(now, before)
    reached = None if lead.exact is None else lead.exact >= 0
    why = known.reason if now is None else message("facts.no_earlier_share")
    return _standing(goal, known, _verdict(goal, known, reached), lead=lead, missing=why)


def _rank(goal: Goal, known: Known) -> Attainment:
    now, wanted = _value(known.actual), _value(goal.value or known.before)
    gained = None if now is None or wanted is None else Fraction(wanted) - Fraction(now)
    is_strict = goal.value is None or goal.comparator in (Comparator.LT, Comparator.GT)
    reached = None if gained is None else (gained > 0 if is_strict else gained >= 0)
    why = known.reason if now is None else message("facts.no_earlier_rank")
    stands = _standing(goal, known, _verdict(goal, known, reached), missing=why)
    if now is None or stands.verdict is Verdict.UNDECIDED:
        return stands
    place = message("facts.says.rank", place=number_text(now))
    return replace(stands, says=with_detail(stands.verdict, place))


def _deadline(goal: Goal, known: Known) -> Attainment:
    due = goal.due or goal.period.end
    done = known.done if known.done and known.done <= known.as_of else None
    if done:
        verdict, key = (Verdict.MET, "done") if done <= due else (Verdict.NOT_MET, "done_late")
    elif known.as_of <= due:
        verdict, key = Verdict.NOT_YET, "due_today" if known.as_of == due else "due_in"
    else:
        verdict = Verdict.NOT_MET if known.is_open else Verdict.UNDECIDED
        key = "overdue" if known.is_open else "unreported"
    days = abs(((done or known.as_of) - due).days)
    says = message(f"facts.says.{key}", days=days, s="" if days == 1 else "s")
    return _standing(goal, known, verdict, says=says)


def _each(goal: Goal, known: Known) -> Attainment:
    """Each member reaches the goal by itself; the attainment is the share of those who did."""
    members = {
        name: attain(goal, replace(known, actual=actual, members={}))
        for name, actual in known.members.items()
    }
    verdicts = [one.verdict for one in members.values()]
    met = verdicts.count(Verdict.MET)
    order = (Verdict.NOT_MET, Verdict.UNDECIDED, Verdict.NOT_YET, Verdict.MET)
    stands = _standing(
        goal,
        known,
        next(verdict for verdict in order if verdict in verdicts),
        attainment=Measured(Fraction(100 * met, len(members)), PER_CENT),
        says=message("facts.says.members", of=len(members), met=met),
        target_level=goal.value,
    )
    return replace(stands, members=members, points_ahead=_not_applicable(POINTS), pace=None)


# -- parts of an answer -------------------------------------------------------------------


def _standing(
    goal: Goal,
    known: Known,
    verdict: Verdict,
    *,
    attainment: Measured | None = None,
    lead: Measured | None = None,
    target_level: Quantity | None = None,
    missing: Text | None = None,
    says: Text | None = None,
) -> Attainment:
    attainment = attainment or _not_applicable(PER_CENT)
    lead = lead or _not_applicable(POINTS)
    scheduled = _scheduled(goal, known)
    ahead = _ahead(goal, attainment, scheduled)
    why = missing or known.reason or attainment.missing
    return Attainment(
        verdict=verdict,
        says=says or verdict_in_words(goal, verdict, attainment, ahead, lead, why),
        attainment=attainment,
        points_ahead=ahead,
        scheduled=scheduled,
        lead=lead,
        target_level=target_level,
        pace=_pace(goal, known, target_level),
        missing=why if verdict is Verdict.UNDECIDED else None,
    )


def _verdict(goal: Goal, known: Known, reached: bool | None, early: bool | None = None) -> Verdict:
    """`early` is what the running total of a flow says already before the end."""
    if known.covers(goal.period):
        if reached is None:
            return Verdict.UNDECIDED
        return Verdict.MET if reached else Verdict.NOT_MET
    if goal.is_flow and early is not None:
        if early and goal.direction is Better.UP:
            return Verdict.MET
        if not early and goal.direction is Better.DOWN:
            return Verdict.NOT_MET
    is_running = known.as_of <= goal.period.end or reached is not None
    return Verdict.NOT_YET if is_running else Verdict.UNDECIDED


def _reached(goal: Goal, found: Fraction) -> bool:
    high = None if goal.high is None else goal.high.to(goal.wanted.unit).value
    return reaches(found, goal.wanted.value, goal.comparator, high=high, better=goal.better)


def _surely_reached(goal: Goal, known: Known, found: Decimal) -> bool | None:
    if known.is_exact:
        return _reached(goal, Fraction(found))
    if goal.direction is Better.NONE:
        return None
    high = None if known.stated_high is None else known.stated_high.to(goal.wanted.unit).value
    return surely(partial(_reached, goal), found, known.stated, high)


def _passes(goal: Goal, lead: Fraction) -> bool:
    """Growth above another's: more than it, or by so many points."""
    if goal.value is None:
        return lead >= 0 if goal.comparator is Comparator.GE else lead > 0
    return reaches(lead, goal.value.value, goal.comparator)


def _rate(goal: Goal, known: Known) -> Measured:
    """The growth, reduction or multiple: as published, or computed over the base."""
    if known.rate is not None:
        unit = goal.wanted.unit
        return Measured(Fraction(known.rate.to(unit).value), unit.code)
    rate = _computed(goal, known.actual, _base_of(goal, known))
    why = known.reason if known.actual is None else known.no_base
    return replace(rate, missing=why) if rate.exact is None and why else rate


def _computed(goal: Goal, actual: Quantity | None, base: Quantity | None) -> Measured:
    measure = {Form.MULTIPLE: measures.multiple, Form.REDUCTION: measures.reduction}.get(
        goal.form, measures.growth
    )
    if actual is not None and base is not None:
        actual = actual.to(base.unit)
    return measure(_value(actual), _value(base), goal.over)


def _level_over_base(goal: Goal, known: Known) -> Quantity | None:
    """The amount that a growth, multiple or reduction over a known base comes to."""
    if known.base is None or known.base.value <= 0:
        return None
    rate = goal.wanted.value
    if goal.form is not Form.MULTIPLE:
        signed = -rate if goal.form is Form.REDUCTION else rate
        rate = EXACT.add(1, EXACT.scaleb(signed, -2))
    return Quantity(EXACT.multiply(known.base.value, rate), known.base.unit)


def _no_level(goal: Goal, known: Known) -> Measured:
    """Why a growth has no attainment: nothing is known of its base."""
    if known.no_base is not None:
        return Measured(None, PER_CENT, known.no_base)
    some = known.actual.value if known.actual else EXACT.create_decimal(1)
    return measures.growth(some, _value(known.base), goal.over)


def _attained(goal: Goal, known: Known, level: Quantity) -> Measured:
    if known.actual is None:
        return Measured(None, PER_CENT, known.reason or message("missing.no_value"))
    if not known.is_exact:
        return absent(PER_CENT, "missing.not_exact")
    actual = known.actual.to(level.unit)
    if goal.start is not None:
        return _way_gone(goal.start, actual, level)
    if not goal.is_flow and goal.direction is Better.DOWN:
        return _not_applicable(PER_CENT)
    return measures.attainment(actual.value, level.value)


def _way_gone(start: Quantity, actual: Quantity, level: Quantity) -> Measured:
    """How much of the way from the start is done, up or down."""
    way = (level - start).value
    sign = 1 if way > 0 else -1
    return measures.attainment(sign * (actual - start).value, sign * way)


def _scheduled(goal: Goal, known: Known) -> Measured:
    """The share of the goal that should be done by now."""
    if not goal.is_flow or goal.form in _STANDING or known.period is None:
        return _not_applicable(PER_CENT)
    return schedule(goal.period, known.period, goal.profile)


def _ahead(goal: Goal, attainment: Measured, scheduled: Measured) -> Measured:
    """Points ahead of schedule; of a ceiling, what is used up counts against it."""
    if not goal.is_flow or goal.form in _STANDING or (scheduled == _not_applicable(PER_CENT)):
        return _not_applicable(POINTS)
    ahead = points_ahead(attainment, scheduled)
    if ahead.exact is not None and goal.direction is Better.DOWN:
        return replace(ahead, exact=-ahead.exact)
    return ahead


def _pace(goal: Goal, known: Known, level: Quantity | None) -> Pace | None:
    if level is None or known.period is None or not (goal.is_flow and known.is_exact):
        return None
    if known.actual is None:
        return None
    if goal.direction is Better.DOWN:
        return None
    return needed_pace(
        level, known.actual, goal.period, known.period, known.base, known.base_to_date
    )


def _lead(goal: Goal, rate: Measured) -> Measured:
    if rate.exact is None:
        return Measured(None, POINTS, rate.missing)
    return Measured(rate.exact - Fraction(goal.wanted.value), POINTS)


def _own_growth(goal: Goal, known: Known) -> Decimal | None:
    """The published growth, else the one over the base of the same part of the year."""
    if known.rate is not None:
        return known.rate.value
    growth = _computed(goal, known.actual, _base_of(goal, known)).exact
    return None if growth is None else _decimal(growth)


def _decimal(value: Fraction) -> Decimal:
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _base_of(goal: Goal, known: Known) -> Quantity | None:
    """The base over the same part of the period, where the data do not reach to its end."""
    is_whole = known.covers(goal.period)
    return known.base_to_date or (known.base if is_whole or not goal.is_flow else None)


def _unknown_growth(known: Known, own: Decimal | None, peers: list[str]) -> Text:
    if own is None:
        return known.reason or known.no_base or message("facts.no_own_growth")
    return message("facts.no_growth_of", names=joined([same(name) for name in peers]))


def _value(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.value


def _not_applicable(unit: str) -> Measured:
    return absent(unit, "missing.not_applicable")
