"""Ask once 一数一源: no number is asked for twice, nor asked for when it comes down from above."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.reporting import CheckRule, FormEntry


class AskedTwice(KaifangError):
    """Two forms ask the same organisation for the same number."""

    code = "KF-PACK-050"


class ComesFromAbove(KaifangError):
    """A form asks for a number that is imported."""

    code = "KF-PACK-051"


def asked_once(law: Law) -> Iterator[KaifangError]:
    """Numbers that another form asks for already, or that are imported or derived."""
    first: dict[tuple[str, str, str], FormEntry] = {}
    for form in law.forms.values():
        for number, row in enumerate(form.rows):
            indicator = law.indicators.get(row.indicator)
            if indicator is not None and indicator.collected != "reported":
                where = form.where_of("rows", number, "indicator")
                yield ComesFromAbove.at(where, found=row.indicator, expected=form.id)
        for number, key in _asked(law, form):
            other = first.setdefault(key, form)
            if other is not form:
                where = form.where_of("rows", number, "indicator")
                yield AskedTwice.at(where, found=key[0], expected=f"{other.id} ({other.where})")
                break


def form_rows(law: Law) -> Iterator[KaifangError]:
    """Checks that speak of rows which their form does not have."""
    for form in law.forms.values():
        rows = {row.indicator for row in form.rows}
        for number, check in enumerate(form.checks):
            for name in check.names:
                if name not in rows:
                    near = nearest(name, rows)
                    where = form.where_of("checks", number, _field_of(check, name))
                    yield UnknownName.at(where, kind=LABELS["rows"], found=name, near=near)


def _field_of(check: CheckRule, name: str) -> str:
    fields = {check.row: "row", check.whole: "whole"}
    return fields.get(name, "parts")


def _asked(law: Law, form: FormEntry) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Every number of a form with the number of its row: indicator, span, organisation."""
    for org in law.members(form.orgs):
        for number, row in enumerate(form.rows):
            yield number, (row.indicator, row.span, org)
