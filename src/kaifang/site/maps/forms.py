"""What a map shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.programme.atlas import SHOWN
from kaifang.site.asking import Asked
from kaifang.site.filters import Choices, Filters, choice

LABELS = {
    "level": message("measure.level"),
    "growth": message("measure.growth"),
    "share": message("measure.share"),
    "attainment": message("measure.attainment"),
}


class MapFilters(Filters):
    """Of which indicator, which measure, over which grid, when."""

    kept = ("order",)

    indicator = choice(_("Indicator"))
    measure = choice(_("Measure"))
    org = choice(_("Map"))

    def __init__(self, asked: Asked, indicators: Choices, grids: Iterable[tuple[str, object]]):
        super().__init__(asked)
        self.offer("indicator", indicators)
        self.offer("measure", [(one, LABELS[one]) for one in SHOWN])
        self.offer("org", grids)

    def first(self, name: str) -> str:
        """What was chosen, else the first of what is offered. Raises: UnknownChoice."""
        offered = [str(value) for value, _label in self.fields[name].choices]
        return self.chosen(name) or next(iter(offered), "")
