"""The form of a migration."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.cases.definition import Definition
from kaifang.cases.renaming import present_names
from kaifang.site.components.markup import said
from kaifang.site.doing import ReasonForm


class MigrationForm(ReasonForm):
    """What each state of the case is called in the present version, and why it goes over."""

    def __init__(
        self,
        before: Definition,
        after: Definition,
        states: Sequence[str],
        version: int,
        data: object = None,
    ) -> None:
        super().__init__("migrate", version, data)
        self.states = {f"state-{place}": id for place, id in enumerate(states)}
        names = present_names(after.process)
        offered = [(one, said(after.label("states", one))) for one in after.states]
        for name, id in self.states.items():
            label = _("“%(state)s” becomes") % {"state": said(before.label("states", id))}
            initial = names.get(id) or (id if id in after.states else None)
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", "—"), *offered], initial=initial
            )
        self.order_fields(["act", "version", *self.states, "reason"])

    @property
    def mapped(self) -> dict[str, str]:
        """The present state by each former one."""
        return {id: self.cleaned_data[name] for name, id in self.states.items()}
