"""The filters of the board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.facts.lights import Colour
from kaifang.programme.boards import BoardRow
from kaifang.programme.naming import area_of, area_text, strength_text
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice

_FIRMNESS = ("ensure", "hold", "aim", "expect")


class BoardFilters(Filters):
    """Which rows of the board are shown."""

    kept = ("by", "order", "paper")

    org = choice(_("Organisation"))
    area = choice(_("Area"))
    kind = choice(_("Target"))
    strength = choice(_("Strength"))
    light = choice(_("Light"))

    def __init__(self, asked: Asked, rows: list[BoardRow]) -> None:
        super().__init__(asked)
        orgs = {row.org.id: row.org.name for row in rows} | asked.named_org("org")
        areas = dict.fromkeys(area_of(id) for id in asked.programme.indicators())
        self.offer("org", [("", _("all")), *orgs.items()])
        self.offer("area", [("", _("all")), *((one, area_text(one)) for one in areas)])
        self.offer("kind", [
            ("", _("all")), ("number", _("with a number")), ("words", _("without a number")),
            ("none", _("figure only")),
        ])  # fmt: skip
        self.offer("strength", [("", _("all")), *((one, strength_text(one)) for one in _FIRMNESS)])
        self.offer("light", [
            ("", _("all")), *((one.value, message(f"facts.light.{one.value}")) for one in Colour),
        ])  # fmt: skip

    def kept_of(self, rows: Iterable[BoardRow]) -> Iterator[BoardRow]:
        """The rows that pass. Raises: UnknownChoice."""
        org, area, kind = self.chosen("org"), self.chosen("area"), self.chosen("kind")
        strength, light = self.chosen("strength"), self.chosen("light")
        for row in rows:
            if (
                org in ("", row.org.id)
                and area in ("", area_of(row.indicator.id) if row.indicator else None)
                and kind in ("", _kind(row))
                and strength in ("", row.target.strength if row.target else None)
                and light in ("", row.progress.light.colour.value if row.progress else None)
            ):
                yield row


def _kind(row: BoardRow) -> str:
    if row.target is None:
        return "none"
    return "number" if row.target.figures else "words"
