"""The forms of hooks: adding one, and stopping it with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kaifang.core.errors import KaifangError
from kaifang.exchange.hooks import UnreadableSecret
from kaifang.programme.messages.addresses import AddressNotAllowed, UnknownHost, UnreadableAddress
from kaifang.programme.messages.kinds import EVERYTHING, UnreadableEvents, events_in
from kaifang.site.components.markup import in_words

KINDS = (
    ("webhook", _("Webhook (CloudEvents, signed)")),
    ("dingtalk", _("DingTalk robot")),
    ("wecom", _("WeCom robot")),
)
# At which field the programme's refusal is told.
FIELDS: dict[type[KaifangError], str] = {
    UnreadableAddress: "url",
    UnknownHost: "url",
    AddressNotAllowed: "url",
    UnreadableEvents: "events",
    UnreadableSecret: "secret",
}


class HookForm(forms.Form):
    """Where messages go, which, and signed with what."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    url = forms.CharField(
        label=_("Address"), max_length=2000, help_text=_("as the receiver gives it: https://…"),
        error_messages={"required": _("Enter the address that messages are sent to.")},
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    events = forms.CharField(
        label=_("Messages"), max_length=500, initial=EVERYTHING,
        help_text=_("* for all; submission.* or task.assigned for some, separated by commas"),
        error_messages={"required": _("Say which messages are sent; * means all.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    org = forms.CharField(
        label=_("Only what is told to"), max_length=200, required=False,
        help_text=_("the code of an organisation, or the credit code of a firm: the address is its own then, and gets what it is told whole. Empty: the address is the office's."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Secret"), max_length=500, required=False,
        help_text=_("DingTalk: the one that signs, if it does. Webhook: leave it empty and one is made."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )  # fmt: skip

    def clean_events(self) -> list[str]:
        return events_in(self.cleaned_data["events"])

    def refuse(self, error: KaifangError) -> None:
        """Tell at its field what the programme refused, and what to do."""
        self.add_error(FIELDS.get(type(error)), in_words(error))


class OwnHookForm(forms.Form):
    """Where a firm's own messages go; for which firm, where a person acts for several."""

    firm = forms.ChoiceField(label=_("Firm"), required=False)
    url = forms.CharField(
        label=_("Address"), max_length=2000, help_text=_("of your own system: https://…"),
        error_messages={"required": _("Enter the address that messages are sent to.")},
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, firms: Sequence[str], data: object = None) -> None:
        super().__init__(data)
        self.fields["firm"].choices = [(one, one) for one in firms]
        if len(firms) < 2:
            del self.fields["firm"]

    def refuse(self, error: KaifangError) -> None:
        """Tell at its field what the programme refused, and what to do."""
        self.add_error("url", in_words(error))


class StopForm(forms.Form):
    """Why a hook is stopped."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Kept in the audit."),
        error_messages={"required": _("Say in a few words why this hook is stopped.")},
    )  # fmt: skip
