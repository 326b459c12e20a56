"""The filters of the pages of projects."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kaifang.programme.projects.picking import PICKS, STANDING
from kaifang.site.asking import Asked
from kaifang.site.filters import Choices, Filters, choice


class ListFilters(Filters):
    """Which projects: how they stand, in which stage, whose; what a number picked is kept."""

    kept = tuple(name for name in PICKS if name not in {"standing", "state", "org"})

    standing = choice(_("Standing"))
    state = choice(_("Stage"))
    org = choice(_("Organisation"))

    def __init__(self, asked: Asked, states: Choices, orgs: Choices) -> None:
        super().__init__(asked)
        words = {
            "open": _("under way"),
            "stalled": _("stalled"),
            "overdue": _("over the limit"),
            "ended": _("terminated or moved"),
        }
        self.offer("standing", [("", _("all")), *((one, words[one]) for one in STANDING)])
        self.offer("state", [("", _("all")), *states])
        self.offer("org", [("", _("all")), *orgs])


class RateFilters(Filters):
    """Of which rate the cohorts are shown."""

    rate = choice(_("Rate"))

    def __init__(self, asked: Asked, rates: Iterable[tuple[str, object]]) -> None:
        super().__init__(asked)
        self.offer("rate", rates)


class MapFilters(Filters):
    """What the map shows."""

    measure = choice(_("Measure"))

    def __init__(self, asked: Asked, measures: Iterable[tuple[str, object]]) -> None:
        super().__init__(asked)
        self.offer("measure", measures)


class LightFilters(Filters):
    """By which rule the lights shine."""

    scheme = choice(_("Rule of lights"))

    def __init__(self, asked: Asked, schemes: Iterable[tuple[str, object]]) -> None:
        super().__init__(asked)
        self.offer("scheme", schemes)
