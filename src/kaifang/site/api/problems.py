"""Problems: what went wrong, as application/problem+json in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.orgs import UnknownOrg
from kaifang.programme.casework.errors import ActRefused, NoSuchCase
from kaifang.programme.clearance.acknowledging import (
    AcknowledgedAlready,
    AcknowledgeTokenRefused,
)
from kaifang.programme.clearance.notices import NoSuchNotice
from kaifang.programme.clearance.processes import UnknownProcess
from kaifang.programme.dispatch.errors import UnknownDispatch, UnknownSlip
from kaifang.programme.duplicates.errors import NoSuchPair
from kaifang.programme.errors import (
    BadParameter,
    FormOfAnotherSite,
    InternalOnly,
    OnlyReading,
    OnlyReadingToken,
    OtherMethod,
    UnknownAddress,
    UnreadableBody,
)
from kaifang.programme.intake.errors import CaseBookRefused
from kaifang.programme.messages.inbox import UnknownMessage
from kaifang.programme.messages.subscribing import UnknownHook
from kaifang.programme.reporting.errors import FormRefused, NoSuchDue, UnknownForm
from kaifang.programme.reporting.plain import tell_finding
from kaifang.programme.rights import NotAllowed
from kaifang.programme.shelf import NotInstalled
from kaifang.programme.tasks.errors import NoSuchEvidence, NoSuchTask
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.events.errors import NoSuchHeldEvent

FORBIDDEN = (
    InternalOnly, NotAllowed, OnlyReadingToken, FormOfAnotherSite, AcknowledgeTokenRefused,
)  # fmt: skip
CLASHING = (ChangedMeanwhile, AcknowledgedAlready)
# Things of a path; a number of a body that happens to be the same is no reason for a 404.
THINGS = (
    NoSuchNotice,
    NotInstalled, UnknownOrg, UnknownForm, NoSuchDue, NoSuchTask, UnknownDispatch, UnknownSlip,
    UnknownMessage, UnknownHook, NoSuchHeldEvent, UnknownProcess, NoSuchCase, NoSuchPair,
)  # fmt: skip
# Things that a path alone can name.
IN_PATH_ONLY = (NoSuchEvidence,)
MEDIA_TYPE = "application/problem+json"
ROOT = "/api/"


def problem(request: HttpRequest, error: KaifangError, status: int, **more: str) -> HttpResponse:
    """Answer with an error of ours; `more` are members that one operation adds (RFC 9457, 3.2)."""
    lang = "en" if request.GET.get("lang") == "en" else "zh"
    content = {
        "type": f"/api/v1/docs/#{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": error.code,
        "detail": error.text(lang),
        "says": _both(error.says),
        "remedy": _both(error.remedy),
        "instance": request.get_full_path(),
        **more,
    }
    if isinstance(error, SeveralErrors):
        content["errors"] = [{"code": one.code, "says": _both(one.says)} for one in error.errors]
    if isinstance(error, ActRefused):
        cites = [one.json(lang) for one in error.cites]
        content |= {"rule": error.rule, "where": error.where, "cites": cites}
    if isinstance(error, FormRefused | CaseBookRefused):
        content["errors"] = [tell_finding(one) for one in error.findings]
    # what was sent may hold half a character: JSON can say it, UTF-8 cannot
    text = json.dumps(content, ensure_ascii=False, cls=DjangoJSONEncoder)
    data = text.encode("utf-8", "backslashreplace")
    return HttpResponse(data, status=status, content_type=MEDIA_TYPE)


def watch(api: NinjaAPI) -> None:
    """Let an API answer with problems."""
    api.exception_handler(KaifangError)(refused)
    api.exception_handler(ValidationError)(unreadable)
    api.exception_handler(HttpError)(lambda request, _error: no_body(request))
    api.exception_handler(Http404)(lambda request, _error: nowhere(request))


def refused(request: HttpRequest, error: KaifangError) -> HttpResponse:
    """What the programme refuses: forbidden, changed meanwhile, unknown, or not to be done."""
    return problem(request, error, _status(request, error))


def _status(request: HttpRequest, error: KaifangError) -> HTTPStatus:
    if isinstance(error, FORBIDDEN):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, ActRefused) and error.is_forbidden:
        return HTTPStatus.FORBIDDEN
    if isinstance(error, CLASHING):
        return HTTPStatus.CONFLICT
    is_thing = request.method == "GET" or isinstance(error, THINGS)
    if isinstance(error, IN_PATH_ONLY) or (is_thing and _is_in_path(request, error)):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.BAD_REQUEST


def _is_in_path(request: HttpRequest, error: KaifangError) -> bool:
    match = request.resolver_match
    named = [str(one) for one in match.kwargs.values()] if match else []
    found = str(error.params.get("found"))
    return found in named or found.replace("/", "--") in named


def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that are missing or of the wrong kind."""
    first = error.errors[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    wrong = BadParameter(found=name.rpartition(".")[2] or name, why=first["msg"])
    return problem(request, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)


def no_body(request: HttpRequest) -> HttpResponse:
    """A body that is no JSON, or no form with files."""
    return problem(request, UnreadableBody(), HTTPStatus.BAD_REQUEST)


def nowhere(request: HttpRequest) -> HttpResponse:
    """An address below /api/ at which nothing answers."""
    return problem(request, UnknownAddress(found=request.path), HTTPStatus.NOT_FOUND)


class PlainProblems:
    """Give errors that Django or the router answer below /api/ the shape of all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_plain = answer.headers.get("Content-Type", "") != MEDIA_TYPE
        if not request.path.startswith(ROOT) or not is_plain:
            return answer
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _other_method(request, answer.get("Allow", "GET"))
        if answer.status_code == HTTPStatus.BAD_REQUEST:
            return no_body(request)
        return nowhere(request) if answer.status_code == HTTPStatus.NOT_FOUND else answer


def _other_method(request: HttpRequest, allowed: str) -> HttpResponse:
    reads = allowed in ("GET", "GET, HEAD", "GET, HEAD, OPTIONS")
    error = (
        OnlyReading(found=request.method)
        if reads
        else OtherMethod(found=request.method, expected=allowed)
    )
    answer = problem(request, error, HTTPStatus.METHOD_NOT_ALLOWED)
    answer["Allow"] = allowed
    return answer


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
