"""The filters of the fact table."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice


class FactFilters(Filters):
    """Which rows of the fact table are shown."""

    indicator = choice(_("Indicator"))
    org = choice(_("Organisation and below"))
    period = forms.CharField(label=_("Within the period"), required=False, max_length=40)

    def __init__(
        self, asked: Asked, indicators: Iterable[str], orgs: Iterable[tuple[str, Text]]
    ) -> None:
        super().__init__(asked)
        law = asked.law
        named = [(id, law.indicators[id].name.text) for id in indicators]
        self.offer("indicator", [("", _("all")), *named])
        self.offer("org", [("", _("all")), *orgs])
        self.fields["period"].widget.attrs["placeholder"] = "2022, 2022-01/2022-06"

    def within(self) -> Period | None:
        """The period that was written. Raises: UnreadablePeriod."""
        text = self.chosen("period").strip()
        return Period.parse(text) if text else None
