"""Small quiet words that say what kind of figure one is looking at."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaifang.site.components.markup import element

# authority: the word beside the figure, and what it means in full
MARKS = {
    "published": ("", _("published in a document")),
    "flash": (pgettext_lazy("mark", "flash"), _("flash figure, not yet verified")),
    "verified": (pgettext_lazy("mark", "verified"), _("verified figure")),
    "annual": (pgettext_lazy("mark", "annual"), _("figure of the annual report")),
    "reported": (pgettext_lazy("mark", "reported"), _("reported by a body, not yet verified")),
    "derived": (pgettext_lazy("mark", "derived"), _("computed by Kaifang, not published")),
    "demo": (pgettext_lazy("mark", "demo"), _("invented for demonstration")),
}


def mark(authority: str) -> SafeString | str:
    """Write the mark of an authority; a published figure needs none."""
    return _mark(authority, get_language())


@cache
def _mark(authority: str, language: str | None) -> SafeString | str:
    """A board has a thousand marks and only a few kinds of them."""
    word, meaning = MARKS.get(authority, ("", ""))
    if not word:
        return ""
    return element("span", " ", word, class_=f"mark mark--{authority}", title=meaning)
