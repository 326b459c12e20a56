"""Problems: what went wrong, as application/problem+json in both languages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.programme.errors import BadParameter, InternalOnly, OnlyReading, UnknownAddress
from kaifang.programme.rights import NotAllowed

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/"


def problem(request: HttpRequest, error: KaifangError, status: int) -> JsonResponse:
    """Answer with an error of ours."""
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
    }
    if isinstance(error, SeveralErrors):
        content["errors"] = [{"code": one.code, "says": _both(one.says)} for one in error.errors]
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = MEDIA_TYPE
    return answer


def watch(api: NinjaAPI) -> None:
    """Let an API answer with problems."""
    api.exception_handler(KaifangError)(refused)
    api.exception_handler(ValidationError)(unreadable)
    api.exception_handler(Http404)(lambda request, _error: nowhere(request))


def refused(request: HttpRequest, error: KaifangError) -> JsonResponse:
    """What the programme refuses: forbidden, not found in the path, or not to be read."""
    if isinstance(error, InternalOnly | NotAllowed):
        return problem(request, error, HTTPStatus.FORBIDDEN)
    match = request.resolver_match
    named = match.kwargs.values() if match else ()
    is_in_path = str(error.params.get("found")) in map(str, named)
    return problem(request, error, HTTPStatus.NOT_FOUND if is_in_path else HTTPStatus.BAD_REQUEST)


def unreadable(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Parameters that are missing or of the wrong kind."""
    first = error.errors[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    wrong = BadParameter(found=name.rpartition(".")[2] or name, why=first["msg"])
    return problem(request, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)


def nowhere(request: HttpRequest) -> JsonResponse:
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
            plain = problem(request, OnlyReading(found=request.method), answer.status_code)
            plain["Allow"] = answer.get("Allow", "GET")
            return plain
        return nowhere(request) if answer.status_code == HTTPStatus.NOT_FOUND else answer


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
