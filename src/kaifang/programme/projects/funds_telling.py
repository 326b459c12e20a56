"""Ledgers of funds as plain values, as the API gives them; amounts are decimal texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaifang.core.bilingual import Lang
from kaifang.packs.schema.ledgers import ProcessLedger
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.naming import org_name
from kaifang.programme.projects.funds import Ledger, LedgerEntry, LedgerSum, unit_of

if TYPE_CHECKING:
    from kaifang.packs.law import Law

Told = dict[str, Any]


def tell_ledger(process: ProcessEntry, found: Ledger, lang: Lang) -> Told:
    """A ledger with every entry, what stood there before its corrections, and what it comes to."""
    return {
        "ledger": found.declared.id,
        "name": found.declared.name.text.in_(lang),
        "unit": found.unit,
        "org": found.org,
        "total": format(found.total, "f"),
        "entries": [_entry(process, found.declared, one, lang) for one in found.entries],
    }


def tell_sum(law: Law, process: str, declared: ProcessLedger, one: LedgerSum, lang: Lang) -> Told:
    """What came together in a month from one origin; `cases` is how many entered it."""
    return {
        "org": one.org,
        "org_name": org_name(law, one.org).in_(lang),
        "month": one.month,
        "by": one.by or None,
        "by_name": _choice(law.processes[process], declared, one.by, lang),
        "amount": format(one.amount, "f"),
        "unit": unit_of(law, process, declared),
        "cases": one.cases,
    }


def _entry(process: ProcessEntry, declared: ProcessLedger, one: LedgerEntry, lang: Lang) -> Told:
    return {
        "event": one.number,
        "month": one.month,
        "by": one.by or None,
        "by_name": _choice(process, declared, one.by, lang),
        "amount": None if one.amount is None else format(one.amount, "f"),
        "entered_at": one.entered_at.isoformat(),
        "recorded_at": one.recorded_at.isoformat() if one.recorded_at else None,
        "actor": one.actor,
        "withdrawn": one.is_withdrawn,
        "before": [_entry(process, declared, each, lang) for each in one.before],
    }


def _choice(process: ProcessEntry, declared: ProcessLedger, id: str, lang: Lang) -> str | None:
    """The name of an origin among the choices of its field."""
    own = (one for one in process.fields if one.id == declared.by)
    names = {choice.id: choice.name.text for one in own for choice in one.choices}
    return names[id].in_(lang) if id in names else (id or None)
