"""Acts on a page: forms that hold the state their writer saw, and doing what is posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.programme.dispatch.deadlines import CLOCKS, LONGEST, DayLimit
from kaifang.programme.rights import NotAllowed
from kaifang.site.components.markup import in_words, said


def words(label: object, rows: int = 3, **more: object) -> forms.CharField:
    """A field for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=2000, **more)


class ActForm(forms.Form):
    """One act; `version` is the state that the writer had before him."""

    act = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, act: str, version: int, data: object = None, **more: object) -> None:
        first = {"act": act, "version": version, **more}
        super().__init__(data, auto_id=f"{act}_%s", initial=first)

    def refuse(self, error: KaifangError) -> None:
        """Say what was refused, above the form; who may not is told so on a page of its own."""
        if isinstance(error, NotAllowed):
            raise error
        self.add_error(None, in_words(error))


class ReasonForm(ActForm):
    """Why."""

    reason = words(_("Reason"))


class MaybeReasonForm(ActForm):
    """Why, where a reason is needed."""

    reason = words(_("Reason"), required=False)


class LimitFields(forms.Form):
    """So many days by a clock."""

    days = forms.IntegerField(label=pgettext_lazy("limit", "Days"), min_value=1, max_value=LONGEST)
    clock = forms.ChoiceField(label=_("Counted in"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].choices = [(c, said(message(f"dispatch.clock.{c}"))) for c in CLOCKS]

    @property
    def limit(self) -> DayLimit:
        return DayLimit(self.cleaned_data["days"], self.cleaned_data["clock"])


Acts = Mapping[str, Callable[[ActForm], object]]


def posted(request: HttpRequest, act: str) -> object:
    """What was posted, where it is meant for an act; None else."""
    is_meant = request.method == "POST" and request.POST.get("act") == act
    return request.POST if is_meant else None


def done(request: HttpRequest, offered: Mapping[str, ActForm], does: Acts) -> str:
    """Do what the posted form asks; its name where it was done, else the form says why not."""
    name = request.POST.get("act", "")
    form = offered.get(name)
    if form is None or not form.is_valid():
        if form is None:
            messages.error(
                request, gettext("This cannot be done in the present state. Look at the page.")
            )
        return ""
    try:
        does[name](form)
    except KaifangError as refusal:
        form.refuse(refusal)
        return ""
    messages.success(request, gettext("Done, and recorded."))
    return name


def status(offered: Mapping[str, ActForm]) -> int:
    """400 where one of the forms has errors."""
    return 400 if any(one.errors for one in offered.values()) else 200
