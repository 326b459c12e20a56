"""Organisations, groupings beside the tree, tile grids, code lists and concordances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from kaifang.core.bilingual import Text
from kaifang.core.codes import Code, CodeList, Concordance, Link
from kaifang.core.orgs import Grouping, Org
from kaifang.packs.schema.base import Cites, Entry, Id, NameEntry, Strict

OrgKind = Literal[
    "nation",
    "province",
    "city",
    "county",
    "zone",
    "ftz",
    "department",
    "vertical",
    "firm",
    "port",
    "other",
]


class OrgEntry(Entry):
    """One organisation of the tree."""

    id: Id
    name: NameEntry
    kind: OrgKind
    parent: Id | None = None
    order: int = 0
    level: Literal["", "national", "provincial", "city"] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    cite: Cites | None = None
    note: NameEntry | None = None
    renamed_from: Id | None = None

    def as_org(self, *, is_demo: bool) -> Org:
        return Org(
            self.id,
            self.name.text,
            self.kind,
            self.parent,
            self.order,
            self.level,
            self.valid_from,
            self.valid_to,
            self.codes,
            is_demo,
        )


class GroupingEntry(Entry):
    """A named set of organisations that cuts across the tree."""

    id: Id
    name: NameEntry
    members: tuple[Id, ...]
    cite: Cites | None = None

    @property
    def grouping(self) -> Grouping:
        return Grouping(self.id, self.name.text, self.members)


class Tile(Strict):
    """One tile of a grid, counted from the upper left."""

    org: Id
    col: int
    row: int


class GridEntry(Entry):
    """A tile-grid map of an organisation's members."""

    id: Id
    name: NameEntry
    org: Id
    tiles: tuple[Tile, ...]
    cite: Cites


class CodeItem(Strict):
    """One code of a list."""

    code: str
    zh: str
    en: str
    parent: str | None = None
    also: dict[str, str] = Field(default_factory=dict)


class CodeListEntry(Entry):
    """One edition of a code list, or a sample of it."""

    id: Id
    edition: str
    name: NameEntry
    sample: bool = False
    items: tuple[CodeItem, ...]
    cite: Cites
    note: NameEntry | None = None

    @property
    def code_list(self) -> CodeList:
        codes = (Code(i.code, Text(i.zh, i.en), i.parent, i.also) for i in self.items)
        return CodeList(self.id, self.edition, self.name.text, codes, is_sample=self.sample)


class ListRef(Strict):
    """A list in one of its editions."""

    list: Id
    edition: str


class ConcordanceRow(Strict):
    """A link between two codes; weights of one source sum to one."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    weight: Decimal | None = None


class ConcordanceEntry(Entry):
    """A correspondence between two editions or lists."""

    id: Id
    name: NameEntry | None = None
    source: ListRef = Field(alias="from")
    target: ListRef = Field(alias="to")
    rows: tuple[ConcordanceRow, ...]
    cite: Cites
    note: NameEntry | None = None

    @property
    def concordance(self) -> Concordance:
        links = (Link(row.source, row.target, row.weight) for row in self.rows)
        return Concordance(
            self.id,
            (self.source.list, self.source.edition),
            (self.target.list, self.target.edition),
            links,
        )
