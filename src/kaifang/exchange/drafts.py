"""Draft 底稿: an official document before a person finishes it in the office's own system.

Chinese is the draft's language; the English beside it is for reading. Every figure keeps where
it is explained and where it comes from; what only a person can know stands as a gap 【】.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kaifang.core.bilingual import Lang, Text

Kind = Literal["plain", "figure", "gap", "words"]
Role = Literal[
    "title", "number", "addressee", "head", "subhead", "body", "signature", "date", "note"
]


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure of a draft; `number` is its place in the list of sources.

    `path` is where the site explains it ("" where it does not), `query` what belongs behind it: the figure as it was
    known when the table was frozen. A doubtful one may not stand in what is sent out.
    """

    number: int
    name: Text
    text: Text
    source: Text
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A stretch of a sentence: plain, a figure, a gap to be filled, or somebody's own words."""

    text: str
    kind: Kind = "plain"
    figure: DraftFigure | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same sentence in both languages, in pieces."""

    zh: tuple[DraftPiece, ...] = ()
    en: tuple[DraftPiece, ...] = ()

    def in_(self, lang: str) -> tuple[DraftPiece, ...]:
        return self.en if lang.startswith("en") else self.zh

    def text(self, lang: Lang | str = "zh") -> str:
        return "".join(piece.text for piece in self.in_(lang))


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph and what it is in the document."""

    role: Role
    sentence: Sentence

    def in_(self, lang: str) -> tuple[DraftPiece, ...]:
        return self.sentence.in_(lang)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it would read; `foot` says what it was made from, `watermark` by whom."""

    id: str
    paragraphs: tuple[DraftParagraph, ...]
    figures: tuple[DraftFigure, ...] = ()
    foot: tuple[Text, ...] = ()
    watermark: Text | None = None

    @property
    def title(self) -> Text:
        found = next(one.sentence for one in self.paragraphs if one.role == "title")
        return Text(found.text("zh"), found.text("en"))

    @property
    def gaps(self) -> list[str]:
        """What is left for a person to fill in, in Chinese."""
        pieces = (piece for one in self.paragraphs for piece in one.in_("zh"))
        return [piece.text for piece in pieces if piece.kind == "gap"]

    def lines(self, lang: str) -> list[str]:
        """The whole draft as plain lines: text, sources, foot, watermark."""
        words = [one.sentence.text(lang).rstrip() for one in self.paragraphs]
        sources = [source_line(one).in_(lang) for one in self.figures]
        foot = [one.in_(lang) for one in (*self.foot, self.watermark) if one]
        blank = [""]
        return [*words, *(blank + sources if sources else []), *(blank + foot if foot else [])]

    def text(self, lang: str = "zh") -> str:
        return "\n".join(self.lines(lang))


def source_line(figure: DraftFigure) -> Text:
    """A figure's line in the list of sources."""
    zh = f"{figure.number}．{figure.name.zh}：{figure.text.zh}。{figure.source.zh}"
    return Text(zh, f"{figure.number}. {figure.name.en}: {figure.text.en}. {figure.source.en}")


def together(sentences: Iterable[Sentence], zh: str = "", en: str = "") -> Sentence:
    """Put sentences one after another, with what stands between them in each language."""
    told = list(sentences)
    return Sentence(_between([one.zh for one in told], zh), _between([one.en for one in told], en))


def _between(parts: list[tuple[DraftPiece, ...]], mark: str) -> tuple[DraftPiece, ...]:
    found: list[DraftPiece] = []
    for number, pieces in enumerate(parts):
        if number and mark:
            found.append(DraftPiece(mark))
        found += pieces
    return tuple(found)
