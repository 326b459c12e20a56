"""What a notebook shows of a board: its first rows as an HTML table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.boards import BoardView
from kaifang.programme.tables import BOARD_COLUMNS, GLANCE, glance, source_of

MOST = 20


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
