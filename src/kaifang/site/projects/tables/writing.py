"""How the tables of projects write: a number that leads to its list, a name, a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.facts.rounding import half_up
from kaifang.programme.casework.listing import case_number
from kaifang.programme.naming import org_name
from kaifang.programme.projects.fields import NAME, STEWARD
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.addresses import own_query
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import is_english
from kaifang.site.components.tables import Column, Row, Table, invented, named

DAY = 86_400
HERE = "/projects/list/"


def listing(asked: Asked, **picks: str) -> str:
    """The address of the list of some projects."""
    return asked.address(HERE, **picks)


def number(
    asked: Asked, value: int | Decimal | None, href: str = "", digits: int = 0, reason: object = ""
) -> Figure:
    """A number that leads to its list; a nought leads nowhere."""
    exact = None if value is None else Decimal(value)
    authority = "demo" if asked.law.head.demo else "published"
    link = href if exact else ""
    return Figure(exact, link, digits=digits, authority=authority, reason=reason, panel=False)


def percent(asked: Asked, share: Fraction | None, reason: object = "", href: str = "") -> Figure:
    """A share in per cent to one digit."""
    value = None if share is None else half_up(share * 100, 1)
    return number(asked, value, href, 1, reason)


def days(asked: Asked, seconds: float | None, reason: object = "") -> Figure:
    """Seconds in days to one digit."""
    value = None if seconds is None else half_up(Fraction(repr(seconds)) / DAY, 1)
    return number(asked, value, digits=1, reason=reason)


def quotient(asked: Asked, value: Decimal | None, digits: int = 0, reason: object = "") -> Figure:
    """A number that was divided: a file shows no more digits of it than the page."""
    shown = None if value is None else half_up(Fraction(value), digits)
    return number(asked, shown, digits=digits, reason=reason)


def told(value: object) -> object:
    """What was entered in words; what was not, as missing with its reason."""
    return str(value) if value else lacking("not_told")


def lacking(why: str) -> Figure:
    """A cell of words that stays blank, with the reason."""
    return Figure(None, reason=message(f"projects.{why}"))


def unit_of_count() -> str:
    """The unit of a number of projects, for the heads of columns."""
    return pgettext("unit", "projects")


def unit_beneath_projects() -> str:
    """The same beneath a head that says projects already: English need not repeat it."""
    return "" if is_english() else unit_of_count()


def table(
    asked: Asked,
    name: str,
    caption: object,
    columns: Sequence[Column],
    rows: Sequence[Row],
    query: QueryDict,
    **more: Any,
) -> Table:
    """A table of this area, ready to be taken out, with every figure of a demo marked."""
    source = source_line(asked.programme, asked.figures.versions)
    made = Table(name, caption, columns, rows, own_query(query, name), source, **more)
    return invented(made) if asked.law.head.demo else made


def part(whole: Table, rows: Sequence[Row]) -> Table:
    """The same table with some of its rows."""
    return replace(whole, rows=rows)


def field_unit(portfolio: Portfolio, *fields: str) -> object:
    """The unit of the first of some fields that the process declares."""
    units = {one.id: one.unit for one in portfolio.process.fields}
    code = next((units[one] for one in fields if units.get(one)), "")
    return unit(code) if code else ""


def project_name(asked: Asked, portfolio: Portfolio, one: Project, below: object = "") -> object:
    """A project's name as a link to its page; before signing its code name."""
    name = one.told(*NAME)
    href = asked.address(f"/cases/{portfolio.process.id}/{one.case}/")
    return named(str(name) if name else case_number(one.case), href, below)


def standing(asked: Asked, portfolio: Portfolio, one: Project) -> dict[str, object]:
    """Whose a project is, its stage, and who looks after it."""
    return {
        "org": org_name(asked.law, one.org),
        "stage": portfolio.state_name(one),
        "steward": told(one.told(*STEWARD)),
    }


def mark_late(one: Project) -> object:
    return _("over the limit") if one.is_overdue else ""


def demo_source(asked: Asked) -> str:
    return _("Invented for demonstration") if asked.law.head.demo else ""
