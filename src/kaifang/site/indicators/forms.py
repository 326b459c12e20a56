"""What may be chosen on the page of an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice


class PeriodAndPlace(Filters):
    """For which period the organisations are compared, and whose course is drawn."""

    kept = ("by",)

    period = choice(_("Compared in"))
    org = choice(_("Course of"))

    def __init__(self, asked: Asked, periods: Sequence[Period], orgs: Sequence[Org]) -> None:
        super().__init__(asked)
        self.periods = {one.slug: one for one in periods}
        self.offer("period", [(k, one.name(cumulative=True)) for k, one in self.periods.items()])
        self.offer("org", [(org.id, org.name) for org in orgs])

    def settle(self, period: Period, org: Org) -> tuple[Period, str]:
        """What is chosen, or what stands for it where nothing is. Raises: UnknownChoice."""
        chosen = self.chosen("period") or period.slug, self.chosen("org") or org.id
        self.is_bound = False
        self.initial = {"period": chosen[0], "org": chosen[1]}
        return self.periods[chosen[0]], chosen[1]
