"""Which form a book is: what its hidden sheet says, and whether that is what is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.exchange.form_books.faults import (
    NoIdentity,
    OldForm,
    OtherForm,
    OtherOrgs,
    OtherPeriod,
    WrongTemplate,
)
from kaifang.exchange.form_books.layout import IDENTITY, TEMPLATE
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry

_FIELDS = ("template", "pack", "hash", "form", "version", "period")
_NAMED = 3  # organisations told by name in an error


@dataclass(frozen=True, slots=True)
class BookIdentity:
    """What a book was written for; `hash` is that of the pack, `rows` are keys of rows."""

    pack: str
    hash: str
    form: str
    version: str
    period: Period
    orgs: tuple[str, ...]
    rows: tuple[str, ...]
    template: str = TEMPLATE

    @classmethod
    def of(cls, law: Law, form: FormEntry, orgs: Iterable[str], period: Period) -> BookIdentity:
        rows = tuple(row.key for row in form.rows)
        return cls(law.id, law.hash, form.id, form.version, period, tuple(orgs), rows)

    def written(self) -> list[tuple[str, str]]:
        """The lines of the hidden sheet."""
        one = [(field, str(getattr(self, field))) for field in _FIELDS]
        return [*one, *(("org", org) for org in self.orgs), *(("row", row) for row in self.rows)]

    @classmethod
    def read(cls, name: str, lines: Sequence[Sequence[object]]) -> BookIdentity:
        """Read the hidden sheet. Raises: NoIdentity, WrongTemplate."""
        pairs = [(str(line[0]), _plain(line[1])) for line in lines if len(line) > 1]
        one = dict(pairs)
        if one.get("template", TEMPLATE) != TEMPLATE:
            raise WrongTemplate.at(name, found=one["template"], expected=TEMPLATE)
        if not set(_FIELDS) <= one.keys():
            raise NoIdentity.at(name, expected=IDENTITY)
        try:
            period = Period.parse(one["period"])
        except UnreadablePeriod:
            raise NoIdentity.at(f"{name}!{IDENTITY}", expected=IDENTITY) from None
        orgs, rows = (tuple(v for key, v in pairs if key == kind) for kind in ("org", "row"))
        return cls(one["pack"], one["hash"], one["form"], one["version"], period, orgs, rows)

    def demand(
        self, law: Law, form: FormEntry, orgs: Iterable[str], period: Period, name: str
    ) -> None:
        """Make sure that the book is the form wanted; `orgs` are those it may speak of.

        Raises: OtherForm, OldForm, OtherPeriod, OtherOrgs.
        """
        if (self.pack, self.form) != (law.id, form.id):
            known = law.forms.get(self.form) if self.pack == law.id else None
            found = known.name.text if known else same(f"{self.pack} {self.form}")
            raise OtherForm.at(name, found=found, expected=form.name.text)
        if self.version != form.version:
            raise OldForm.at(name, found=self.version, expected=form.version)
        if self.period != period:
            raise OtherPeriod.at(name, found=self.period.name(), expected=period.name())
        allowed = list(orgs)
        if others := [org for org in self.orgs if org not in set(allowed)]:
            raise OtherOrgs.at(name, found=_names(law, others), expected=_names(law, allowed))


def _names(law: Law, orgs: Sequence[str]) -> Text:
    named = [law.orgs[org].name if org in law.orgs else same(org) for org in orgs[:_NAMED]]
    more = [same("…")] if len(orgs) > _NAMED else []
    return joined([*named, *more])


def _plain(value: object) -> str:
    """A cell of the sheet as text; some programs make numbers of 1 and 2023."""
    return (
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    )
