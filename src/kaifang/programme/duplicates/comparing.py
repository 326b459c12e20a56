"""Set two cases side by side: what each tells, what differs, what speaks for one project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kaifang.cases.likeness import LIKE_AMOUNT, LIKE_INVESTOR, LIKE_NAME, SAME_INVESTOR, SAME_SITE
from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.schema.duplicates import DuplicateRule
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.listing import case_name, case_number
from kaifang.programme.casework.reading import CaseView, case_state, commanded
from kaifang.programme.casework.values import told_value
from kaifang.programme.duplicates.finding import SuspectedPair, demand_sight
from kaifang.programme.duplicates.registrations import Registration, rule_of
from kaifang.programme.naming import org_name
from kaifang.programme.projects.funds import Ledger, ledger
from kaifang.programme.rights import Actor

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

# Which respect a reason speaks of.
_OF_REASON = {
    SAME_INVESTOR: "credit_code",
    LIKE_INVESTOR: "investor",
    LIKE_NAME: "name",
    LIKE_AMOUNT: "amount",
    SAME_SITE: "site",
}


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One respect of two cases; None where a case does not tell it.

    speaks: whether it is one of the reasons why they are suspected.
    """

    name: Text
    first: Text | None
    second: Text | None
    speaks: bool = False

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class ComparedCases:
    """Both cases of a pair as they stand, and what they tell, respect by respect."""

    first: CaseView
    second: CaseView
    rows: tuple[ComparedRow, ...]


def compare(actor: Actor, programme: Programme, pair: SuspectedPair) -> ComparedCases:
    """Set the cases of a pair side by side. Raises: NotAllowed."""
    demand_sight(actor, programme.law)
    views = [
        case_state(actor, programme, pair.process, one.case) for one in (pair.first, pair.second)
    ]
    first, second = views
    rows = (
        *_heads(programme, pair, first, second),
        *_fields(actor, programme, pair, first, second),
        *_ledgers(actor, programme, pair),
    )
    return ComparedCases(first, second, rows)


def called(one: Registration) -> str:
    """What a case is called beside others: the name that is compared, else its number."""
    return one.told.name or case_number(one.case)


def _heads(
    programme: Programme, pair: SuspectedPair, first: CaseView, second: CaseView
) -> Iterator[ComparedRow]:
    told = [
        _head(programme, side, view) for side, view in ((pair.first, first), (pair.second, second))
    ]
    for name, one, two in zip(_HEADS, *told, strict=True):
        yield ComparedRow(message(f"duplicates.row.{name}"), one, two)


_HEADS = ("org", "recorded", "stated", "state", "events")


def _head(programme: Programme, side: Registration, view: CaseView) -> tuple[Text, ...]:
    law = programme.law
    recorded, stated = (at.astimezone(ZoneInfo(law.head.zone)) for at in side.first[:2])
    return (
        org_name(law, side.org),
        same(f"{recorded:%Y-%m-%d %H:%M:%S}"),
        same(f"{stated:%Y-%m-%d}"),
        view.state.definition.label("states", view.state.state or ""),
        same(str(side.version)),
    )


def _fields(
    actor: Actor, programme: Programme, pair: SuspectedPair, first: CaseView, second: CaseView
) -> Iterator[ComparedRow]:
    """Every field that either tells, in the order of the process."""
    own, values = commanded(programme.law, pair.process), (first.state.values, second.state.values)
    speaks = _speaking(rule_of(programme, pair.process), pair, values)
    for field in own.process.fields:
        told = [_told(each, field.id) for each in values]
        if any(one is not None for one in told):
            one, two = (_in_words(actor, programme, field, value) for value in told)
            yield ComparedRow(field.name.text, one, two, field.id in speaks)


def _in_words(actor: Actor, programme: Programme, field: CaseField, value: Any) -> Text | None:
    """A value in words, another case by its name where that is to be seen."""
    if value is None:
        return None
    if field.kind == "case" and field.of:
        try:
            return same(case_name(case_state(actor, programme, field.of, str(value))))
        except NoSuchCase:
            pass
    return told_value(programme.law, field, value)


def _ledgers(actor: Actor, programme: Programme, pair: SuspectedPair) -> Iterator[ComparedRow]:
    """What each has entered in its ledgers: that of a merged case counts no more."""
    law, own = programme.law, commanded(programme.law, pair.process).process
    for declared in own.ledgers:
        field = next(one for one in own.fields if one.id == declared.amount)
        one, two = (
            _total(law, field, ledger(actor, programme, own.id, each.case, declared.id))
            for each in (pair.first, pair.second)
        )
        if one is not None or two is not None:
            yield ComparedRow(declared.name.text, one, two)


def _total(law: Law, field: CaseField, found: Ledger) -> Text | None:
    """What was entered in all, None where nothing counts."""
    if all(one.is_withdrawn for one in found.entries):
        return None
    return told_value(law, field, format(found.total, "f"))


def _told(values: Mapping[str, Any], field: str) -> Any:
    value = values.get(field)
    return None if value == "" else value


def _speaking(
    rule: DuplicateRule, pair: SuspectedPair, values: Sequence[Mapping[str, Any]]
) -> set[str]:
    """The fields by which the two are alike: of several that a reason reads the first told."""
    reasons = pair.likeness.reasons if pair.likeness else ()
    read = [getattr(rule.compare, _OF_REASON[one]) for one in reasons]
    first = (
        next((one for one in fields if _told(each, one) is not None), None)
        for fields in read
        for each in values
    )
    return {one for one in first if one}
