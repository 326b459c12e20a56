"""The filters of the list of targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.facts.lights import Colour
from kaifang.programme.naming import area_of, area_text, form_text, org_name, strength_text
from kaifang.programme.progress import Progress
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice

_FIRMNESS = ("ensure", "hold", "aim", "expect")


class TargetFilters(Filters):
    """Which targets are listed."""

    org = choice(_("Organisation"))
    area = choice(_("Area"))
    form = choice(_("Form"))
    strength = choice(_("Strength"))
    light = choice(_("Light"))

    def __init__(self, asked: Asked, listed: list[Progress]) -> None:
        super().__init__(asked)
        all_ = ("", _("all"))
        orgs = {one.org: org_name(asked.law, one.org) for one in listed} | asked.named_org("org")
        own = asked.law.pack.entries["targets"].values()
        areas = dict.fromkeys(area_of(one.indicator or "") for one in own)
        forms = dict.fromkeys(one.target.form for one in own)
        self.offer("org", [all_, *orgs.items()])
        self.offer("area", [all_, *((one, area_text(one)) for one in areas if one)])
        self.offer("form", [all_, *((one, form_text(one)) for one in forms)])
        self.offer("strength", [all_, *((one, strength_text(one)) for one in _FIRMNESS)])
        lights = [(one.value, message(f"facts.light.{one.value}")) for one in Colour]
        self.offer("light", [all_, *lights])

    def kept_of(self, listed: Iterable[Progress]) -> Iterator[Progress]:
        """The targets that pass. Raises: UnknownChoice."""
        asked = {name: self.chosen(name) for name in self.base_fields}
        for one in listed:
            if all(not value or value == _TOLD[name](one) for name, value in asked.items()):
                yield one


def _area(progress: Progress) -> str:
    return area_of(progress.target.indicator or "")


_TOLD = {
    "org": lambda one: one.org,
    "area": _area,
    "form": lambda one: one.target.target.form,
    "strength": lambda one: one.target.strength,
    "light": lambda one: one.light.colour.value,
}
