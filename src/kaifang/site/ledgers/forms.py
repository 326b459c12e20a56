"""The filter of the page of funds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaifang.site.asking import Asked
from kaifang.site.filters import Choices, Filters, choice


class OrgFilters(Filters):
    """Whose funds are shown month by month."""

    org = choice(_("Organisation"))

    def __init__(self, asked: Asked, orgs: Choices) -> None:
        super().__init__(asked)
        self.offer("org", orgs)
