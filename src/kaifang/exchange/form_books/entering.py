"""What a spreadsheet asks for while somebody fills in a form: numbers here, reasons there."""

from __future__ import annotations

from typing import Any

from kaifang.core.messages import message

_REASONS = ("none", "not_yet", "below", "definition", "other")
_LARGEST = 10**15


def guide_entry(sheet: Any, rows: tuple[int, int], value: int, reason: int, lang: str) -> None:
    """Let the value column take numbers only, and offer reasons in the column of remarks."""
    first, last = rows
    sheet.data_validation(first, value, last, value, _numbers(lang))
    sheet.data_validation(first, reason, last, reason, _offered(lang))


def reasons(lang: str) -> list[str]:
    """The reasons offered for a missing value; other words are taken too."""
    return [message(f"book.reason.{one}").in_(lang) for one in _REASONS]


def _numbers(lang: str) -> dict[str, Any]:
    title, text = (message(f"book.enter.{part}").in_(lang) for part in ("title", "text"))
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LARGEST,
        "maximum": _LARGEST,
        "input_title": title,
        "input_message": text,
        "error_title": title,
        "error_message": text,
    }


def _offered(lang: str) -> dict[str, Any]:
    title, text = (message(f"book.reason.{part}").in_(lang) for part in ("title", "text"))
    return {
        "validate": "list",
        "source": reasons(lang),
        "input_title": title,
        "input_message": text,
        "show_error": False,
    }
