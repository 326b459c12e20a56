"""Coverage: how the numerals of a document are accounted for, other than by quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.schema.rules import NotFigureEntry
from kaifang.programme.documents import DocumentView

_AROUND = 16  # characters shown on each side of a numeral that nothing covers
_SHOWN = 6  # different words shown of what a pattern finds


@dataclass(frozen=True)
class NotFigure:
    """Words with a numeral in them that are no figure, with the reason.

    `words` are as they stand in the attached text; `count` says how often, None when no text is
    attached. `is_cut` tells that the pattern finds more different words than are shown.
    """

    words: Sequence[str]
    kind: Text
    reason: Text | None
    count: int | None
    where: str
    is_cut: bool = False


@dataclass(frozen=True)
class Uncovered:
    """A numeral of the text that nothing accounts for, between what stands before and after."""

    before: str
    numeral: str
    after: str


def not_figures(view: DocumentView) -> list[NotFigure]:
    """What a pack declares not to be a figure of this document, in the order of the pack."""
    entries = [one for one in view.law.not_figures if one.doc == view.document.id]
    return [_not_figure(view, entry) for entry in entries]


def uncovered(view: DocumentView) -> list[Uncovered]:
    """Each numeral of the attached text that nothing covers; none where no text is attached."""
    if view.received is None:
        return []
    text = view.coverage.repaired.text
    return [
        Uncovered(text[max(0, a - _AROUND) : a], text[a:b], text[b : b + _AROUND])
        for a, b in view.coverage.uncovered()
    ]


def _not_figure(view: DocumentView, entry: NotFigureEntry) -> NotFigure:
    kind, reason = message(f"not_figure.{entry.kind}"), entry.note.text if entry.note else None
    if view.received is None:
        return NotFigure([entry.text or entry.pattern], kind, reason, None, entry.where)
    found = _found(view, entry)
    words = list(dict.fromkeys(found))
    return NotFigure(words[:_SHOWN], kind, reason, len(found), entry.where, len(words) > _SHOWN)


def _found(view: DocumentView, entry: NotFigureEntry) -> list[str]:
    repaired = view.coverage.repaired
    if entry.text:
        return [entry.text] * len(repaired.spans(entry.text))
    return [m.group() for m in re.finditer(entry.pattern, repaired.text) if m.group()]
