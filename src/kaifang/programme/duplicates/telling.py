"""Suspected pairs as plain values, as the API gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaifang.core.messages import message
from kaifang.programme.casework.telling import tell_case_whole
from kaifang.programme.duplicates.comparing import ComparedCases, called
from kaifang.programme.duplicates.finding import SuspectedPair
from kaifang.programme.duplicates.histories import absorbed, counted_in
from kaifang.programme.duplicates.registrations import Registration
from kaifang.programme.duplicates.rulings import DuplicateRuling
from kaifang.programme.naming import org_name

if TYPE_CHECKING:
    from kaifang.packs.law import Law
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

Told = dict[str, Any]


def tell_pair(law: Law, pair: SuspectedPair, lang: str) -> Told:
    """A pair with why it is suspected; `version` is what a ruling expects."""
    like = pair.likeness
    return {
        "pair": pair.id,
        "process": pair.process,
        "open": pair.is_open,
        "merged": pair.is_merged,
        "version": pair.version,
        "first": _side(law, pair.first, lang),
        "second": _side(law, pair.second, lang),
        "reasons": [tell_reason(one, lang) for one in (like.reasons if like else ())],
        "compared": like.compared if like else None,
        "names_alike": like.names if like else None,
        "since": list(pair.since),
        "rulings": [_ruling(one, lang) for one in pair.fallen],
    }


def tell_comparison(law: Law, pair: SuspectedPair, found: ComparedCases, lang: str) -> Told:
    """A pair with both cases side by side."""
    rows = [
        {
            "name": one.name.in_(lang),
            "first": one.first.in_(lang) if one.first else None,
            "second": one.second.in_(lang) if one.second else None,
            "differs": one.differs,
            "speaks": one.speaks,
        }
        for one in found.rows
    ]
    return {**tell_pair(law, pair, lang), "rows": rows}


def tell_merger(
    actor: Actor, programme: Programme, process: str, view: CaseView, lang: str
) -> Told:
    """The cases that count in a case, each whole, and the one in which it counts itself."""
    within = counted_in(actor, programme, process, view)
    return {
        "counted_in": within.case if within else None,
        "merged": [
            tell_case_whole(actor, programme, one, lang)
            for one in absorbed(actor, programme, process, view)
        ],
    }


def tell_reason(reason: str, lang: str) -> Told:
    return {"reason": reason, "says": message(f"duplicates.reason.{reason}").in_(lang)}


def _side(law: Law, one: Registration, lang: str) -> Told:
    return {
        "case": one.case,
        "name": called(one),
        "org": one.org,
        "org_name": org_name(law, one.org).in_(lang),
        "recorded_at": one.first[0].isoformat(),
        "stated_at": one.first[1].isoformat(),
        "merged": one.is_merged,
    }


def _ruling(one: DuplicateRuling, lang: str) -> Told:
    return {
        "verdict": one.verdict.value,
        "says": one.verdict.label.in_(lang),
        "kept": one.kept or None,
        "gone": one.gone or None,
        "reason": one.reason,
        "reasons": list(one.reasons),
        "by": one.by,
        "at": one.at.isoformat(),
    }
