"""Dispatch as plain values, as the API gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaifang.exchange.drafts import Draft
from kaifang.programme.dispatch.briefing import Briefing, RemarkLine
from kaifang.programme.dispatch.circulating import ISSUED, checked
from kaifang.programme.dispatch.desk import clock
from kaifang.programme.dispatch.freezing import frozen, in_language
from kaifang.programme.dispatch.issuing import issued
from kaifang.programme.dispatch.levels import LevelLimit
from kaifang.programme.dispatch.slips import letter
from kaifang.programme.dispatch.suggesting import Suggestion
from kaifang.programme.dispatch.table import DispatchLine
from kaifang.programme.opening import Programme

if TYPE_CHECKING:
    from kaifang.store.models import Decision, Dispatch, Slip

Told = dict[str, Any]


def tell_line(line: DispatchLine, lang: str) -> Told:
    """One line of the table."""
    told: Told = in_language(frozen(line), lang)
    return told


def tell_briefing(page: Briefing, lang: str) -> Told:
    """The leader's page."""
    return {
        "period": page.table.period.code,
        "lights": {colour.value: count for colour, count in page.lights.items()},
        "own": [tell_line(one, lang) for one in page.own],
        "behind": [tell_line(one, lang) for one in page.behind],
        "problems": [_tell_words(one, ("problem", "next_step"), lang) for one in page.problems],
        "proposals": [_tell_words(one, ("proposal",), lang) for one in page.proposals],
    }


def tell_edition(dispatch: Dispatch) -> Told:
    """A table that was given out."""
    return {
        "number": dispatch.pk,
        "period": dispatch.period,
        "edition": dispatch.edition,
        "state": dispatch.state,
        "version": dispatch.version,
    }


def tell_dispatch(programme: Programme, dispatch: Dispatch, lang: str) -> Told:
    """A table that was given out, with the answers and, once issued, its rows as issued."""
    out = checked(dispatch)
    answers = [
        {
            "org": one.org,
            "verdict": one.verdict or None,
            "reason": one.reason or None,
            "items": list(one.items),
            "late": one.is_late,
        }
        for one in out.answers_for(programme)
    ]
    told = {**tell_edition(dispatch), "due": out.due.isoformat(), "answers": answers}
    return {**told, "issued": _tell_issued(dispatch, lang) if dispatch.state == ISSUED else None}


def tell_slip(programme: Programme, slip: Slip, proposed: LevelLimit | None = None) -> Told:
    """A slip by its head, with the level that it might be raised to."""
    left = clock(programme, slip)
    return {
        "number": slip.pk,
        "serial": slip.serial,
        "kind": slip.kind,
        "level": slip.level,
        "state": slip.state,
        "from": slip.from_org,
        "to": slip.to_org,
        "title": slip.title,
        "matter": slip.matter or None,
        "due": slip.due.isoformat() if slip.due else None,
        "overdue": left.is_overdue,
        "raise_to": proposed.id if proposed else None,
        "version": slip.version,
    }


def tell_course(
    programme: Programme, slip: Slip, lang: str, proposed: LevelLimit | None = None
) -> Told:
    """A slip with its letter and everything that was done."""
    events = [
        {
            "number": one.number,
            "kind": one.kind,
            "org": one.org,
            "at": one.at.isoformat(),
            "reason": one.reason or None,
        }
        for one in slip.events.order_by("number")
    ]
    words = letter(programme, slip).in_(lang)
    return {**tell_slip(programme, slip, proposed), "letter": words, "events": events}


def tell_suggestion(one: Suggestion, decision: Decision | None, lang: str) -> Told:
    """What a rule suggests, what it rests on, and what a person decided."""
    decided = decision and {
        "verdict": decision.verdict,
        "named": decision.named,
        "reason": decision.reason,
        "at": decision.at.isoformat(),
    }
    return {
        "rule": one.rule.id,
        "name": one.rule.name.text.in_(lang),
        "measure": one.rule.measure,
        "named": one.rule.named,
        "org": one.org.id,
        "org_name": one.org.name.in_(lang),
        "lines": [tell_line(line, lang) for line in one.lines],
        "decision": decided,
    }


def _tell_issued(dispatch: Dispatch, lang: str) -> Told:
    done = issued(dispatch)
    return {
        "on": done.on.isoformat(),
        "rows": in_language(done.rows, lang),
        "adjusted": in_language(done.adjusted, lang),
        "versions": done.versions,
        "head": done.head,
        "reason": done.reason or None,
    }


def _tell_words(one: RemarkLine, fields: tuple[str, ...], lang: str) -> Told:
    remark = one.remark
    return {
        "item": one.line.target.id,
        "org": remark.org,
        "org_name": one.speaker.in_(lang),
        "carried": remark.is_carried,
        **{field: getattr(remark.words, field) or None for field in fields},
        "before": {field: getattr(remark.before, field) or None for field in fields},
    }


def tell_draft(draft: Draft, lang: str) -> Told:
    """A draft of an official document in one language; `gaps` are what a person has to fill in."""
    return {
        "name": draft.id,
        "title": draft.title.in_(lang),
        "paragraphs": [
            {
                "role": one.role,
                "text": one.sentence.text(lang),
                "gaps": [piece.text for piece in one.in_(lang) if piece.kind == "gap"],
            }
            for one in draft.paragraphs
        ],
        "figures": [
            {
                "number": one.number,
                "name": one.name.in_(lang),
                "text": one.text.in_(lang),
                "source": one.source.in_(lang),
                "doubtful": one.is_doubtful,
            }
            for one in draft.figures
        ],
        "foot": [one.in_(lang) for one in (*draft.foot, draft.watermark) if one],
    }
