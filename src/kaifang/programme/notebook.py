"""What a notebook shows of a board, or of any answer in rows: its first rows as an HTML table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Generic, TypeVar, overload

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.boards import BoardView
from kaifang.programme.tables import BOARD_COLUMNS, GLANCE, glance, source_of

MOST = 20
Answered_co = TypeVar("Answered_co", covariant=True)


@dataclass(frozen=True)
class NotebookTable(Sequence[Answered_co], Generic[Answered_co]):
    """Answers in rows, a sequence like any other, which a notebook shows as a table.

    told: what it shows of each row, under `heads`.

    >>> title, head = Text("阶段", "Stages"), Text("阶段", "Stage")
    >>> table = NotebookTable(["signed"], title, [head], [[Text("已签约", "signed")]])
    >>> table[0], len(table)
    ('signed', 1)
    >>> table.html("en")
    '<table><caption>Stages</caption>...<tr><td>signed</td></tr></tbody></table>'
    """

    rows: Sequence[Answered_co] = field(repr=False)
    title: Text
    heads: Sequence[Text] = field(repr=False)
    told: Sequence[Sequence[Text]] = field(repr=False)

    @overload
    def __getitem__(self, place: int) -> Answered_co: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Answered_co]: ...
    def __getitem__(self, place: int | slice) -> Answered_co | Sequence[Answered_co]:
        return self.rows[place]

    def __len__(self) -> int:
        return len(self.rows)

    def html(self, lang: str = "zh", most: int = MOST) -> str:
        """The table in a language, at most some rows of it."""
        head = _row("th", [one.in_(lang) for one in self.heads])
        body = "".join(_row("td", [one.in_(lang) for one in row]) for row in self.told[:most])
        more = [message("table.more", count=len(self) - most)] if len(self) > most else []
        return (
            f"<table><caption>{escape(self.title.in_(lang))}</caption>"
            f"<thead>{head}</thead><tbody>{body}</tbody></table>{_paragraphs(more, lang)}"
        )

    def _repr_html_(self) -> str:
        return self.html()


def board_html(view: BoardView, lang: str = "zh", most: int = MOST) -> str:
    """The board at a glance, at most some rows of it, with its source line."""
    law, versions = view.figures.law, view.figures.versions
    titles = {column.key: column.title for column in BOARD_COLUMNS}
    head = _row("th", [titles[key].in_(lang) for key in GLANCE])
    body = "".join(_row("td", glance(row, lang)) for row in view.rows[:most])
    more = message("table.more", count=len(view) - most) if len(view) > most else None
    lines = [one for one in (more, source_of(law, versions)) if one]
    return (
        f"<table><caption>{escape(law.head.name.text.in_(lang))}</caption>"
        f"<thead>{head}</thead><tbody>{body}</tbody></table>{_paragraphs(lines, lang)}"
    )


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _paragraphs(lines: Iterable[Text], lang: str) -> str:
    return "".join(f"<p>{escape(line.in_(lang))}</p>" for line in lines)
