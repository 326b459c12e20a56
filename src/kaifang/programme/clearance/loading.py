"""Load events: from files and folders, or in batches as a feed sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kaifang.cases.errors import LogUnreadable
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.event import GivenEvent
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.clearance.files import USUAL, FileWay, events_of, is_readable, sha256_of
from kaifang.programme.clearance.processes import expect_observed
from kaifang.programme.clearance.recording import record, reserved
from kaifang.programme.permitting import allowed
from kaifang.programme.rights import Act, Actor
from kaifang.store import events
from kaifang.store.events import Appended, BatchTooLarge

__all__ = ["BatchTooLarge", "FileLoaded", "load", "load_file", "send"]
AT_ONCE = 5_000
MOST_SENT, MOST_BYTES = 1_000, 5_000_000
# Told how many events a file holds, gives what is called with the count of each batch.
Watch = Callable[[int], Callable[[int], None]]


@dataclass(frozen=True, slots=True)
class FileLoaded:
    """What became of a file: the counts add up to the events it holds, or an error says why not."""

    name: str
    new: int = 0
    same: int = 0
    quarantined: int = 0
    error: KaifangError | None = None


def load(
    law: Law,
    path: Path,
    process: str,
    *,
    way: FileWay = USUAL,
    actor: Actor | None = None,
    watch: Watch = lambda _: lambda __: None,
) -> Iterator[FileLoaded]:
    """Load a file, or every file of a folder in the order of their names.

    A file is sound as a whole or nothing of it is recorded; the files beside it are loaded all
    the same. The same file again changes nothing, also when it was broken off halfway.

    Raises: NotAllowed, UnknownProcess, CommandNotFed; LogUnreadable where there is nothing to load.
    """
    who = allowed(actor, Act.IMPORT, law)
    expect_observed(law, process)
    return _load(law, _files_of(path), process, way, who, watch)


def load_file(
    law: Law,
    path: Path,
    process: str,
    *,
    way: FileWay = USUAL,
    actor: Actor | None = None,
    watch: Watch = lambda _: lambda __: None,
) -> FileLoaded:
    """Load one file. Raises: NotAllowed, UnknownProcess, CommandNotFed."""
    who = allowed(actor, Act.IMPORT, law)
    expect_observed(law, process)
    try:
        return _one(law, path, process, way, who, watch)
    except KaifangError as error:
        return FileLoaded(path.name, error=error)


def send(
    law: Law, process: str, given: Iterable[GivenEvent], *, actor: Actor, source_name: str = "api"
) -> Appended:
    """Record a batch of a feed, all or nothing.

    Raises: NotAllowed, UnknownProcess, CommandNotFed; BatchTooLarge, SeveralErrors with what is unsound.
    """
    who = allowed(actor, Act.IMPORT, law)
    expect_observed(law, process)
    batch = list(islice(given, MOST_SENT + 1))
    if len(batch) > MOST_SENT:
        raise BatchTooLarge(found=f"> {MOST_SENT}", expected=MOST_SENT)
    return record(law, batch, who, source_name)


def _load(
    law: Law, files: list[Path], process: str, way: FileWay, who: Actor, watch: Watch
) -> Iterator[FileLoaded]:
    for path in files:
        try:
            yield _one(law, path, process, way, who, watch)
        except KaifangError as error:
            yield FileLoaded(path.name, error=error)


def _one(law: Law, path: Path, process: str, way: FileWay, who: Actor, watch: Watch) -> FileLoaded:
    """Read a file twice: whether it is sound, then batch by batch into the store."""
    tell = watch(_checked(law, events_of(path, process, way), path))
    given_by = f"{path.name} sha256:{sha256_of(path)}"
    new = same = quarantined = 0
    for batch in _batches(events_of(path, process, way)):
        done = record(law, batch, who, given_by)
        new, same = new + done.new, same + done.same
        quarantined += done.quarantined
        tell(len(batch))
    return FileLoaded(path.name, new, same, quarantined)


def _checked(law: Law, given: Iterator[GivenEvent], path: Path) -> int:
    """Count the events of a file. Raises: SeveralErrors with the first that are unsound."""
    count = 0
    for batch in _batches(given):
        if wrong := [*reserved(law, batch), *events.flaws(batch)]:
            raise SeveralErrors(wrong)
        count += len(batch)
    if not count:
        raise LogUnreadable.at(str(path), why=message("cases.empty"))
    return count


def _batches(given: Iterator[GivenEvent]) -> Iterator[list[GivenEvent]]:
    while batch := list(islice(given, AT_ONCE)):
        yield batch


def _files_of(path: Path) -> list[Path]:
    """The file, or those of a folder. Raises: LogUnreadable where there is none."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.iterdir() if is_readable(one))
    if not found:
        raise LogUnreadable.at(str(path), why=message("cases.no_file"))
    return found
