"""Who one is: name, posts, and what one may do."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.people.granted import tell_actor
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_ONE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.forms import Speech
from kaifang.site.asking import read

router = Router(auth=SIGNED_IN)


@router.get("/me", response=READ_ONE, summary=_("Oneself (signed-in users)"))
def show_me(request: HttpRequest, speech: Query[Speech]) -> Told:
    """Posts with what each may do and how far it reaches; a token that reads may read only."""
    asked = read(request)
    return tell_actor(acting(request), asked.law if asked else None, speech.lang)
