"""How a target is split, and why a round is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.facts.splitting import Plan
from kaifang.programme.splitting import Answer, Splitting
from kaifang.site.components.markup import in_words, said

LARGEST = Decimal(10) ** 15
MOST_DECIMALS = 6


class DecimalText(forms.CharField):
    """A number as people write it: 1,234.5, full-width digits too; empty is None."""

    def __init__(self, *, least: Decimal | None = None, most: Decimal = LARGEST, **kwargs: object):
        super().__init__(required=False, max_length=40, **kwargs)
        self.least, self.most = least, most
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: object) -> Decimal | None:
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip()
        if not text:
            return None
        number = _number(text)
        if number is None:
            raise ValidationError(_("Write a number such as 1,234.5."))
        return number

    def validate(self, value: Decimal | None) -> None:
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(_("Not below %(least)s.") % {"least": self.least})
        if value > self.most:
            raise ValidationError(_("Not above %(most)s.") % {"most": f"{self.most:,f}"})
        if -int(value.as_tuple().exponent) > MOST_DECIMALS:
            raise ValidationError(_("At most %(n)s decimals.") % {"n": MOST_DECIMALS})

    def run_validators(self, value: object) -> None:
        """The length was that of the text; a number has none."""


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


class SplitForm(forms.Form):
    """How a target is split: by what, how hard it presses, and what is set by hand."""

    way = forms.ChoiceField(
        label=_("Split"),
        choices=[("base", _("by base")), ("base_and_potential", _("by base and potential"))],
        required=False,
    )
    share = DecimalText(
        label=_("Weight of the potential"), least=Decimal(0), most=Decimal(100),
        help_text=_("per cent of the increase that follows the potential"),
    )  # fmt: skip
    pressed = forms.BooleanField(label=_("Press: parts may add up to more"), required=False)
    factor = DecimalText(
        label=_("Factor of pressing"), least=Decimal(1), most=Decimal(2),
        help_text=_("1.05 asks the parts for 5% more than the target"),
    )  # fmt: skip

    def __init__(self, one: Splitting, names: Mapping[str, Text], data: object = None) -> None:
        super().__init__(data or None, auto_id="split_%s")
        self.one = one
        for org in one.bases:
            name = said(names[org])
            self.fields[f"p.{org}"] = DecimalText(
                label=_("%(name)s: potential") % {"name": name}, least=Decimal(0)
            )
            self.fields[f"f.{org}"] = DecimalText(
                label=_("%(name)s: by hand") % {"name": name}, least=Decimal(0)
            )

    def clean(self) -> dict[str, object]:
        """Whoever splits by potential says how much it weighs, and of each part how large it is."""
        given = super().clean()
        if given.get("way") == "base_and_potential":
            for name in ("share", *(f"p.{org}" for org in self.one.bases)):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Needed for a split by potential."))
        return given

    def plan(self) -> Plan:
        """The plan that was asked for. Raises: UnfitSplit."""
        given = self.cleaned_data if self.is_bound else {}
        pressed = bool(given.get("pressed"))
        return self.one.plan(
            given.get("way") or "base",
            potentials=self._each("p"),
            potential_share=(given.get("share") or Decimal(0)) / 100,
            fixed=self._each("f"),
            factor=(given.get("factor") or Decimal(1)) if pressed else Decimal(1),
            pressed=pressed,
        )

    def refuse(self, error: KaifangError) -> None:
        """Say what the engines refused, above the form."""
        self.add_error(None, in_words(error))

    def _each(self, letter: str) -> dict[str, Decimal]:
        given = self.cleaned_data if self.is_bound else {}
        found = {org: given.get(f"{letter}.{org}") for org in self.one.bases}
        return {org: value for org, value in found.items() if value is not None}


class KeepForm(forms.Form):
    """Why a round is kept."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=True,
        help_text=_("Stands beside the round for ever."),
        error_messages={"required": _("Say in a few words why this round is kept.")},
    )  # fmt: skip


class ConsultForm(forms.Form):
    """What each city answered to the last round, and which proposals are accepted."""

    round = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, one: Splitting, names: Mapping[str, Text], number: int, data: object = None):
        super().__init__(data, auto_id="answer_%s", initial={"round": number})
        self.one = one
        for org in one.bases:
            name = {"name": said(names[org])}
            self.fields[f"a.{org}"] = DecimalText(label=_("%(name)s: proposed") % name,
                                                  least=Decimal(0))  # fmt: skip
            self.fields[f"c.{org}"] = forms.CharField(label=_("%(name)s: reason") % name,
                                                      max_length=200, required=False)  # fmt: skip
            self.fields[f"k.{org}"] = forms.BooleanField(label=_("%(name)s: accept") % name,
                                                         required=False)  # fmt: skip

    def clean(self) -> dict[str, object]:
        """A proposal has a reason, and only a proposal can be accepted."""
        given = super().clean()
        for org in self.one.bases:
            proposed = given.get(f"a.{org}")
            if f"a.{org}" in self.errors:
                continue
            if proposed is not None and not given.get(f"c.{org}"):
                self.add_error(f"c.{org}", _("Say why this amount is proposed."))
            if proposed is None and given.get(f"k.{org}"):
                self.add_error(f"k.{org}", _("Nothing was proposed that could be accepted."))
        return given

    def answers(self) -> list[Answer]:
        """The answers as they were typed in."""
        given = self.cleaned_data
        return [
            Answer(org, given.get(f"a.{org}"), given.get(f"c.{org}", ""), given.get(f"k.{org}", False))
            for org in self.one.bases
        ]  # fmt: skip

    def refuse(self, error: KaifangError) -> None:
        """Say what the service refused, above the form."""
        self.add_error(None, in_words(error))
