"""The tables of a split and of its rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.forms import Form
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.units import Unit, unit
from kaifang.facts.splitting import Ask, Change, Round, Split
from kaifang.programme.splitting import Kept, Splitting
from kaifang.site.components.addresses import own_query
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import FORMATS, Column, Row, Table, named, note
from kaifang.site.splitting.forms import ConsultForm, SplitForm

Names = Mapping[str, Text]
GROWTH_DIGITS = 1
# More rounds than these stand wider than a page.
MOST_ABREAST = 2


def parts(
    one: Splitting,
    split: Split | None,
    form: SplitForm,
    names: Names,
    measured: Unit,
    query: QueryDict,
) -> Table:
    """The parts with what goes into them; empty parts where the form is wrong."""
    columns = [
        Column("org", _("Organisation")),
        Column("base", _("Base"), measured, "number"),
        Column("potential", _("Potential")),
        Column("hand", _("By hand"), measured),
        Column("part", _("Part"), measured, "number"),
        Column("growth", _("Growth it means"), unit("%"), "number"),
        Column("of_total", _("Of the total"), unit("%"), "number"),
    ]
    rows = [_part(one, split, form, names, org) for org in one.bases]
    if split:
        rows.append(_sum(one, split))
    return Table("parts", _("The parts"), columns, rows, own_query(query, "parts"),
                 formats=FORMATS if split else ())  # fmt: skip


def _part(one: Splitting, split: Split | None, form: SplitForm, names: Names, org: str) -> Row:
    cells: dict[str, object] = {
        "org": named(names[org]),
        "base": Figure(one.bases[org], digits=one.digits),
        "potential": _typed(form, f"p.{org}"),
        "hand": _typed(form, f"f.{org}"),
    }
    if split:
        growth = split.growth(org).at(GROWTH_DIGITS)
        cells["part"] = Figure(split.parts[org], digits=one.digits, authority="derived")
        cells["growth"] = Figure(growth, digits=GROWTH_DIGITS, authority="derived")
        cells["of_total"] = _share(split.parts[org], split.total)
    return Row(cells, key=org)


def _sum(one: Splitting, split: Split) -> Row:
    return Row({
        "org": _("Sum of the parts"),
        "base": Figure(sum(one.bases.values(), Decimal(0)), digits=one.digits),
        "potential": "",
        "hand": "",
        "part": Figure(split.total, digits=one.digits, authority="derived"),
        "growth": "",
        "of_total": _share(split.total, split.total),
    }, total=True)  # fmt: skip


def _share(part: Decimal, whole: Decimal) -> Figure:
    share = part / whole * 100 if whole else None
    return Figure(share, digits=GROWTH_DIGITS, authority="derived")


@dataclass(frozen=True, slots=True)
class Typed:
    """An input in a cell; a file holds what was typed into it."""

    html: SafeString
    plain: Decimal | None

    def __html__(self) -> SafeString:
        return self.html


def _typed(form: SplitForm, name: str) -> Typed:
    given = getattr(form, "cleaned_data", {}).get(name)
    return Typed(_field(form, name), given)


def _field(form: Form, name: str, kind: str = "cell-input") -> SafeString:
    """An input in a cell, its label for screen readers, its error beneath."""
    field = form[name]
    wrong = [
        element("span", error, class_="field-error", id=f"{field.auto_id}_error")
        for error in field.errors
    ]
    attributes = {"aria-label": field.label, "class": kind}
    return element("span", field.as_widget(attrs=attributes), *wrong, class_="cell-field")


def rounds(
    found: Sequence[Kept], names: Names, measured: Unit, digits: int, query: QueryDict
) -> Table:
    """What each round asked of each organisation and what it proposed, side by side."""
    columns = [Column("org", _("Organisation"))]
    for place, one in enumerate(found):
        columns += _of_round(one, measured, is_first=place == 0)
    asked = {org for one in found for org in (ask.org for ask in one.round.asks)}
    rows = [_asked(org, found, names, digits) for org in names if org in asked]
    return Table("rounds", _("Rounds kept"), columns, rows, own_query(query, "rounds"),
                 wide=len(found) > MOST_ABREAST)  # fmt: skip


def _of_round(one: Kept, measured: Unit, *, is_first: bool) -> list[Column]:
    n, group = one.round.number, _("Round %(n)s") % {"n": one.round.number}
    found = [Column(f"{n}", _("asked"), measured, "number", hint=one.reason, group=group)]
    if not is_first:
        found.append(Column(f"{n}.change", _("against the round before"), measured, "number",
                            group=group))  # fmt: skip
    if any(ask.proposed is not None or ask.comment for ask in one.round.asks):
        found.append(Column(f"{n}.proposed", _("proposed"), measured, "number", group=group))
        found.append(Column(f"{n}.comment", _("Reason"), group=group))
    return found


def _asked(org: str, found: Sequence[Kept], names: Names, digits: int) -> Row:
    cells: dict[str, object] = {"org": named(names[org])}
    before: Decimal | None = None
    for one in found:
        n = one.round.number
        ask = next((ask for ask in one.round.asks if ask.org == org), None)
        now = ask.asked if ask else None
        change = now - before if now is not None and before is not None else None
        cells[f"{n}"] = Figure(now, digits=digits, reason=_("not asked"))
        cells[f"{n}.change"] = Figure(change, digits=digits, signed=True, reason=_("not asked"))
        cells[f"{n}.proposed"] = Figure(ask.proposed if ask else None, digits=digits,
                                        reason=_("no proposal"))  # fmt: skip
        cells[f"{n}.comment"] = note(ask.comment if ask else "")
        before = now
    return Row(cells, key=org)


def answers(last: Kept, after: Round | None, form: ConsultForm, names: Names, measured: Unit,
            digits: int) -> Table:  # fmt: skip
    """The last round with fields for what the cities answer; beside it what would be asked next."""
    columns = [
        Column("org", _("Organisation")),
        Column("asked", _("asked"), measured, "number"),
        Column("proposed", _("proposed"), measured),
        Column("comment", _("Reason")),
        Column("accept", _("Accept")),
    ]
    if after is not None:
        columns += [
            Column("next", _("Next round"), measured, "number"),
            Column("change", _("Change"), measured, "number"),
        ]
    rows = [_answer(ask, after, form, names, digits) for ask in last.round.asks]
    return Table("answers", _("The cities' own proposals"), columns, rows, formats=())


def _answer(ask: Ask, after: Round | None, form: ConsultForm, names: Names, digits: int) -> Row:
    org = ask.org
    cells: dict[str, object] = {
        "org": named(names[org]),
        "asked": Figure(ask.asked, digits=digits),
        "proposed": _field(form, f"a.{org}"),
        "comment": _field(form, f"c.{org}", "cell-input cell-input--words"),
        "accept": _field(form, f"k.{org}", "cell-check"),
    }
    if after is not None:
        now = after.ask(org).asked
        cells["next"] = Figure(now, digits=digits, authority="derived")
        cells["change"] = Figure(now - ask.asked, digits=digits, authority="derived", signed=True)
    return Row(cells, key=org)


def changed(
    found: Sequence[Change], names: Names, measured: Unit, digits: int, query: QueryDict
) -> Table:
    """What the last round changed against the one before it."""
    columns = [
        Column("org", _("Organisation")),
        Column("before", _("Before"), measured, "number"),
        Column("now", _("Now"), measured, "number"),
        Column("change", _("Change"), measured, "number"),
        Column("reason", _("Reason")),
    ]
    rows = [
        Row({
            "org": named(names[one.org]),
            "before": Figure(one.before, digits=digits),
            "now": Figure(one.after, digits=digits),
            "change": Figure(one.difference, digits=digits, signed=True),
            "reason": note(said(one.reason)),
        }, key=one.org)
        for one in found
    ]  # fmt: skip
    empty = _("The last round asks the same as the one before it.")
    return Table("changes", _("What the last round changed"), columns, rows,
                 own_query(query, "changes"), empty=empty)  # fmt: skip
