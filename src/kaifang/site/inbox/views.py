"""Read messages; add, try and stop hooks."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kaifang.core.errors import KaifangError
from kaifang.programme.messages import delivering, own_hooks, subscribing
from kaifang.programme.messages.inbox import mark_all_read, mark_read
from kaifang.programme.messages.telling import address_shown
from kaifang.programme.rights import Act, Actor, NotAllowed, demand, may
from kaifang.site.acting import acting
from kaifang.site.asking import org_names
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb, choices, paged
from kaifang.site.inbox import tables
from kaifang.site.inbox.forms import HookForm, OwnHookForm, StopForm
from kaifang.store.models import Hook, Message

LETTERS_A_PAGE, ATTEMPTS_A_PAGE = 25, 50
INBOX, HOOKS = "/messages/", "/messages/hooks/"


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show a person's messages, the newest first."""
    actor = acting(request)
    found = tables.Letters(actor, unread=request.GET.get("show") == "unread")
    page = paged(request.GET, found, LETTERS_A_PAGE)
    ways = [("", _("all messages")), ("unread", _("only unread"))]
    return render(request, "inbox/index.html", {
        "letters": tables.letters(page.object_list, org_names(request)),
        "page": page,
        "ways": choices(request.GET, "show", ways),
        "only_unread": found.unread,
        "may_manage": may(actor, Act.MANAGE_HOOKS),
        "has_own": bool(own_hooks.own_firms(actor)),
    })  # fmt: skip


@login_required
@require_POST
def read_one(request: HttpRequest, id: str) -> HttpResponse:
    """Keep that a message was read, and show the list as it stood."""
    mark_read(acting(request), id)
    return _back(request)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Keep that all were read."""
    count = mark_all_read(acting(request))
    told = ngettext("%(n)s message marked as read.", "%(n)s messages marked as read.", count)
    messages.success(request, told % {"n": count})
    return _back(request)


@never_cache
@login_required
def hooks(request: HttpRequest) -> HttpResponse:
    """List all hooks; a POST adds one and shows its secret this once."""
    actor = acting(request)
    demand(actor, Act.MANAGE_HOOKS)
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = subscribing.subscribe(actor, given["kind"], given["url"],
                                         events=given["events"], secret=given["secret"],
                                         org=given["org"].strip())  # fmt: skip
        except KaifangError as refusal:
            form.refuse(refusal)
        else:
            return _added(request, made, given["secret"])
    return render(request, "inbox/hooks.html", {
        "form": form,
        "table": tables.hooks(subscribing.hooks(actor)),
        "allowed": [str(one) for one in settings.HOOK_HOSTS.entries],
        "figures": settings.HOOK_FIGURES,
        "trail": _trail(),
    })  # fmt: skip


@never_cache
@login_required
@require_safe
def hook(request: HttpRequest, hook: int) -> HttpResponse:
    """Show what became of what was sent to a hook."""
    return _log(request, hook, StopForm(auto_id="stop_%s"))


@login_required
@require_POST
def stop(request: HttpRequest, hook: int) -> HttpResponse:
    """Send nothing more to an address."""
    form = StopForm(request.POST, auto_id="stop_%s")
    if not form.is_valid():
        return _log(request, hook, form)
    subscribing.stop_hook(acting(request), hook, form.cleaned_data["reason"])
    messages.success(request, _("The hook is stopped: nothing more is sent to it."))
    return HttpResponseRedirect(f"{HOOKS}{hook}/")


@login_required
@require_POST
def test(request: HttpRequest, hook: int) -> HttpResponse:
    """Put a test message into the outbox of one hook."""
    try:
        delivering.send_test(acting(request), hook)
    except delivering.HookStopped as refusal:
        messages.error(request, said(refusal.says))
    else:
        messages.success(request, _("The test message waits to be sent; load this page again to see what became of it."))  # fmt: skip
    return HttpResponseRedirect(f"{HOOKS}{hook}/")


@never_cache
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Show the webhook of a person's own firm; a POST sets, tries, renews or removes it."""
    actor = acting(request)
    found = own_hooks.own_hooks(actor)
    form, stop_form = OwnHookForm(own_hooks.own_firms(actor)), StopForm(auto_id="stop_%s")
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "set":
            form = OwnHookForm(own_hooks.own_firms(actor), request.POST)
            if made := _set_own(request, form):
                return _own_secret(request, made)
        elif act == "renew":
            return _own_secret(request, own_hooks.renew_own_secret(actor, _number(request)))
        elif act == "test":
            own_hooks.test_own_hook(actor, _number(request))
            messages.success(request, _("The test message waits to be sent; load this page again to see what became of it."))  # fmt: skip
            return HttpResponseRedirect(own_hooks.PAGE)
        elif act == "remove":
            stop_form = StopForm(request.POST, auto_id="stop_%s")
            if stop_form.is_valid():
                reason = stop_form.cleaned_data["reason"]
                own_hooks.remove_own_hook(actor, _number(request), reason)
                messages.success(request, _("The webhook is removed: nothing more is sent to it."))
                return HttpResponseRedirect(own_hooks.PAGE)
        found = own_hooks.own_hooks(actor)
    wrong = form.errors or stop_form.errors
    return render(request, "inbox/own.html", {
        "active": [_told(actor, one) for one in found if one.active],
        "form": form,
        "stop": stop_form,
        "trail": [Crumb(_("Inbox"), INBOX), Crumb(_("The firm’s own webhook"))],
    }, status=400 if wrong else 200)  # fmt: skip


def _told(actor: Actor, hook: Hook) -> dict[str, object]:
    attempts = own_hooks.own_attempts(actor, hook.pk, count=ATTEMPTS_A_PAGE)
    return {
        "hook": hook,
        "address": address_shown(hook),
        "events": tables.events_of(hook),
        "attempts": tables.attempts(attempts),
    }


def _set_own(request: HttpRequest, form: OwnHookForm) -> subscribing.HookSecret | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    try:
        return own_hooks.set_own_hook(acting(request), given["url"], firm=given.get("firm", ""))
    except NotAllowed:
        raise
    except KaifangError as refusal:
        form.refuse(refusal)
    return None


def _own_secret(request: HttpRequest, made: subscribing.HookSecret) -> HttpResponse:
    """Show the secret this once."""
    trail = [Crumb(_("Inbox"), INBOX), Crumb(_("The firm’s own webhook"), own_hooks.PAGE)]
    return render(request, "inbox/own_secret.html", {
        "hook": made.hook, "secret": made.secret, "trail": [*trail, Crumb(_("Secret"))],
    })  # fmt: skip


def _number(request: HttpRequest) -> int:
    given = request.POST.get("hook", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0


def _log(request: HttpRequest, number: int, form: StopForm) -> HttpResponse:
    actor = acting(request)
    waiting = delivering.waiting(actor, number)
    told = Message.objects.in_bulk([one.message for one in waiting])
    one = subscribing.known_hook(number)
    page = paged(request.GET, tables.Attempts(actor, number), ATTEMPTS_A_PAGE)
    return render(request, "inbox/hook.html", {
        "hook": one,
        "subject": f"hook:{number}",
        "kind": tables.kind_of(one),
        "address": address_shown(one),
        "events": tables.events_of(one),
        "stop": form,
        "waiting": tables.waiting(waiting, told) if waiting else None,
        "attempts": tables.attempts(page.object_list),
        "page": page,
        "trail": _trail(_("Hook No. %(n)s") % {"n": number}),
    })  # fmt: skip


def _added(request: HttpRequest, made: subscribing.HookSecret, given: str) -> HttpResponse:
    """A secret that was given is known to whoever gave it, and not shown again."""
    return render(request, "inbox/added.html", {
        "hook": made.hook,
        "secret": made.secret if made.secret != given else "",
        "trail": _trail(_("Hook No. %(n)s") % {"n": made.hook}),
    })  # fmt: skip


def _back(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{INBOX}?{query}" if query else INBOX)


def _trail(*last: str) -> list[Crumb]:
    steps = [Crumb(_("Inbox"), INBOX), Crumb(_("Hooks"), HOOKS if last else "")]
    return [*steps, *(Crumb(one) for one in last)]
