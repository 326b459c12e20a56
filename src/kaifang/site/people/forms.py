"""The form at the door."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
