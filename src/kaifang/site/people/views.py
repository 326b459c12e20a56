"""Coming in and leaving, one's own account, and the people for whom administrators care."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from qrcode import QRCode

from kaifang.core.errors import KaifangError
from kaifang.core.orgs import Orgs
from kaifang.programme.auditing.erasing import erase_personal_data
from kaifang.programme.demo.people import people_of_demo
from kaifang.programme.house import state_of_house
from kaifang.programme.house_telling import concerns_in_words, lines_of
from kaifang.programme.people import logins
from kaifang.programme.people import second_factor as factors
from kaifang.programme.people import tokens as tokening
from kaifang.programme.people.actors import user_named
from kaifang.programme.people.devices import device_name
from kaifang.programme.people.errors import LinkSpent, WrongCode
from kaifang.programme.people.links import (
    hand_out_link,
    invite,
    is_asked_for,
    link_of,
    redeem,
    reset_link,
)
from kaifang.programme.people.passwords import change_password, unlock
from kaifang.programme.people.posts import PostAsked, end_post, grant_post, hand_over, role_named
from kaifang.programme.people.roll import (
    demand_office,
    entry_of,
    roll,
    standing_in_for,
)
from kaifang.programme.people.telephones import set_telephone
from kaifang.programme.reach import orgs_of
from kaifang.programme.rights import Act, NotAllowed, may
from kaifang.site.acting import acting, address_of
from kaifang.site.asking import read
from kaifang.site.components.places import Crumb
from kaifang.site.people import forms, tables
from kaifang.store.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
# So long the password that was right waits for the code.
CODE_SECONDS = 300
PENDING = "pending"
LONGEST_NUMBER = 18


# -- the door -----------------------------------------------------------------------------------


class Login(LoginView):
    """Show the door with the notice that classified matter is forbidden."""

    template_name = "people/login.html"
    authentication_form = forms.LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: forms.LoginForm) -> HttpResponse:
        user = form.get_user()
        if not factors.is_enrolled(user):
            _enter(self.request, user)
            return HttpResponseRedirect(self.get_success_url())
        self.request.session[PENDING] = {
            "user": user.pk, "at": int(time.time()), "next": self.get_redirect_url(),
        }  # fmt: skip
        return redirect("people:code")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"demo": people_of_demo()}


class Logout(LogoutView):
    """Leave; the login is noted as ended."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        logins.left(request.session.session_key or "")
        return super().post(request, *args, **kwargs)


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask whoever knew the password for the code of his application, or a recovery code."""
    pending = request.session.get(PENDING)
    if not pending or time.time() - pending["at"] > CODE_SECONDS:
        request.session.pop(PENDING, None)
        return redirect("people:login")
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        user = get_object_or_404(User, pk=pending["user"], is_active=True)
        if factors.verify(user, form.cleaned_data["code"]):
            del request.session[PENDING]
            _enter(request, user)
            return HttpResponseRedirect(_safe(request, pending["next"]))
        form.refuse(WrongCode())
    return render(request, "people/code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Let whoever holds a one-time link set his password."""
    try:
        found = link_of(secret)
    except LinkSpent as refusal:
        return render(request, "people/spent.html", {"says": refusal.says, "remedy": refusal.remedy}, status=410)  # fmt: skip
    form = forms.NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            redeem(secret, form.cleaned_data["new"], address_of(request))
        except KaifangError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("people:login")
    return render(request, "people/link.html", {"form": form, "guest": found.user})


def _enter(request: HttpRequest, user: User) -> None:
    sign_in(request, user, backend=BACKEND)
    device = request.headers.get("User-Agent", "")
    logins.begin(user, request.session.session_key, address_of(request), device)


def _safe(request: HttpRequest, address: str) -> str:
    """Where he wanted to go, on this site only."""
    hosts = {request.get_host()}
    good = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if good else "/"


# -- one's own account --------------------------------------------------------------------------


@login_required
@never_cache
@sensitive_post_parameters()
def me(request: HttpRequest) -> HttpResponse:
    """One's own posts, logins and password."""
    user, wanted = request.user, request.POST.get("act", "")
    form = forms.ChangePasswordForm(request.POST if wanted == "password" else None)
    if wanted == "end" and (number := _number(request, "login")):
        logins.end_login(acting(request), number)
        messages.success(request, _("That login has ended."))
        return redirect("people:me")
    calling = _calling(user, request.POST if wanted == "telephone" else None)
    if calling.is_bound and calling.is_valid() and _called(request, calling):
        return redirect("people:me")
    if wanted == "password" and form.is_valid() and _changed(request, form):
        return redirect("people:me")
    return render(request, "people/me.html", {
        "form": form,
        "calling": calling,
        "logins": [(one, device_name(one.device)) for one in logins.open_logins(user)],
        "here": request.session.session_key,
        "enrolled": factors.is_enrolled(user),
        "posts": tables.lines(entry_of(user).posts, _orgs(request)),
    })  # fmt: skip


def _calling(user: User, data: object = None) -> forms.TelephoneForm:
    initial = {"telephone": user.telephone}
    return forms.TelephoneForm(data, auto_id="tel_%s", initial=initial)


def _called(request: HttpRequest, form: forms.TelephoneForm) -> bool:
    try:
        set_telephone(acting(request), request.user, form.cleaned_data["telephone"])
    except KaifangError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("The telephone number is kept."))
    return True


def _changed(request: HttpRequest, form: forms.ChangePasswordForm) -> bool:
    """Change the password and stay signed in here only."""
    user, before = User.objects.get(pk=request.user.pk), request.session.session_key
    given = form.cleaned_data
    try:
        ended = change_password(acting(request), user, given["old"], given["new"], session=before)
    except KaifangError as refusal:
        form.refuse(refusal)
        return False
    update_session_auth_hash(request, user)
    logins.renewed(before, request.session.session_key)
    messages.success(request, _("Your password is changed; %(n)s other logins have ended.") % {"n": ended})  # fmt: skip
    return True


@login_required
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enrol a second factor, or make new recovery codes."""
    user, actor = request.user, acting(request)
    if factors.is_enrolled(user):
        if request.method == "POST":
            return _codes(request, factors.renew_recovery_codes(actor, user))
        return render(request, "people/second_factor.html", {"left": factors.codes_left(user)})
    form = forms.CodeForm(request.POST or None)
    begun = factors.enrol(actor, user)
    if form.is_valid():
        try:
            here = request.session.session_key
            return _codes(request, factors.confirm(actor, user, form.cleaned_data["code"], session=here))  # fmt: skip
        except KaifangError as refusal:
            form.refuse(refusal)
    return render(request, "people/second_factor.html", {
        "form": form,
        "begun": begun,
        "picture": _drawn(begun.address),
        "demanded": factors.must_enrol(actor),
    })  # fmt: skip


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "people/recovery_codes.html", {"codes": codes})


@dataclass(frozen=True)
class _Picture:
    """A QR code as one path over a square of so many units."""

    size: int
    path: str


def _drawn(address: str) -> _Picture:
    """Draw it here: the secret goes to nobody else."""
    code = QRCode(border=2)
    code.add_data(address)
    rows = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return _Picture(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens of the API."""
    user, actor, fresh = request.user, acting(request), None
    if request.POST.get("act") == "end" and (number := _number(request, "token")):
        ended = tokening.end_token(actor, number)
        messages.success(request, _("The token “%(name)s” has ended.") % {"name": ended.name})
        return redirect("people:tokens")
    form = forms.TokenForm(request.POST if request.POST.get("act") == "make" else None)
    if form.is_valid():
        fresh, form = tokening.make_token(actor, user, **form.cleaned_data), forms.TokenForm()
    held = tokening.tokens_of(user)
    return render(request, "people/tokens.html", {"form": form, "tokens": held, "fresh": fresh})


# -- for administrators -------------------------------------------------------------------------


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The roll: who there is, what each holds."""
    actor = acting(request)
    filter = forms.RollForm(request.GET or None)
    given = filter.cleaned_data if filter.is_valid() else {}
    found = roll(actor, given.get("q", ""), given.get("role", ""))
    return render(request, "people/index.html", {
        "table": tables.roll_table(found, _orgs(request), request.GET),
        "filter": filter,
        "invites": may(actor, Act.MANAGE_PEOPLE),
    })  # fmt: skip


@login_required
@never_cache
def house(request: HttpRequest) -> HttpResponse:
    """The state of the house: what the system administrator looks at each morning."""
    state = state_of_house(acting(request))
    return render(request, "people/house.html", {
        "house": state,
        "lines": lines_of(state),
        "concerns": concerns_in_words(state),
        "packs": tables.pack_table(state.packs),
        "failed": tables.failed_table(state.jobs.last_failed),
    })  # fmt: skip


@login_required
@never_cache
def invite_guest(request: HttpRequest) -> HttpResponse:
    """Invite somebody by a link, which is shown once."""
    actor, made = acting(request), None
    demand_office(actor)
    grants = may(actor, Act.GRANT_POSTS)
    form = forms.InviteForm(request.POST or None, grants=grants)
    if form.is_valid():
        given = form.cleaned_data
        role = given.get("role")
        try:
            post = PostAsked(role_named(role), given["org"]) if role else None
            made = invite(actor, given["name"], full_name=given["full_name"], post=post,
                          hours=given["hours"], reason=given["reason"])  # fmt: skip
        except NotAllowed:
            raise
        except KaifangError as refusal:
            form.refuse(refusal)
    shown = {"form": form, "made": made, "trail": _trail(_("Invite somebody")), "address": _address(request, made), "orgs": _choices(request)}  # fmt: skip
    return render(request, "people/invite.html", shown)


@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts and deputies, and what may be done for him."""
    actor = acting(request)
    demand_office(actor)
    user = get_object_or_404(User, pk=pk)
    acts: dict[str, Callable[[_Desk], str]] = {
        "grant": _grant, "end": _end, "hand_over": _hand_over, "link": _link,
        "hand_out": _hand_out, "unlock": _unlock, "reset": _reset, "erase": _erase,
        "telephone": _telephone,
    }  # fmt: skip
    desk = _Desk(request, user)
    if request.POST.get("act") in acts:
        try:
            said = acts[request.POST["act"]](desk)
        except NotAllowed:
            raise
        except KaifangError as refusal:
            desk.refuse(refusal)
        else:
            if said:
                messages.success(request, said)
                return redirect("people:show", pk)
    return desk.page(400 if desk.refused else 200)


class _Desk:
    """One person's papers while somebody acts on them."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user, self.actor = request, user, acting(request)
        wanted = request.POST.get("act")
        self.granting = forms.GrantForm(request.POST if wanted == "grant" else None, auto_id="grant_%s")  # fmt: skip
        self.giving = forms.HandOverForm(request.POST if wanted == "hand_over" else None, auto_id="give_%s")  # fmt: skip
        self.calling = _calling(user, request.POST if wanted == "telephone" else None)
        self.reason = request.POST.get("reason", "")
        self.made = None
        self.refused = False

    def refuse(self, error: KaifangError) -> None:
        """Say it at the form that was sent, else on top of the page."""
        self.refused = True
        for form in (self.granting, self.giving, self.calling):
            if form.is_bound:
                form.refuse(error)
                return
        messages.error(self.request, error.says)

    def page(self, status: int) -> HttpResponse:
        entry, orgs = entry_of(self.user), _orgs(self.request)
        return render(self.request, "people/show.html", {
            "person": self.user,
            "trail": _trail(self.user.get_full_name() or self.user.get_username()),
            "subject": f"user:{self.user.pk}",
            "standing": tables.state_of(entry),
            "locked": entry.locked,
            "posts": tables.lines(entry.posts, orgs),
            "deputies": tables.lines(standing_in_for(self.user), orgs),
            "granting": self.granting,
            "giving": self.giving,
            "calling": self.calling,
            "enrolled": factors.is_enrolled(self.user),
            "grants": may(self.actor, Act.GRANT_POSTS),
            "manages": may(self.actor, Act.MANAGE_PEOPLE),
            "resets": may(self.actor, Act.RESET_SECOND_FACTOR),
            "hands_out": may(self.actor, Act.HAND_OUT_LINK) and is_asked_for(self.user),
            "erases": may(self.actor, Act.ERASE_PERSONAL_DATA) and not entry.posts,
            "made": self.made,
            "address": _address(self.request, self.made),
            "orgs": _choices(self.request),
        }, status=status)  # fmt: skip


def _grant(desk: _Desk) -> str:
    if not desk.granting.is_valid():
        desk.refused = True
        return ""
    given = desk.granting.cleaned_data
    principal = user_named(given["deputy_for"]) if given["deputy_for"] else None
    asked = PostAsked(role_named(given["role"]), given["org"], given["from_day"], given["to_day"], principal)  # fmt: skip
    grant_post(desk.actor, desk.user, asked, given["reason"])
    return _("The post is granted.")


def _end(desk: _Desk) -> str:
    end_post(desk.actor, _number(desk.request, "post"), desk.reason)
    return _("The post has ended.")


def _hand_over(desk: _Desk) -> str:
    if not desk.giving.is_valid():
        desk.refused = True
        return ""
    taker = user_named(desk.giving.cleaned_data["taker"])
    given = hand_over(desk.actor, desk.user, taker, desk.giving.cleaned_data["reason"])
    names = {"name": taker.get_username(), "n": len(given)}
    return _("Everything is handed over to %(name)s: %(n)s posts.") % names


def _link(desk: _Desk) -> str:
    """The link is shown on this very answer, and never again."""
    made = reset_link(desk.actor, desk.user, reason=desk.reason)
    if not made.secret:
        return _("The link is asked for: the security administrator hands it out on this person's page.")  # fmt: skip
    desk.made = made
    return ""


def _hand_out(desk: _Desk) -> str:
    desk.made = hand_out_link(desk.actor, desk.user, reason=desk.reason)
    return ""


def _telephone(desk: _Desk) -> str:
    if not desk.calling.is_valid():
        desk.refused = True
        return ""
    set_telephone(desk.actor, desk.user, desk.calling.cleaned_data["telephone"])
    return _("The telephone number is kept.")


def _unlock(desk: _Desk) -> str:
    unlock(desk.actor, desk.user, desk.reason)
    return _("The lock is open.")


def _reset(desk: _Desk) -> str:
    factors.reset_second_factor(desk.actor, desk.user, desk.reason)
    return _("The second factor is reset; at the next login a new one can be enrolled.")


def _erase(desk: _Desk) -> str:
    count = erase_personal_data(desk.actor, desk.user, desk.reason)
    return _("Erased in the audit: name and address in %(n)s entries.") % {"n": count}


def _trail(last: str) -> list[Crumb]:
    return [Crumb(_("People"), reverse("people:index")), Crumb(last)]


def _number(request: HttpRequest, name: str) -> int:
    """The number of a thing as posted; 0, which nothing has, where it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _address(request: HttpRequest, made: object) -> str:
    return request.build_absolute_uri(made.path) if made else ""


def _orgs(request: HttpRequest) -> Orgs | None:
    asked = read(request)
    return asked.law.orgs if asked else None


def _choices(request: HttpRequest) -> list[tuple[str, object]]:
    """The organisations of the programme, for whoever types a code."""
    asked = read(request)
    return [(org.id, org.name) for org in orgs_of(asked.law)] if asked else []
