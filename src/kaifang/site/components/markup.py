"""Write HTML elements: every text is escaped, every part is safe already or becomes so."""

from __future__ import annotations

import html

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kaifang.core.errors import KaifangError
from kaifang.core.units import Unit

VOID = frozenset({"line", "rect", "path", "circle", "polyline", "use", "input", "br"})


def element(tag: str, *inside: object, **attributes: object) -> SafeString:
    """Write one element; `class_` is class, `aria_label` aria-label, True a bare attribute.

    >>> element("a", "A & B", href="/x?a=1&b=2", data_panel=True, title=None)
    '<a href="/x?a=1&amp;b=2" data-panel>A &amp; B</a>'
    """
    opening = tag + "".join(_attribute(k, v) for k, v in attributes.items())
    body = "".join(escaped(part) for part in inside if part is not None)
    if tag in VOID and not body:
        return mark_safe(f"<{opening}/>")  # noqa: S308
    return mark_safe(f"<{opening}>{body}</{tag}>")  # noqa: S308


def escaped(part: object) -> str:
    """Escape what is not safe yet; plain texts, of which a page has thousands, by the short way.

    >>> escaped("A & B"), escaped(mark_safe("<br>")), escaped(7)
    ('A &amp; B', '<br>', '7')
    """
    return html.escape(part) if type(part) is str else conditional_escape(part)


def unseen(text: object) -> SafeString:
    """Write a text that only a screen reader meets."""
    return element("span", text, class_="visually-hidden")


def joined(parts: list[object], between: str = "") -> SafeString:
    """Put parts side by side; None is left out."""
    shown = [escaped(part) for part in parts if part is not None]
    return mark_safe(between.join(shown))  # noqa: S308


def said(text: object, short: bool = False) -> str:
    """Return a text or a unit of the packs in the language of the page; all else as it stands."""
    if isinstance(text, Unit):
        text = text.name
    speak = getattr(text, "in_", None)
    if speak is None:
        return "" if text is None else str(text)
    language = get_language() or "zh"
    return speak(language[:2], short=True) if short else speak(language[:2])


def in_words(error: KaifangError) -> str:
    """What was refused and what to do, one sentence after the other; Chinese sets no blank between."""
    return (" " if is_english() else "").join(filter(None, [said(error.says), said(error.remedy)]))


def is_english() -> bool:
    """Tell whether the page speaks English."""
    return (get_language() or "").startswith("en")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False or value == "":
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'
