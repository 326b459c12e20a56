"""The forms at the door, of one's own account, and of those who look after people."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaifang.core.errors import KaifangError
from kaifang.programme.people.links import HOURS, MOST_HOURS
from kaifang.programme.people.tokens import DAYS, MOST_DAYS
from kaifang.programme.rights import Role
from kaifang.site.components.markup import in_words

STRENGTH = _(
    "At least 8 characters; not a common password, not only digits, and unlike your own name."
)


class LoginForm(AuthenticationForm):
    """Ask for name and password; a refusal does not say which of the two was wrong."""

    error_messages = {
        "invalid_login": _("User name and password do not match. Check both and try again."),
        "inactive": _("This account is closed. Ask your office's administrator."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Enter your user name.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")


class Refusable(forms.Form):
    """A form that can say what the programme refuses."""

    def refuse(self, error: KaifangError) -> None:
        """Put an error of ours on top of the form, in the language of the page."""
        self.add_error(None, in_words(error))


class CodeForm(Refusable):
    """A code of the application, or a recovery code."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code.")},
    )


def _password(label: object, complete: str, help: object = "") -> forms.CharField:
    box = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, widget=box, strip=False, max_length=128, help_text=help)


class NewPasswordForm(Refusable):
    """A new password, typed twice."""

    new = _password(_("New password"), "new-password", STRENGTH)
    again = _password(_("New password again"), "new-password")

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("new"):
            raise ValidationError(_("The two passwords differ. Type both again."))
        return self.cleaned_data["again"]


class ChangePasswordForm(NewPasswordForm):
    """The present password, then the new one twice."""

    old = _password(_("Present password"), "current-password")
    field_order = ("old", "new", "again")


class TelephoneForm(Refusable):
    """Where the reminder desk calls somebody."""

    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        help_text=_("shown at the reminder desk to those who may write to the organisation"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


class TokenForm(Refusable):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(
        label=_("Purpose"), max_length=60, help_text=_("so that you recognise it later")
    )
    scope = forms.ChoiceField(
        label=_("Permission"), choices=[("read", _("read")), ("read_write", _("read and write"))]
    )
    days = forms.IntegerField(
        label=_("Valid for (days)"), initial=DAYS, min_value=1, max_value=MOST_DAYS
    )


def _roles() -> list[tuple[str, object]]:
    lang = "en" if get_language() == "en" else "zh"
    return [(role.value, role.label.in_(lang)) for role in Role]


def _org() -> forms.CharField:
    return forms.CharField(
        label=_("Organisation"), required=False, max_length=60,
        help_text=_("type a part of its name and choose; its code is entered. None for the three administrators"),
        widget=forms.TextInput(attrs={"list": "orgs", "autocomplete": "off"}),
    )  # fmt: skip


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=200, required=False)


class RollForm(forms.Form):
    """Which people the roll shows."""

    q = forms.CharField(label=_("Name"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("all")), ("none", _("without a post")), *_roles()]


class InviteForm(Refusable):
    """Who is invited, and for how long the link is good."""

    name = forms.CharField(label=_("User name"), max_length=150)
    full_name = forms.CharField(label=_("Person's name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    org = _org()
    hours = forms.IntegerField(
        label=_("Link valid for (hours)"), initial=HOURS, min_value=1, max_value=MOST_HOURS
    )
    reason = _reason()

    def __init__(self, *args: object, grants: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("none yet")), *_roles()]
        if not grants:
            del self.fields["role"], self.fields["org"]


class GrantForm(Refusable):
    """The post that somebody is to hold."""

    role = forms.ChoiceField(label=_("Role"))
    org = _org()
    from_day = forms.DateField(
        label=_("Held from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    to_day = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("first day on which it is held no longer"),
    )  # fmt: skip
    deputy_for = forms.CharField(
        label=_("Standing in for"),
        required=False,
        help_text=_("user name of the other (A/B roles)"),
    )
    reason = _reason()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles()


class HandOverForm(Refusable):
    """Who takes over everything."""

    taker = forms.CharField(label=_("User name of who takes over"))
    reason = _reason()
