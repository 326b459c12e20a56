"""What may be chosen on the page of an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.site.asking import Asked
from kaifang.site.filters import Filters, choice


class ChildrenBy(Filters):
    """By which indicator the members of an organisation are compared."""

    kept = ("by",)

    indicator = choice(_("Compared by"))

    def __init__(self, asked: Asked, entries: Sequence[IndicatorEntry]) -> None:
        super().__init__(asked)
        self.offer("indicator", [(one.id, one.name.text) for one in entries])

    def settle(self, first: str) -> str:
        """What is chosen, or the first. Raises: UnknownChoice."""
        chosen = self.chosen("indicator") or first
        self.is_bound = False
        self.initial = {"indicator": chosen}
        return chosen
