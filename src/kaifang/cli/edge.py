"""The process edge: options that stand anywhere, errors in two languages, exit codes.

0 done; 1 refused, or findings; 2 written wrongly; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import typer

from kaifang.cli.voice import chosen_lang, complain, speaking
from kaifang.core.bilingual import LANGUAGES, Text, same
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message

Parse = Callable[[list[str]], Any]
INTERRUPTED = 130
# The parser's own base of "written wrongly"; Typer does not export it under a name.
UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])


class WrongUsage(KaifangError):
    """The command is written in a way that cannot be read."""

    code = "KF-CLI-001"
    exit_code = 2


class UnknownCommand(WrongUsage):
    code = "KF-CLI-002"


class UnknownOption(WrongUsage):
    code = "KF-CLI-003"


class MissingWord(WrongUsage):
    code = "KF-CLI-004"


class BadWord(WrongUsage):
    code = "KF-CLI-005"


class FileRefused(KaifangError):
    """The system refuses a file: not there, no right, no room."""

    code = "KF-CLI-006"


class SettingRefused(KaifangError):
    """The environment holds a setting that the store cannot use."""

    code = "KF-CLI-008"


class Unexpected(KaifangError):
    """A fault of ours."""

    code = "KF-CLI-007"


def run(parse: Parse, args: list[str] | None, exits: bool) -> int:
    """Run one command line to its exit code, and leave the process if `exits`."""
    words = list(sys.argv[1:] if args is None else args)
    asked, rest = hoisted(words)
    if home := asked.get("--home"):
        os.environ["KAIFANG_HOME"] = home
    lang = asked.get("--lang", "")
    with speaking(chosen_lang({"KAIFANG_LANG": lang} if lang in LANGUAGES else os.environ)):
        code = _guarded(parse, lang, rest, debug="--debug" in asked)
    if exits:
        sys.exit(code)
    return code


_TAKE_A_VALUE = ("--lang", "--home")


def hoisted(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take --lang, --home and --debug out, wherever they stand.

    >>> hoisted(["pack", "lint", "--lang", "en", "a"])
    ({'--lang': 'en'}, ['pack', 'lint', 'a'])
    """
    asked: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
        elif name in _TAKE_A_VALUE and (equals or (following := next(waiting, None)) is not None):
            asked[name] = value if equals else str(following)
        elif word == "--debug":
            asked[word] = "1"
        else:
            rest.append(word)
    return asked, rest


def _guarded(parse: Parse, lang: str, words: list[str], *, debug: bool) -> int:
    try:
        if lang and lang not in LANGUAGES:
            raise BadWord(found="--lang", expected="zh | en")
        code = parse(words)
        return code if isinstance(code, int) else 0
    except KaifangError as error:
        complain(error)
        return getattr(error, "exit_code", 1)
    except UsageError as error:
        return _complain_of_usage(error)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        complain(_refused(error))
        return 1
    except Exception as error:  # noqa: BLE001 - the process edge
        return _complain_of_fault(error, debug)


def _refused(error: OSError) -> FileRefused:
    key = _REASONS.get(error.errno or 0)
    reason = message(key) if key else same(error.strerror or str(error))
    return FileRefused.at(str(error.filename or ""), found=reason)


_REASONS = {
    errno.ENOENT: "cli.file.missing",
    errno.EACCES: "cli.file.forbidden",
    errno.EPERM: "cli.file.forbidden",
    errno.EISDIR: "cli.file.is_folder",
    errno.ENOTDIR: "cli.file.is_no_folder",
    errno.EEXIST: "cli.file.exists",
    errno.ENOSPC: "cli.file.no_room",
}


def _complain_of_usage(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.message, err=True)
    else:
        complain(_in_our_words(error))
    return int(error.exit_code)


def _in_our_words(error: Any) -> WrongUsage:
    """The parser's complaint as one of ours."""
    parameter = getattr(error, "param", None)
    hint = parameter.get_error_hint().strip("'") if parameter else ""
    match type(error).__name__:
        case "NoSuchOption":
            return UnknownOption(found=error.option_name, near=sorted(error.possibilities or ()))
        case "MissingParameter":
            return MissingWord(found=hint or str(error))
        case "BadParameter":
            return BadWord(found=hint, expected=error.message)
    return WrongUsage(found=error.format_message())


def _complain_of_fault(error: Exception, debug: bool) -> int:
    complain(_setting_refused(error) or _recorded(error, debug))
    return 1


def _setting_refused(error: Exception) -> SettingRefused | None:
    """What settings refuse, told in two lines, Chinese and English; None for all else."""
    if type(error).__name__ != "SettingRefused":
        return None
    zh, _, en = str(error).partition("\n")
    return SettingRefused(found=Text(zh, en or zh))


def _recorded(error: Exception, debug: bool) -> Unexpected:
    """Write the traceback to the log (with --debug to the screen) and say where it is."""
    told = "".join(traceback.format_exception(error))
    if debug:
        typer.echo(told, err=True)
    first, *_ = str(error).splitlines() or [""]
    return Unexpected(found=f"{type(error).__name__}: {first[:120]}", expected=_logged(told))


def _logged(told: str) -> str:
    log = Path(os.environ.get("KAIFANG_HOME") or "~/.kaifang").expanduser() / "log" / "cli.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {told}\n")
    except OSError:
        return "--debug"
    return str(log)
