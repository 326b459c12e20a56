"""Reporting as plain values, as the API gives it: duties, open forms, calls, what was refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaifang.facts.form_values import Finding, Given
from kaifang.packs.law import Law
from kaifang.programme.naming import org_name
from kaifang.programme.reporting.acting import Saved
from kaifang.programme.reporting.desk import Call
from kaifang.programme.reporting.due import Owed, Punctuality
from kaifang.programme.reporting.forms import FormLine, OpenForm
from kaifang.programme.reporting.history import Change

Told = dict[str, Any]


def tell_owed(law: Law, one: Owed, lang: str) -> Told:
    """What an organisation owes; `version` is what its next act expects."""
    duty = one.duty
    return {
        "form": duty.form.id,
        "name": duty.form.name.text.in_(lang),
        "org": duty.org,
        "org_name": org_name(law, duty.org).in_(lang),
        "period": duty.period.code,
        "address": f"/forms/{duty.form.id}/{duty.org}/{duty.period.slug}",
        "due": duty.due.isoformat(),
        "law_due": duty.law_due.isoformat(),
        "timeliness": one.timeliness.value,
        "state": one.state or None,
        "level": one.level or None,
        "version": one.version,
        "submitted_on": one.submitted_on.isoformat() if one.submitted_on else None,
    }


def tell_form(law: Law, form: OpenForm, lang: str) -> Told:
    """An open form with every row, and what the actor may do with it now."""
    closing = form.closing
    return {
        **tell_owed(law, form.owed, lang),
        "title": form.title.in_(lang),
        "closed_at": closing.at.isoformat() if closing else None,
        "may": {
            "fill": form.may_fill,
            "fill_for": form.is_for,
            "review": form.may_review,
            "ask_correction": form.may_ask,
            "decide_correction": form.may_decide,
        },
        "asked_why": form.filled.asked_why if form.filled.asked else None,
        "rows": [_line(line, lang) for line in form.lines],
    }


def tell_saved(saved: Saved) -> Told:
    """What an act came to; `version` is what the next one expects."""
    return {
        "version": saved.version,
        "state": saved.state,
        "level": saved.level or None,
        "changed": saved.changed,
    }


def tell_punctuality(law: Law, one: Punctuality, lang: str) -> Told:
    """How an organisation reports; shares are from 0 to 1, None where nothing was due."""
    return {
        "org": one.org,
        "org_name": org_name(law, one.org).in_(lang),
        "due": one.due,
        "came_in": one.came_in,
        "in_time": one.in_time,
        "completeness": one.completeness,
        "timeliness": one.timeliness,
    }


def tell_call(law: Law, call: Call, lang: str) -> Told:
    """Who is to be called about what, with the text to copy."""
    holders = [
        {"name": one.name, "role": one.role.value, "email": one.email, "deputy": one.is_deputy}
        for one in call.holders
    ]
    return {
        **tell_owed(law, call.owed, lang),
        "working_days": call.working_days,
        "holders": holders,
        "text": call.text.in_(lang),
    }


def tell_finding(one: Finding) -> Told:
    """What is wrong with a cell, in both languages; soft findings want a reason."""
    texts = {"found": one.found, "expected": one.expected, "says": one.says}
    return {
        "code": one.rule,
        "hard": one.hard,
        "org": one.cell.org,
        "row": one.cell.row,
        "where": one.where or None,
        **{name: {"zh": text.zh, "en": text.en} for name, text in texts.items()},
    }


def _line(line: FormLine, lang: str) -> Told:
    numbers = {"before": line.before, "last_year": line.last_year, "official": line.official}
    return {
        "row": line.key,
        "name": line.indicator.name.text.in_(lang),
        "definition": line.definition.in_(lang),
        "period": line.period.code,
        "unit": line.unit.code,
        **_given(line.given),
        **{name: _exact(value) for name, value in numbers.items()},
        "unlocked": line.is_unlocked,
        "returned": line.returned or None,
        "asked": _given(line.asked) if line.asked else None,
        "findings": [tell_finding(one) for one in line.findings],
        "history": [_change(one) for one in line.history],
    }


def _given(given: Given | None) -> Told:
    """`typed` is what was written where no number could be read from it."""
    if given is None:
        return {"value": None, "reason": None, "typed": None}
    typed = given.typed if given.value is None else ""
    return {
        "value": _exact(given.value),
        "reason": given.reason or None,
        "typed": typed or None,
    }


def _change(one: Change) -> Told:
    return {
        "act": one.act,
        "at": one.at.isoformat(),
        "org": one.org,
        "for": one.is_for,
        "reason": one.reason or None,
        "value": _exact(one.given.value) if one.given else None,
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
