"""Commands and groups whose help comes from the catalogue, in the language being spoken."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kaifang.cli.edge import UnknownCommand, run
from kaifang.cli.tables import GAP, padded, width, wrapped
from kaifang.cli.voice import word
from kaifang.core.errors import nearest
from kaifang.core.messages import catalogue

Rows = list[tuple[str, str]]


class Command(TyperCommand):
    """A command; `cli.GROUP.NAME` of the catalogue says what it does."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(help_lines(ctx))


class Group(TyperGroup):
    """A group of commands; the outermost is the process edge."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(help_lines(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            raise UnknownCommand(found=args[0], near=nearest(args[0], known) or known)
        return super().resolve_command(ctx, args)

    def main(self, args: Any = None, *_: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        extra["prog_name"] = "kaifang"

        def parse(words: list[str]) -> Any:
            return super(Group, self).main(words, standalone_mode=False, **extra)

        return run(parse, args, standalone_mode)


class App(typer.Typer):
    """A Typer application made of our commands and groups."""

    def __init__(self, group: type[Group] = Group, **settings: Any) -> None:
        super().__init__(
            cls=group,
            rich_markup_mode=None,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, cls=Command, **settings)


def key_of(ctx: Any) -> str:
    """The catalogue key of the command of a context: `cli.pack.lint`.

    The way there is told by the names of the commands, without the program's own.
    """
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name)
        ctx = ctx.parent
    return ".".join(["cli", *names])


def parameter_key(command: str, name: str) -> str:
    """The key of a parameter: its own at the command, else the one all commands share."""
    own = f"{command}.{name}"
    return own if own in catalogue() else f"cli.any.{name}"


def help_lines(ctx: Any, columns: int | None = None) -> Iterator[str]:
    """The help page: usage, what the command does, its commands, arguments and options."""
    columns = columns or min(shutil.get_terminal_size().columns, 100)
    key = key_of(ctx)
    yield f"{word('cli.usage')}{usage(ctx)}"
    yield ""
    yield from wrapped(word(key), columns)
    for title, rows in sections(ctx):
        yield from ("", word(title), *_rows(rows, columns))


def usage(ctx: Any) -> str:
    """The line that shows how the command is written."""
    arguments = [str(one.metavar) for one in _parameters(ctx, "argument")]
    tail = ["COMMAND"] if isinstance(ctx.command, Group) else arguments
    return " ".join([ctx.command_path, "[OPTIONS]", *tail])


def sections(ctx: Any) -> Iterator[tuple[str, Rows]]:
    """The lists of a help page: what may be written, and what it means."""
    key = key_of(ctx)
    if isinstance(ctx.command, Group):
        names = ctx.command.list_commands(ctx)
        yield "cli.commands", [(name, word(f"{key}.{name}")) for name in names]
    for title, kind in (("cli.arguments", "argument"), ("cli.options", "option")):
        found = _parameters(ctx, kind)
        if found:
            yield title, [(_written(one), word(parameter_key(key, one.name))) for one in found]


def _parameters(ctx: Any, kind: str) -> list[Any]:
    return [one for one in ctx.command.get_params(ctx) if one.param_type_name == kind]


def _written(parameter: Any) -> str:
    """How a parameter is written; those that take a value name it by their metavar."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    names = ", ".join(parameter.opts)
    return f"{names} {parameter.metavar}" if parameter.metavar else names


def _rows(rows: Rows, columns: int) -> Iterator[str]:
    first = min(max(width(left) for left, _ in rows), 30)
    for left, right in rows:
        lines = wrapped(right, max(20, columns - first - 2 * len(GAP)))
        if width(left) > first:
            yield GAP + left
            left = ""
        for line in lines:
            yield f"{GAP}{padded(left, first)}{GAP}{line}".rstrip()
            left = ""
