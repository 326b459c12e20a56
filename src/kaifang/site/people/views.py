"""Coming in and leaving."""

from __future__ import annotations

from django.contrib.auth.views import LoginView

from kaifang.site.people.forms import LoginForm


class Login(LoginView):
    """Show the door with the notice that classified matter is forbidden."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
