"""What all entries share: strictness, names, quantities, periods, citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    model_validator,
)
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticKnownError

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import Quantity, Unit, unit
from kaifang.packs.reading import Location, Source

Comparator = Literal["eq", "ge", "gt", "le", "lt", "about", "approx", "range"]
Strength = Literal["ensure", "hold", "aim", "expect", "none"]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# One name may stand for a list of one.
Ids = Annotated[
    tuple[Id, ...], BeforeValidator(_listed, json_schema_input_type=Id | tuple[Id, ...])
]
SomeIds = Annotated[Ids, Field(min_length=1)]
Words = Annotated[
    tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])
]


class InvalidScalar(ValueError):
    """Carries an error of ours through pydantic."""

    def __init__(self, error: KaifangError) -> None:
        self.error = error
        super().__init__(error.text("en"))


class Refused(ValueError):
    """Says in both languages why a schema refuses what each field by itself would take."""

    def __init__(self, key: str, **params: object) -> None:
        self.text = message(key, **params)
        super().__init__(self.text.en)


def _reader(parse: Any) -> BeforeValidator:
    def read(value: Any) -> Any:
        if value is None or isinstance(value, dict | list):
            raise PydanticKnownError("string_type")
        if not isinstance(value, str):
            return value  # read before
        try:
            return parse(value)
        except KaifangError as error:
            raise InvalidScalar(error) from None

    return BeforeValidator(read)


_TEXT_SCHEMA = WithJsonSchema({"type": "string"})
_WRITTEN = PlainSerializer(str, return_type=str)
QuantityText = Annotated[Quantity, _reader(Quantity.parse), _WRITTEN, _TEXT_SCHEMA]
PeriodText = Annotated[Period, _reader(Period.parse), _WRITTEN, _TEXT_SCHEMA]
UnitText = Annotated[Unit, _reader(unit), _WRITTEN, _TEXT_SCHEMA]


class Strict(BaseModel):
    """A part of an entry: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its first line, and the file that knows the lines of its fields."""

    where: str = ""
    source: Source | None = field(default=None, compare=False, repr=False)
    at: Location = field(default=(), compare=False)


class Entry(Strict):
    """A list item of a file; `where` is its `file:line`, `pack` the pack that carries it."""

    _place: Place = PrivateAttr(default=Place())
    _pack: str = PrivateAttr(default="")

    @property
    def where(self) -> str:
        return self._place.where

    @property
    def pack(self) -> str:
        return self._pack

    def where_of(self, *field: str | int) -> str:
        """The `file:line` of a field as the file names it: `"value"`, or `"cite", 0, "printed"`.

        What the file leaves out stands where the nearest thing above it stands.
        """
        place = self._place
        return place.source.where((*place.at, *field)) if place.source else place.where

    def placed(self, source: Source, at: Location, pack: str) -> None:
        """Remember where the entry stands."""
        self._place, self._pack = Place(source.where(at), source, at), pack

    def citing(self) -> Iterator[tuple[Location, CiteEntry]]:
        """Every citation of the entry, and where in it each stands."""
        for number, cite in enumerate(getattr(self, "cite", None) or ()):
            yield ("cite", number), cite


class NameEntry(Strict):
    """A name in both languages, with an optional short Chinese form."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    short: str = ""

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en, self.short)


class CiteEntry(Strict):
    """Where a figure stands: exactly one of quote, article, table row, estimate, assumption."""

    doc: Id | None = None
    quote: str = ""
    printed: str = ""
    article: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    estimate: NameEntry | None = None
    assumption: NameEntry | None = None
    by: str = ""
    date: dt.date | None = None

    @property
    def forms(self) -> list[str]:
        given = {
            "quote": self.quote,
            "article": self.article,
            "table": self.table,
            "estimate": self.estimate,
            "assumption": self.assumption,
        }
        return [name for name, value in given.items() if value]

    @model_validator(mode="after")
    def _one_form(self) -> CiteEntry:
        if len(self.forms) != 1:
            raise Refused("pack.needs.one_citation")
        own = self.forms[0] in ("estimate", "assumption")
        if own and not self.by:
            raise Refused("pack.needs.author")
        if not own and not self.doc:
            raise Refused("pack.needs.document")
        if self.table and not self.row:
            raise Refused("pack.needs.row")
        return self


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict | CiteEntry) else value


Cites = Annotated[
    tuple[CiteEntry, ...],
    BeforeValidator(_as_list, json_schema_input_type=CiteEntry | tuple[CiteEntry, ...]),
    Field(min_length=1),
]
