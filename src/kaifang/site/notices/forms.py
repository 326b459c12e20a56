"""Which notices are shown, and that a firm knows of one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.programme.clearance.notices import STANDINGS
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice

ACKNOWLEDGE = "acknowledge"


class NoticeFilters(Filters):
    """How far they have come."""

    kept = ("paper",)

    standing = choice(_("Standing"))

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        words = ((one, message(f"firm_notice.standing.{one}")) for one in STANDINGS)
        self.offer("standing", [("", _("all")), *words])
