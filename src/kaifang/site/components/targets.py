"""Targets on a page: what is asked, how firmly, and the light that says where it stands."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.facts.goals import Form, Verdict
from kaifang.facts.lights import Colour
from kaifang.programme.progress import Progress
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import element, said


def light(progress: Progress) -> Light:
    """The light of a target; where its rule has nothing to say the verdict speaks."""
    lit, stands = progress.light, progress.stands
    if lit.colour in (Colour.AMBER, Colour.RED):
        return Light(lit.colour.value, lit.says)
    if lit.colour is Colour.GREY and stands.verdict is not Verdict.UNDECIDED:
        return Light("grey", stands.says, stands.verdict.label)
    return Light(lit.colour.value, _why(progress))


def _why(progress: Progress) -> Text | str:
    """The verdict in words; where there is none, what is missing."""
    stands = progress.stands
    has_term = progress.target.target.form in (Form.MILESTONE, Form.BY)
    if has_term or stands.verdict is not Verdict.UNDECIDED or stands.missing is None:
        return stands.says
    nothing = stands.missing == message("missing.no_value")
    return message("light.no_figures") if nothing else stands.missing


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
