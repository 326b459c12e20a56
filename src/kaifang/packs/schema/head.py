"""pack.yaml and documents.yaml."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from kaifang.core.bilingual import Text
from kaifang.core.citation import Document, Quality, Rank
from kaifang.core.orgs import NATION
from kaifang.packs.schema.base import Entry, Id, NameEntry, PeriodText, Refused, Strict


class Release(Strict):
    """State in which the programme's figures were released."""

    state: Literal["published", "draft", "demo"]
    date: dt.date
    note: NameEntry | None = None


class PackHead(Entry):
    """Who runs what, when, and which packs it stands on.

    `nation` is the organisation that shares of the nation refer to; an invented province has an
    invented one. With `shares_internal` what is internal to one organisation is shown to the
    officers of all; else to its own, those above it and the head of the programme. `signs_as` is
    the body under whose full name notices and letters of `org` go out.
    """

    id: Id
    kind: Literal["programme", "library"]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    name: NameEntry
    org: Id | None = None
    signs_as: Id | None = None
    nation: Id = NATION
    period: PeriodText | None = None
    zone: str = "Asia/Shanghai"
    uses: tuple[Id, ...] = ()
    extends: Id | None = None
    headline: tuple[Id, ...] = ()
    release: Release | None = None
    retired: tuple[Id, ...] = ()
    lights: Id | None = None
    grid: Id | None = None
    demo: bool = False
    shares_internal: bool = False
    today: dt.date | None = None

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise Refused("pack.needs.time_zone") from None
        return zone

    @model_validator(mode="after")
    def _only_a_demo_stops_the_clock(self) -> PackHead:
        if self.today is not None and not self.demo:
            raise Refused("pack.needs.demo")
        return self

    @model_validator(mode="after")
    def _programme_has_org(self) -> PackHead:
        if self.kind == "programme" and not (self.org and self.period):
            raise Refused("pack.needs.both", names="org, period")
        return self


class DocumentEntry(Entry):
    """A document that figures are drawn from."""

    id: Id
    title: NameEntry
    issuer: NameEntry
    date: dt.date
    rank: Rank
    quality: Quality = Quality.ORIGINAL
    lang: Literal["zh", "en"] = "zh"
    number: str = ""
    url: str = ""
    sha256: str = ""
    date_note: NameEntry | None = None
    note: NameEntry | None = None

    @property
    def document(self) -> Document:
        return Document(
            self.id,
            self.title.text,
            self.issuer.text,
            self.date,
            self.rank,
            self.quality,
            self.lang,
            self.number,
            self.url,
            self.sha256,
            self.date_note.text if self.date_note else None,
        )

    @property
    def name(self) -> Text:
        return self.title.text
