"""The formats of a form book: what is locked, what is open, what is marked."""

from __future__ import annotations

from typing import Any

OPEN, LOCKED, HARD, SOFT = "FFFDF2", "F4F1EA", "F4C7C3", "FCE8B2"  # fills, as RRGGBB
_PERCENT = "0.##########%"


class Looks:
    """The few formats of a book written by XlsxWriter.

    `mark` stands behind every earlier number: the word by which a demo's are told from real ones.
    """

    def __init__(self, book: Any, mark: str = "") -> None:
        self._book = book
        marked = {"num_format": f'General" {mark}"'} if mark else {}
        self.title = self._made(bold=True, font_size=16, align="center", valign="vcenter")
        self.title_left = self._made(bold=True, font_size=16, valign="vcenter")
        self.plain = self._made(font_size=10)
        self.quiet = self._made(font_size=9, font_color="#666666")
        self.head = self._made(
            bold=True, border=1, text_wrap=True, align="center", bg_color=f"#{LOCKED}"
        )
        self.locked = self._made(border=1, text_wrap=True, valign="vcenter")
        self.earlier = self._made(border=1, align="right", font_color="#666666", **marked)
        self.strong = self._made(bold=True)
        self.wrapped = self._made(text_wrap=True, valign="top")
        self.sign = self._made(locked=False)
        self.value = self._open()
        # a share that was typed as per cent stays one when the book is written afresh
        self.percent = self._open(num_format=_PERCENT)
        self.reason = self._made(border=1, text_wrap=True, locked=False, bg_color=f"#{OPEN}")
        self.wrong_value = {True: self._open(HARD), False: self._open(SOFT)}
        self.wrong_percent = {
            True: self._open(HARD, num_format=_PERCENT),
            False: self._open(SOFT, num_format=_PERCENT),
        }
        self.wrong = {
            hard: self._made(border=1, text_wrap=True, locked=False, bg_color=f"#{fill}")
            for hard, fill in ((True, HARD), (False, SOFT))
        }

    def _open(self, fill: str = OPEN, **more: object) -> Any:
        return self._made(border=1, align="right", locked=False, bg_color=f"#{fill}", **more)

    def _made(self, **properties: object) -> Any:
        return self._book.add_format(properties)
