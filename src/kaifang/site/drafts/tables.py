"""A draft laid out for a page: paragraphs of pieces, and the list of its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kaifang.exchange.drafts import Draft, DraftFigure, DraftPiece
from kaifang.site.asking import Asked
from kaifang.site.components.markup import element, joined

HEADS = {"title": "h2", "head": "h3", "subhead": "h4"}


@dataclass(frozen=True)
class Laid:
    """A draft in one language; `text` is what is copied."""

    lang: str
    paragraphs: list[SafeString]
    text: str
    file: str


def laid(asked: Asked, draft: Draft, lang: str, file: str) -> Laid:
    """A draft as it would read, its figures as links."""
    told = [
        element(
            HEADS.get(one.role, "p"),
            _pieces(asked, one.in_(lang)),
            class_=f"draft-{one.role}",
        )
        for one in draft.paragraphs
    ]
    return Laid(lang, told, draft.text(lang), file)


def sources(asked: Asked, draft: Draft) -> list[tuple[DraftFigure, str]]:
    """Every figure with the address of its explanation."""
    return [(one, _address(asked, one)) for one in draft.figures]


def _pieces(asked: Asked, pieces: Iterable[DraftPiece]) -> SafeString:
    return joined([_piece(asked, piece) for piece in pieces])


def _piece(asked: Asked, piece: DraftPiece) -> object:
    if piece.kind == "gap":
        return element("mark", piece.text, class_="draft-gap")
    if piece.figure is None or not piece.figure.path:
        return piece.text
    is_figure = piece.figure.path.startswith("/figure/")
    href = _address(asked, piece.figure)
    return element("a", piece.text, class_="figure", href=href, data_panel=is_figure)


def _address(asked: Asked, figure: DraftFigure) -> str:
    return asked.address(figure.path, **figure.query) if figure.path else ""
