"""Books: a form goes out as a workbook, and comes back through the same door as the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kaifang.exchange.form_books.marking import mark_book
from kaifang.exchange.form_books.reading import ReadBook, read_book
from kaifang.exchange.form_books.writing import write_book
from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.facts.check_rules import Past
from kaifang.facts.form_values import Finding, Given
from kaifang.packs.law import Law
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import Saved, standing
from kaifang.programme.reporting.checked import findings_of, sheet_of
from kaifang.programme.reporting.duties import Duty, duty_of, form_named
from kaifang.programme.reporting.errors import FormRefused, UnknownForm
from kaifang.programme.reporting.filling import Ready, demand_filled, enter, prepare
from kaifang.programme.reporting.past import past_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import files
from kaifang.store.writing import one_writer

_OLD, _OLD_MEDIA_TYPE = ".xls", "application/vnd.ms-excel"
_MEDIA_TYPE = MEDIA_TYPES[".xlsx"]


@dataclass(frozen=True, slots=True)
class Collected:
    """What a workbook brought: the form, the period, and what became of each organisation's."""

    form: str
    period: str
    saved: Mapping[str, Saved]

    @property
    def changed(self) -> int:
        """How many cells say something new."""
        return sum(one.changed for one in self.saved.values())


def template(
    actor: Actor,
    programme: Programme,
    form: str,
    orgs: str | Sequence[str],
    period: str,
    lang: str = "zh",
) -> bytes:
    """Write a form as a workbook, for one organisation or several, with what stands on it.

    Raises: NotAllowed, UnknownForm, UnknownOrg, UnreadablePeriod, NotAsked, NoSuchDue.
    """
    law = programme.law
    asked = [orgs] if isinstance(orgs, str) else list(orgs)
    owed = [duty_of(law, form, org, period) for org in asked]
    for duty in owed:
        demand(actor, Act.SEE_INTERNAL, duty.org, law.orgs)
    values = {
        cell: given
        for duty in owed
        for cell, given in sheet_of(duty, standing(duty).values).items()
    }
    past = _together([past_of(programme, duty) for duty in owed])
    return write_book(law, form_named(law, form), asked, owed[0].period, values, past, lang)


def submit_book(actor: Actor, programme: Programme, data: bytes, name: str) -> Collected:
    """Submit a returned workbook, for all its organisations or for none; its file is kept.

    It goes on from what stands in the store now; the same book twice changes nothing.

    Raises: what `submit` raises, FormRefused with every wrong cell, and what `read_book` raises
    of a file that is no form.
    """
    return submit_read(actor, programme, data, read_book(data, name))


def submit_read(actor: Actor, programme: Programme, data: bytes, book: ReadBook) -> Collected:
    """Submit a workbook that was read already. Raises: as `submit_book`."""
    owed, name = _owed(programme.law, book), book.name
    sha256 = hashlib.sha256(data).hexdigest()
    ready = [
        prepare(actor, programme, duty, _changes(book, duty.org), None, sha256) for duty in owed
    ]
    new = [one for one in ready if not one.says_nothing_new]
    if not book.faults:  # what was typed and cannot be read is something all the same
        for one in new:
            demand_filled(programme, one)
    if found := book.findings(_findings(programme, new)):
        raise FormRefused(found, where=name)
    saved = {one.duty.org: one.unchanged for one in ready}
    if new:
        with one_writer():
            is_old = name.lower().endswith(_OLD)
            files.put(data, name=name, media_type=_OLD_MEDIA_TYPE if is_old else _MEDIA_TYPE)
            saved |= {one.duty.org: enter(actor, programme, one) for one in new}
    return Collected(book.identity.form, book.identity.period.code, saved)


def marked(data: bytes, refused: FormRefused, lang: str = "zh") -> bytes:
    """The user's own workbook with every wrong cell marked, and the list of what is wrong."""
    return mark_book(data, refused.findings, lang)


def _owed(law: Law, book: ReadBook) -> list[Duty]:
    """What a book answers. Raises: UnknownForm, OldForm, NotAsked, NoSuchDue."""
    identity = book.identity
    if identity.pack != law.id:
        raise UnknownForm.at(book.name, found=f"{identity.pack} {identity.form}")
    form = form_named(law, identity.form)
    identity.demand(law, form, identity.orgs, identity.period, book.name)
    return [duty_of(law, form.id, org, identity.period) for org in identity.orgs]


def _changes(book: ReadBook, org: str) -> dict[str, Given]:
    """The cells of an organisation; a dash or 无 is a blank, and what is no number is a fault."""
    return {
        cell.row: replace(given, typed="") for cell, given in book.sheet.items() if cell.org == org
    }


def _findings(programme: Programme, ready: Sequence[Ready]) -> list[Finding]:
    return [
        found for one in ready for found in findings_of(programme, one.duty, one.sheet, one.values)
    ]


def _together(pasts: Sequence[Past]) -> Past:
    """The past of several organisations' cells as one."""
    first = pasts[0]
    for other in pasts[1:]:
        first = Past(
            first.period,
            first.before,
            {**first.history, **other.history},
            {**first.previous, **other.previous},
            {**first.last_year, **other.last_year},
            {**first.official, **other.official},
        )
    return first
