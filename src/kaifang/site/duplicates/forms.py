"""The forms of a ruling."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.core.bilingual import Text
from kaifang.programme.duplicates.rulings import Verdict
from kaifang.site.components.markup import said
from kaifang.site.doing import ReasonForm


class RulingForm(ReasonForm):
    """A verdict with its reason; of two that are merged the choice which one stays, if there is any."""

    def __init__(
        self,
        verdict: Verdict,
        version: int,
        data: object = None,
        stays: Sequence[tuple[str, Text]] = (),
    ) -> None:
        super().__init__(verdict.value, version, data)
        if stays:
            self.fields["kept"] = forms.ChoiceField(
                label=_("Which one stays"), choices=[(case, said(name)) for case, name in stays]
            )
            self.order_fields(["act", "version", "kept", "reason"])
