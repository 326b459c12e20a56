"""Telling: entries of a law and answers about them as plain values, texts in one language.

What the API gives, and whoever else wants values without objects. Numbers are decimal texts, so
that no digit is lost on the way; days and instants are ISO 8601.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.citation import Document
from kaifang.core.codes import Code
from kaifang.core.messages import message
from kaifang.core.observation import Observation
from kaifang.core.orgs import Org
from kaifang.facts.cube import Held
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry, TargetEntry
from kaifang.packs.schema.rules import TaskEntry
from kaifang.programme.atlas import Atlas
from kaifang.programme.codebooks import Codebook
from kaifang.programme.coverage import NotFigure, not_figures
from kaifang.programme.documents import (
    Clause,
    Disagreement,
    DocumentView,
    Drawn,
    Summary,
    target_name,
)
from kaifang.programme.figures import Figures
from kaifang.programme.finding import Found
from kaifang.programme.forecasting import YearEnd
from kaifang.programme.holdings import Installed, Recorded, Revised
from kaifang.programme.naming import org_name, target_text
from kaifang.programme.progress import Progress
from kaifang.programme.provisions import Roll
from kaifang.programme.shelf import Volume
from kaifang.programme.splitting import Kept

Told = dict[str, Any]


def tell_volume(volume: Volume, law: Law, lang: str) -> Told:
    """An installed programme: whose it is, of which period, under which hash."""
    head = law.head
    return {
        "id": volume.id,
        "name": volume.name.in_(lang),
        "org": head.org,
        "org_name": org_name(law, head.org).in_(lang) if head.org else None,
        "period": head.period.code if head.period else None,
        "version": head.version,
        "hash": volume.hash,
        "installed_at": volume.installed_at.isoformat(),
        "demo": head.demo,
        "headline": list(head.headline),
        "uses": list(head.uses),
    }


def tell_indicator(entry: IndicatorEntry, lang: str) -> Told:
    """An indicator with its definition."""
    return {
        "id": entry.id,
        "name": entry.name.text.in_(lang),
        "short": entry.name.short or None,
        "unit": entry.unit.code,
        "unit_name": entry.unit.name.in_(lang),
        "digits": entry.digits,
        "kind": entry.kind,
        "better": entry.better,
        "frequency": entry.frequency,
        "source": entry.source.text.in_(lang),
        "definition": entry.definition.text.in_(lang),
        "breaks": [
            {"from": one.from_.isoformat(), "note": one.break_.text.in_(lang)}
            for one in entry.versions
            if one.break_
        ],
        "pack": entry.pack,
    }


def tell_org(org: Org, lang: str) -> Told:
    """An organisation and where it stands in the tree."""
    return {
        "id": org.id,
        "name": org.name.in_(lang),
        "kind": org.kind,
        "level": org.level or None,
        "parent": org.parent,
        "codes": dict(org.codes),
        "demo": org.is_demo,
    }


def tell_target(figures: Figures, entry: TargetEntry, lang: str) -> Told:
    """A target with where it stands."""
    law, progress = figures.law, Progress.of(figures, entry, entry.org)
    return {
        "id": entry.id,
        "name": target_name(law, entry).in_(lang),
        "indicator": entry.indicator,
        "org": entry.org,
        "org_name": org_name(law, entry.org).in_(lang),
        "period": entry.period.code,
        "form": entry.target.form,
        "text": target_text(law, entry).in_(lang),
        "value": [format(one.value, "f") for one in entry.figures],
        "unit": entry.figures[0].unit.code if entry.figures else None,
        "comparator": entry.comparator,
        "strength": entry.strength,
        "task": entry.task,
        "lead": list(entry.lead),
        "attainment": progress.attainment().json(lang),
        "ahead": progress.ahead().json(lang),
        "needed": progress.needed().json(lang),
        "verdict": progress.stands.verdict.value,
        "says": progress.stands.says.in_(lang),
        "light": {"colour": progress.light.colour.value, "says": progress.light.says.in_(lang)},
        "citations": [cite.json(lang) for cite in law.citations(entry)],
    }


def tell_task(law: Law, entry: TaskEntry, lang: str) -> Told:
    """A numbered measure."""
    return {
        "id": entry.id,
        "document": entry.doc,
        "no": entry.no,
        "name": entry.name.text.in_(lang),
        "valid": entry.valid.code,
        "lead": [{"id": id, "name": org_name(law, id).in_(lang)} for id in entry.lead],
        "partners": list(entry.partners),
        "parent": entry.parent,
        "citations": [cite.json(lang) for cite in law.citations(entry)],
    }


def tell_task_whole(law: Law, entry: TaskEntry, lang: str) -> Told:
    """A numbered measure with those under it and the targets that stand in it."""
    under = [one for one in law.tasks.values() if one.parent == entry.id]
    inside = {entry.id, *(one.id for one in under)}
    return {
        **tell_task(law, entry, lang),
        "under": [tell_task(law, one, lang) for one in under],
        "targets": [one.id for one in law.targets.values() if one.task in inside],
    }


def tell_summary(one: Summary, lang: str) -> Told:
    """A document and how much is drawn from it."""
    return {
        **tell_document(one.document, lang),
        "own": one.own,
        "quotations": one.quotations,
        "drawn": dict(one.drawn),
        "attached": one.is_attached,
    }


def tell_document(document: Document, lang: str) -> Told:
    """A document by its head."""
    return {
        "id": document.id,
        "title": document.title.in_(lang),
        "issuer": document.issuer.in_(lang),
        "date": document.date.isoformat(),
        "date_note": _said(document.date_note, lang),
        "rank": document.rank.value,
        "quality": document.quality.value,
        "may_drive": document.quality.may_drive,
        "number": document.number or None,
        "lang": document.lang,
    }


def tell_view(view: DocumentView, lang: str) -> Told:
    """A document with every clause and what is drawn from it; its text only by place."""
    return {
        **tell_document(view.document, lang),
        "attached": view.received is not None,
        "clauses": [tell_clause(one, lang) for one in view.clauses],
        "not_quoted": [tell_drawn(one, lang) for one in view.not_quoted],
        "differences": [tell_disagreement(view.law, one, lang) for one in view.differences],
        "missing_lists": [one.id for one in view.missing_lists],
        "not_figures": [_tell_not_figure(one, lang) for one in not_figures(view)],
        "uncovered": view.uncovered,
    }


def tell_disagreement(law: Law, one: Disagreement, lang: str) -> Told:
    """A difference: its class, what it is, and each figure with its clauses."""
    return {
        "id": one.id,
        "kind": one.kind,
        "class": one.label.in_(lang),
        "note": one.note.in_(lang),
        "figures": [
            {
                **tell_drawn(drawn, lang),
                "citations": [cite.json(lang) for cite in law.citations(drawn.entry)],
            }
            for drawn in one.figures
        ],
    }


def tell_clause(clause: Clause, lang: str) -> Told:
    """One quotation; `spans` are places in the text as received."""
    return {
        "number": clause.number,
        "quote": clause.quote,
        "printed": list(clause.printed),
        "spans": [list(span) for span in clause.spans],
        "drawn": [tell_drawn(one, lang) for one in clause.drawn],
    }


def tell_drawn(one: Drawn, lang: str) -> Told:
    """One thing drawn from a document."""
    return {
        "kind": one.kind,
        "id": one.id,
        "name": one.name.in_(lang),
        "org": _said(one.org, lang),
        "period": _said(one.period, lang),
        "value": one.value.in_(lang),
        "where": one.where,
    }


def tell_roll(roll: Roll, lang: str) -> Told:
    """A list with its members and what is missing of it."""
    return {
        "id": roll.entry.id,
        "name": roll.entry.name.text.in_(lang),
        "expected": _said(roll.expected, lang),
        "members": [{"name": one.name.in_(lang), "org": one.org or None} for one in roll.members],
        "missing": roll.entry.missing.text.in_(lang) if roll.entry.missing else None,
        "citations": [cite.json(lang) for cite in roll.citations],
    }


def tell_held(law: Law, held: Held, unit: str, lang: str) -> Told:
    """One row of the fact table."""
    return {
        "indicator": held.indicator,
        "org": held.org,
        "org_name": org_name(law, held.org).in_(lang),
        "period": held.period.code,
        "measure": held.measure,
        "base": held.base or None,
        "part": held.part or None,
        "value": _number(held.value),
        "high": _number(held.high),
        "missing": message("missing.too_few_firms").in_(lang) if held.withheld else None,
        "unit": unit,
        "comparator": held.comparator,
        "authority": held.authority.value,
        "definition": held.definition or None,
        "announced": held.announced.isoformat() if held.announced else None,
        "demo": law.orgs[held.org].is_demo,
    }


def tell_atlas(atlas: Atlas, lang: str) -> Told:
    """A map: its tiles with value and rank."""
    return {
        "grid": atlas.grid.id,
        "indicator": atlas.indicator.id,
        "measure": atlas.measure,
        "period": atlas.period.code if atlas.period else None,
        "unit": atlas.unit.code,
        "places": [
            {
                "org": one.org.id,
                "name": one.org.name.in_(lang),
                "column": one.column,
                "row": one.row,
                "value": _number(one.value),
                "rank": one.rank,
                "missing": _said(one.missing, lang),
                "demo": one.org.is_demo,
            }
            for one in atlas.places
        ],
    }


def tell_found(one: Found, lang: str) -> Told:
    """One thing that a search found; a sentence names its document."""
    return {
        "kind": one.kind,
        "id": one.id,
        "name": one.name.in_(lang),
        "about": one.about.in_(lang),
        "quote": one.quote or None,
    }


def tell_codebook(book: Codebook, lang: str) -> Told:
    """A code list with its edition and whether it is a sample."""
    return {
        "id": book.id,
        "list": book.entry.id,
        "edition": book.entry.edition,
        "name": book.name.in_(lang),
        "codes": len(book.codes),
        "sample": book.is_sample,
        "pack": book.entry.pack,
        "own": book.is_own,
    }


def tell_code(code: Code, lang: str) -> Told:
    """One code of a list."""
    return {
        "code": code.code,
        "name": code.name.in_(lang),
        "parent": code.parent,
        "also": dict(code.also),
    }


def tell_installed(one: Installed) -> Told:
    """One version of a pack."""
    return {
        "pack": one.pack,
        "version": one.version,
        "hash": one.hash,
        "installed_at": one.installed_at.isoformat(),
        "active": one.is_active,
    }


def tell_recorded(one: Recorded, lang: str) -> Told:
    """One act of recording; who, file and reason are empty for the public."""
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "kind": one.kind.in_(lang),
        "rows": one.rows,
        "pack": one.pack or None,
        "map": one.map or None,
        "file": one.file or None,
        "who": one.who or None,
        "reason": one.reason or None,
    }


def tell_revised(one: Revised) -> Told:
    """A value and the one it was known as before."""
    now = one.now
    return {
        "indicator": now.indicator,
        "org": now.org,
        "period": now.period.code,
        "measure": now.measure.value,
        "unit": now.unit,
        "before": _tell_stated(one.before),
        "now": _tell_stated(now),
        "change": _number(one.change),
    }


def tell_year_end(end: YearEnd, lang: str) -> Told:
    """A forecast with its interval, its level, the target's chance and the back-test."""
    found = end.forecast
    return {
        "period": end.period.code,
        "now": end.now.json(lang) if end.now else None,
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
        "level": float(found.level) if found.level is not None else None,
        "probability": float(found.probability) if found.probability is not None else None,
        "target": _number(end.target.value) if end.target else None,
        "reason": _said(end.reason, lang),
        "backtest": found.backtest.says.in_(lang) if found.backtest else None,
    }


def tell_kept(kept: Kept) -> Told:
    """A round of consultation as it was kept."""
    return {
        "number": kept.round.number,
        "total": format(kept.total, "f"),
        "at": kept.at.isoformat(),
        "who": kept.who,
        "reason": kept.reason,
        "asks": [
            {
                "org": ask.org,
                "asked": format(ask.asked, "f"),
                "proposed": _number(ask.proposed),
                "comment": ask.comment,
                "fixed": ask.is_fixed,
            }
            for ask in kept.round.asks
        ],
    }


def _tell_not_figure(one: NotFigure, lang: str) -> Told:
    return {
        "words": list(one.words),
        "kind": one.kind.in_(lang),
        "reason": _said(one.reason, lang),
        "count": one.count,
    }


def _tell_stated(one: Observation) -> Told:
    return {
        "value": _number(one.value),
        "authority": one.authority.value,
        "announced": one.announced.isoformat() if one.announced else None,
        "recorded": one.recorded.isoformat() if one.recorded else None,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _said(text: Text | None, lang: str) -> str | None:
    return text.in_(lang) if text else None
