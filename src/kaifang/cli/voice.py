"""How the command line speaks: in one language, errors in both; tables to people, JSON to programs."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import typer

from kaifang.cli.tables import table
from kaifang.core.bilingual import Lang, Text
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.messages import message

T = TypeVar("T")
_lang: ContextVar[Lang] = ContextVar("lang", default="zh")


def chosen_lang(environment: Mapping[str, str] = os.environ) -> Lang:
    """The language of the environment: KAIFANG_LANG, else English where LANG begins with en."""
    asked = environment.get("KAIFANG_LANG") or environment.get("LANG", "")
    return "en" if asked.lower().startswith("en") else "zh"


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Speak one language for a while."""
    token = _lang.set(lang)
    try:
        yield
    finally:
        _lang.reset(token)


def lang() -> Lang:
    """The language being spoken."""
    return _lang.get()


def word(key: str, **params: object) -> str:
    """A text of the catalogue in the language being spoken."""
    return message(key, **params).in_(lang())


def say(text: str | Text = "") -> None:
    """Print a line for the user."""
    typer.echo(text.in_(lang()) if isinstance(text, Text) else text)


def complain(error: KaifangError) -> None:
    """Print an error on the error stream: in the language being spoken, then in the other."""
    for line in error.lines(lang()):
        typer.echo(line, err=True)


def show_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Print a table under heads from the catalogue; on a terminal it is cut to fit."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table([word(head) for head in heads], rows, right=right, columns=columns):
        say(line)


def show_json(value: Any) -> None:
    """Print JSON that people can read too."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def error_json(error: KaifangError) -> dict[str, Any]:
    """An error as plain values, its texts in the language being spoken."""
    return {
        "code": error.code,
        "where": error.where or None,
        "says": error.says.in_(lang()),
        "remedy": error.remedy.in_(lang()),
        "near": list(error.near),
        "errors": [error_json(one) for one in getattr(error, "errors", ())],
    }


def each(errors: Iterable[KaifangError]) -> Iterator[KaifangError]:
    """The single errors, with those that tell several taken apart."""
    for error in errors:
        if isinstance(error, SeveralErrors):
            yield from each(error.errors)
        else:
            yield error


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """Go through items with a bar on the error stream; silent where nobody watches."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with typer.progressbar(items, label=word(label), file=sys.stderr) as bar:
        yield from bar
