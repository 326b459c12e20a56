"""Every page that takes a POST, by everybody: found in the addresses, told by hand what may be."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import CodeType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from kaifang.programme.messages.addresses import AllowList
from kaifang.store.models import AuditEntry, Message, MessageRead, User
from tests.site.api.province import PDF, Store, clients, furnished, submitted
from tests.site.posts_table import BEFORE_THE_DOOR, POSTS

DONE, LOGIN = 302, "/people/login/"
SHORT = {401: "1", 403: "3", 404: "9"}


def views(patterns: list[Any], path: str = "", space: str = "") -> Iterator[tuple[str, Any]]:
    """Every page by its name; the API has a table of its own."""
    for one in patterns:
        where = path + str(one.pattern)
        if where.startswith("api/"):
            continue
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from views(one.url_patterns, where, inner)
        else:
            yield f"{space}{one.name or where}", one.callback


def takes_posts(view: Any) -> bool:
    """Whether a view, or what it calls in its own file, looks at what was posted."""
    if kind := getattr(view, "view_class", None):
        return hasattr(kind, "post")
    first = inspect.unwrap(view)
    if "@require_POST" in inspect.getsource(first):
        return True
    seen: set[Callable[..., Any]] = set()
    left = [first]
    while left:
        function = left.pop()
        seen.add(function)
        names = [name for code in _codes(function.__code__) for name in code.co_names]
        said = [one for code in _codes(function.__code__) for one in code.co_consts]
        if "POST" in names or "FILES" in names or "POST" in said:
            return True
        found = [function.__globals__.get(name) for name in names]
        left += [one for one in found if inspect.isfunction(one) and one not in seen
                 and one.__module__ == function.__module__]  # fmt: skip
    return False


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if inspect.iscode(one):
            yield from _codes(one)


def test_every_page_that_takes_a_post_stands_in_the_table() -> None:
    found = {name for name, view in views(get_resolver().url_patterns) if takes_posts(view)}
    assert found == {*POSTS, *BEFORE_THE_DOOR}


@pytest.fixture
def store(settings, tmp_path, demo) -> Store:
    settings.SOLO, settings.HOME, settings.SECOND_FACTOR = False, tmp_path, "optional"
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")
    made = furnished()
    made.names["work"] = made.names["task.open"]
    made.names["person"] = str(User.objects.create_user("novice").pk)
    return made


def test_everybody_changes_what_the_table_says_and_nothing_else(store: Store) -> None:
    people = {name: one for name, one in clients().items() if not name.startswith("token")}
    wrong = []
    for view, (path, data, expected) in POSTS.items():
        found = _row(store, people, view, path, data)
        if found != expected.replace(" ", ""):
            wrong.append(f"{view}: {found}, not {expected.replace(' ', '')}")
    assert not wrong, "\n".join(wrong)


def _row(
    store: Store, people: dict[str, Client], view: str, path: str, data: dict[str, Any]
) -> str:
    digits = ""
    with transaction.atomic():
        if view == "filling:signed":
            submitted(store)
        for client in people.values():
            with transaction.atomic():
                digits += _posted(client, path.format(**store.names), data)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return digits


def _posted(client: Client, address: str, data: dict[str, Any]) -> str:
    """Post, and tell by what the store says whether anything was done.

    The login stays as it was, for a new one would be undone with the rest.
    """
    before, cookies = _written(), deepcopy(client.cookies)
    files = {name: SimpleUploadedFile("签章.pdf", one) for name, one in data.items() if one == PDF}
    answer = client.post(address, {**data, **files})
    client.cookies = cookies
    if _written() != before:
        return "2"
    if answer.status_code == DONE and answer["Location"].startswith(LOGIN):
        return "1"
    return SHORT.get(answer.status_code, "4" if answer.status_code < 500 else "X")


def _written() -> tuple[int, ...]:
    return tuple(kind.objects.count() for kind in (AuditEntry, Message, MessageRead))
