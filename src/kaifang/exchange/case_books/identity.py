"""Which process a case book is of: what its hidden sheet says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import same
from kaifang.exchange.case_books.faults import NotACaseBook, OtherCaseBook
from kaifang.exchange.case_books.layout import IDENTITY, TEMPLATE
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry

_FIELDS = ("template", "pack", "process", "version", "hash")


@dataclass(frozen=True, slots=True)
class CaseBookIdentity:
    """What a book was written for; `version` and `hash` are those of the pack."""

    pack: str
    process: str
    version: str
    hash: str
    template: str = TEMPLATE

    @classmethod
    def of(cls, law: Law, process: ProcessEntry) -> CaseBookIdentity:
        return cls(law.id, process.id, str(law.head.version), law.hash)

    def written(self) -> list[tuple[str, str]]:
        """The lines of the hidden sheet."""
        return [(field, str(getattr(self, field))) for field in _FIELDS]

    @classmethod
    def read(cls, name: str, lines: Sequence[Sequence[object]]) -> CaseBookIdentity:
        """Read the hidden sheet. Raises: NotACaseBook."""
        one = {str(line[0]): _plain(line[1]) for line in lines if len(line) > 1}
        if one.get("template") != TEMPLATE or not set(_FIELDS) <= one.keys():
            raise NotACaseBook.at(name, expected=IDENTITY)
        return cls(one["pack"], one["process"], one["version"], one["hash"])

    def demand(self, law: Law, process: ProcessEntry, name: str) -> None:
        """Make sure that the book is of the process wanted; its version may be an earlier one.

        What has changed since shows in the columns. Raises: OtherCaseBook.
        """
        if (self.pack, self.process) != (law.id, process.id):
            known = law.processes.get(self.process) if self.pack == law.id else None
            found = known.name.text if known else same(f"{self.pack} {self.process}")
            raise OtherCaseBook.at(name, found=found, expected=process.name.text)


def _plain(value: object) -> str:
    """A cell of the sheet as text; some programs make numbers of 1 and 2023."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole and isinstance(value, float) else str(value).strip()
