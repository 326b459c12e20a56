"""The description of the API: openapi.json, and a page to read that asks no other host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kaifang.core.bilingual import Text
from kaifang.core.messages import catalogue
from kaifang.site.api.problems import MEDIA_TYPE

Described = dict[str, Any]
FIRST_FAILURE = 400
OURS = ("KF-PROG", "KF-PACK-011", "KF-CORE-002", "KF-CORE-007")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with its parameters, the fields of its body, and what it answers."""

    method: str
    path: str
    summary: str
    says: str
    parameters: list[Described]
    fields: list[Described]
    answers: list[tuple[str, str]]


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for machines."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The description for people: addresses, parameters, errors."""
    return render(request, "api/docs.html", {"operations": list(operations()), "errors": errors()})


def described() -> Described:
    """The OpenAPI document; failures are problems, not plain JSON."""
    return _described(get_language())


@cache
def _described(language: str | None) -> Described:
    """Written once a language: its summaries are translated."""
    from kaifang.site.api.urls import api

    schema: Described = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    for path in schema["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= FIRST_FAILURE and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
            operation["summary"] = str(operation["summary"])
    return schema


def errors() -> list[tuple[str, Text]]:
    """Every code of the programme with its sentence, the parameters as they stand."""
    found = {code: entry["says"] for code, entry in catalogue().items() if code.startswith(OURS)}
    return [(code, Text(says["zh"], says["en"])) for code, says in sorted(found.items())]


def operations() -> Iterator[Operation]:
    """All addresses in their order, their parameters in one line each."""
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method.upper(),
                path,
                str(operation["summary"]),
                operation.get("description", ""),
                [_parameter(one) for one in operation.get("parameters", [])],
                list(_fields(operation.get("requestBody"))),
                [
                    (status, " · ".join(answer.get("content", {})))
                    for status, answer in sorted(operation["responses"].items())
                ],
            )


def _fields(body: Described | None) -> Iterator[Described]:
    """The fields of a body, told like parameters; its place is its media type."""
    for media_type, told in (body or {}).get("content", {}).items():
        schema = _resolved(told["schema"])
        needed = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            one = {"name": name, "in": media_type, "required": name in needed, "schema": field}
            yield _parameter(one)


def _resolved(schema: Described) -> Described:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Described = described()["components"]["schemas"][name] if name else schema
    return found


def _parameter(one: Described) -> Described:
    schema = one["schema"]
    kinds = schema.get("enum") or [_kind(each) for each in schema.get("anyOf", [schema])]
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "kind": " | ".join(str(kind) for kind in kinds if kind),
        "default": schema.get("default"),
        "says": schema.get("description", ""),
    }


def _kind(schema: Described) -> str:
    """A kind in a word; what stands in the components by its name there."""
    inner = schema.get("items") or schema.get("additionalProperties")
    kind = schema.get("$ref", "").rpartition("/")[2] or schema.get("format") or schema.get("type")
    return f"{kind} of {_kind(inner)}" if isinstance(inner, dict) else str(kind or "")
