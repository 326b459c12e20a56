"""What operations answer: the failures they name, and the shapes that several share."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Schema

from kaifang.site.api.forms import Listing, Problem, Slice

Told = dict[str, Any]


class ActTold(Schema):
    """What an act on a form came to; `version` is what the next one expects."""

    version: int
    state: str
    level: str | None
    changed: int


# What may go wrong for whoever reads as a signed-in user, and for whoever changes something.
REFUSED = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem}
CLASHED = {**REFUSED, 409: Problem}
READ_LIST, READ_ONE = {200: Listing, **REFUSED}, {200: Told, **REFUSED}
WROTE, ACTED = {200: Told, **CLASHED}, {200: ActTold, **CLASHED}


def part_of(items: list[Told], total: int, part: Slice) -> Told:
    """A part of a list that was fetched by itself, and how long the whole is."""
    return {"items": items, "total": total, "limit": part.limit, "offset": part.offset}


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, never to be shown in place."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def file_answer(media_type: str) -> Told:
    """The part of the description of an operation that answers with a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}
