"""Targets on a page: what is asked, how firmly, and the light that says where it stands."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kaifang.programme.lighting import worded
from kaifang.programme.progress import Progress
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import element, said


def light(progress: Progress) -> Light:
    """The light of a target, in the words that are kept when a table is given out."""
    word, says = worded(progress)
    return Light(progress.light.colour.value, says, word)


def asked_for(text: object, strength: object, href: str) -> SafeString:
    """What a target asks for, with the document's word for how firmly."""
    words = said(text)
    firm = said(strength) if strength else ""
    return element(
        "span",
        element("a", words, href=href) if words else None,
        element("span", " ", firm, class_="strength") if firm else None,
        class_="asked asked--long" if len(words.encode()) > 30 else "asked",
    )


def with_unit(name: SafeString, unit: object) -> SafeString:
    """A name with its unit behind it, where the rows of a table differ in unit."""
    return element("span", name, element("span", said(unit), class_="unit"), class_="of-unit")
