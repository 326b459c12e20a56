"""The filters of a forecast."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice


class ForecastFilters(Filters):
    """Of what the year's end is forecast."""

    indicator = choice(_("Indicator"))
    org = choice(_("Organisation"))
    target = choice(_("Target"))

    def __init__(
        self,
        asked: Asked,
        indicators: Iterable[tuple[str, object]],
        orgs: Iterable[tuple[str, object]],
        targets: Iterable[tuple[str, object]],
    ) -> None:
        super().__init__(asked)
        self.offer("indicator", indicators)
        self.offer("org", orgs)
        self.offer("target", [("", _("that of the year")), *targets])

    def first(self, name: str) -> str:
        """The choice that is meant where none is made."""
        return str(next(iter(self.fields[name].choices), ("", ""))[0])
