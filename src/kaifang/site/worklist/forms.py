"""What is written on the list of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.programme.tasks.keeping import NewTask
from kaifang.programme.tasks.listing import Wanted
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
from kaifang.site.filters import Filters, choice

STATES = ("open", "blocked", "done", "cancelled")


class WorkFilters(Filters):
    """Which tasks are shown."""

    kept = ("order", "paper")

    lead = choice(_("Lead body"))
    state = choice(_("State"))

    def __init__(self, asked: Asked, leads: Iterable[Org]) -> None:
        super().__init__(asked)
        self.offer("lead", [("", _("all")), *((org.id, org.name) for org in leads)])
        self.offer("state", [
            ("", _("all")), ("overdue", _("overdue")),
            *((state, message(f"task.state.{state}")) for state in STATES),
        ])  # fmt: skip

    @property
    def wanted(self) -> Wanted:
        """What is asked for. Raises: UnknownChoice."""
        state = self.chosen("state")
        overdue = state == "overdue"
        return Wanted(self.chosen("lead"), state="" if overdue else state, overdue=overdue)


def _day(label: object, **more: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def _words(label: object, rows: int = 3, **more: object) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=2000, **more)


class NewTaskForm(forms.Form):
    """A task that a meeting decided, or one of a document that is taken up."""

    title = forms.CharField(label=_("Task"), max_length=200)
    lead = forms.ChoiceField(label=_("Lead body"))
    partners = forms.MultipleChoiceField(label=_("Partners"), required=False)
    start = _day(_("Starts"), required=False)
    due = _day(_("Due"), required=False)
    meeting = forms.CharField(
        label=_("Meeting"), max_length=200, required=False,
        help_text=_("Where a meeting decided it: its name and day, and the words of the decision."),
    )  # fmt: skip
    on = _day(_("Day of the meeting"), required=False)
    decision = _words(_("Decision"), required=False)
    milestones = _words(
        _("Milestones"), rows=4, required=False,
        help_text=_("One a line, with its day where it has one: 2023-09-30 work begins"),
    )  # fmt: skip

    def __init__(self, orgs: Iterable[Org], data: object = None, **more: object) -> None:
        super().__init__(data, auto_id="new_%s", **more)
        named = [(org.id, said(org.name)) for org in orgs]
        self.fields["lead"].choices = named
        self.fields["partners"].choices = named
        self.fields["partners"].widget.attrs["size"] = 6

    def clean_milestones(self) -> list[tuple[str, date | None]]:
        """A day that leads a line is the milestone's."""
        lines = [line.strip() for line in self.cleaned_data["milestones"].splitlines()]
        return [_milestone(line) for line in lines if line]

    def task(self, law_task: str) -> NewTask:
        given = self.cleaned_data
        told = {name: str(given[name] or "") for name in ("meeting", "on", "decision")}
        return NewTask(
            given["title"], given["lead"], law_task,
            partners=given["partners"], start=given["start"], due=given["due"],
            source={name: text for name, text in told.items() if text},
            milestones=given["milestones"],
        )  # fmt: skip


def _milestone(line: str) -> tuple[str, date | None]:
    first, _space, rest = line.partition(" ")
    if not first[:1].isdigit() or "-" not in first:
        return line, None
    try:
        return rest.strip() or first, date.fromisoformat(first)
    except ValueError:
        says = _("“%(text)s” is no day; write it as 2023-09-30.") % {"text": first}
        raise ValidationError(says) from None


class ActForm(forms.Form):
    """One act upon a task; `version` is the state of it that the writer saw."""

    act = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, act: str, version: int, data: object = None, files: object = None) -> None:
        initial = {"act": act, "version": version}
        super().__init__(data, files, auto_id=f"{act}_%s", initial=initial)


class ReportForm(ActForm):
    """Progress in words, and how much of it is done."""

    text = _words(_("Progress"))
    percent = forms.IntegerField(
        label=_("Done, per cent"), min_value=0, max_value=100, required=False
    )


class MilestoneForm(ActForm):
    """A milestone was reached on a day."""

    milestone = forms.TypedChoiceField(label=_("Milestone"), coerce=int)
    on = _day(_("Reached on"))


class ReasonForm(ActForm):
    """Why it is blocked, freed, cancelled or reopened."""

    reason = _words(_("Reason"))


class DoneForm(ActForm):
    """What came of it."""

    text = _words(_("Result"))


class DueForm(ActForm):
    """Another due date."""

    due = _day(_("New due date"))
    reason = _words(_("Reason"))


class OwnerForm(ActForm):
    """Who answers for it from now on."""

    owner = forms.ChoiceField(label=_("Owner"), required=False)
    reason = _words(_("Reason"))


class EvidenceForm(ActForm):
    """A file that proves something."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB")
    )
    text = forms.CharField(label=_("What it shows"), max_length=200, required=False)
