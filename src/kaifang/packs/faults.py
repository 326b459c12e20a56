"""What a schema refuses, told as errors of ours: file and line, both languages, nearest names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from kaifang.core.bilingual import Text, same
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.reading import Location, Source
from kaifang.packs.schema.base import Entry, InvalidScalar, Refused


class UnknownKey(KaifangError):
    code = "KF-PACK-006"


class MissingKey(KaifangError):
    code = "KF-PACK-007"


class MissingCitation(KaifangError):
    code = "KF-PACK-008"


class InvalidValue(KaifangError):
    code = "KF-PACK-009"


class WrongShape(KaifangError):
    code = "KF-PACK-024"


class Unsound(KaifangError):
    """Each value may stand, but not all of them together."""

    code = "KF-PACK-041"


def faults(
    model: type[Entry], error: ValidationError, source: Source, at: Location
) -> Iterator[KaifangError]:
    """Tell everything that pydantic found wrong with one entry of a file."""
    for one in _one_branch_each(error.errors(), source, at):
        yield _fault(model, one, source, at)


def wrong_shape(value: Any, expected: str, where: str) -> WrongShape:
    """Tell that a list, a mapping or a text was expected where something else stands."""
    kind = {dict: "mapping", list: "list", type(None): "nothing"}.get(type(value), "text")
    return WrongShape.at(where, found=_shape(kind), expected=_shape(expected))


def _shape(kind: str) -> Text:
    return message(f"pack.shape.{kind}")


def _fault(model: type[Entry], error: Any, source: Source, at: Location) -> KaifangError:
    where = source.where((*at, *error["loc"]))
    name = str(error["loc"][-1]) if error["loc"] else ""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, InvalidScalar):
        cause.error.where = where
        return cause.error
    if isinstance(cause, Refused) and isinstance(error["input"], dict):
        return Unsound.at(where, expected=cause.text)
    if error["type"] == "extra_forbidden":
        return UnknownKey.at(where, found=name, near=nearest(name, _keys(model)))
    if name == "cite" and (error["type"] == "missing" or not error["input"]):
        return MissingCitation.at(where)
    if error["type"] == "missing":
        return MissingKey.at(where, found=name)
    if error["type"] in _SHAPES:
        return wrong_shape(error["input"], _SHAPES[error["type"]], where)
    return _invalid_value(error, cause, where)


def _invalid_value(error: Any, cause: Exception | None, where: str) -> InvalidValue:
    found = _brief(error["input"])
    if isinstance(cause, Refused):
        return InvalidValue.at(where, found=found, expected=cause.text)
    context = error.get("ctx", {})
    if error["type"] in ("literal_error", "enum"):
        choices = re.findall(r"'([^']*)'", context["expected"])
        near = nearest(found, choices)
        return InvalidValue.at(where, found=found, expected=same(", ".join(choices)), near=near)
    if key := _EXPECTED.get(error["type"]):
        return InvalidValue.at(where, found=found, expected=message(key, **context))
    return InvalidValue.at(where, found=found, expected=same(error["msg"]))


_SHAPES = {
    "string_type": "text",
    "list_type": "list",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "is_instance_of": "text",
}
_EXPECTED = {
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "pack.expected.date",
    ),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "pack.expected.integer"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "pack.expected.boolean"),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "pack.expected.number"),
    "string_pattern_mismatch": "pack.expected.pattern",
    "string_too_short": "pack.expected.some_text",
    "string_too_long": "pack.expected.short_text",
    "too_short": "pack.expected.more_items",
    "too_long": "pack.expected.fewer_items",
    "greater_than_equal": "pack.expected.at_least",
    "less_than_equal": "pack.expected.at_most",
}


def _one_branch_each(errors: list[Any], source: Source, at: Location) -> list[Any]:
    """Where a value may be of two kinds, keep what is wrong with the kind that it is meant to be."""
    return [
        error
        for place, error in enumerate(errors)
        if not (
            error["type"] in _SHAPES
            and (*at, *error["loc"]) not in source.lines
            and any(_is_other_branch(other, error, errors[:place]) for other in errors)
        )
    ]


def _is_other_branch(other: Any, error: Any, before: list[Any]) -> bool:
    depth = len(error["loc"]) - 1
    beside = len(other["loc"]) > depth and other["loc"][:depth] == error["loc"][:depth]
    says_more = other["type"] not in _SHAPES or other in before
    return beside and other["loc"][depth] != error["loc"][depth] and says_more


def _keys(model: type[BaseModel]) -> set[str]:
    """Every key the model or one of its parts may have, for suggestions."""
    keys: set[str] = set()
    waiting, seen = [model], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        for name, info in one.model_fields.items():
            keys.add(info.alias or name)
            waiting += _models_in(info.annotation)
    return keys


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    arguments = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in _models_in(argument)]


def _brief(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
