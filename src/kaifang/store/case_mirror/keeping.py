"""Keep the mirror: in memory by process, on disk now and then; only what is new is read.

The table of events is the truth. What lies on disk is lost, damaged or of another store without
harm: it is made anew.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaifang.cases.logs import EventLog
from kaifang.store.case_mirror.arrays import CodedEvents, EventRow
from kaifang.store.case_mirror.cuts import WHOLE, Cut
from kaifang.store.case_mirror.cutting import log_cut
from kaifang.store.case_mirror.logs import log_continued, log_of_coded
from kaifang.store.case_mirror.parts import EventManifest, folder_of, load_part, write_part
from kaifang.store.case_mirror.scanning import scan
from kaifang.store.errors import MirrorDamaged, MirrorUnwritable
from kaifang.store.events.marks import EventMark
from kaifang.store.home import locked

# So many events that are not on disk, and reading them costs more than writing them.
MOST_FRESH_EVENTS = 50_000
# A cut of five million events takes some 60 MB.
MOST_CUTS = 4


@dataclass(slots=True)
class _Loaded:
    """A process in memory: its events up to `mark`, and the logs made of them by their order.

    Beside a log stands of how many events it was made.
    """

    mark: EventMark
    coded: CodedEvents
    on_disk: int = 0
    logs: dict[tuple[str, ...], tuple[int, EventLog]] = field(default_factory=dict)
    cuts: OrderedDict[tuple[tuple[str, ...], Cut], tuple[int, EventLog]] = field(
        default_factory=OrderedDict
    )
    latest: int = -sys.maxsize  # the time of the event that occurred last, in microseconds

    def extend(self, rows: Iterable[EventRow]) -> None:
        """Set rows behind those that are here."""
        since = len(self.coded)
        self.coded.extend(rows)
        fresh = self.coded.columns["microseconds"][since:]
        self.latest = max(self.latest, int(fresh.max(initial=self.latest)))

    def log_cut(self, process: str, order: tuple[str, ...], cut: Cut) -> EventLog:
        """The log of a cut; one that nothing was added to since is the same object."""
        if cut.reaches(self.latest):
            cut = replace(cut, occurred_by=None)
        if cut == WHOLE:
            return self.log(process, order)
        count, found = self.cuts.pop((order, cut), (0, None))
        if found is None or cut.recorded(self.coded.columns["number"][count:]).any():
            found = log_cut(self.log(process, order), self.coded, process, order, cut)
        self.cuts[order, cut] = len(self.coded), found
        while len(self.cuts) > MOST_CUTS:
            self.cuts.popitem(last=False)
        return found

    def log(self, process: str, order: tuple[str, ...]) -> EventLog:
        """The log of all events; one made of fewer is continued."""
        count, found = self.logs.get(order, (0, None))
        if found is None:
            found = log_of_coded(self.coded, process, order)
        elif count < len(self.coded):
            found = log_continued(found, count, self.coded, process, order)
        self.logs[order] = len(self.coded), found
        return found


_loaded: dict[str, _Loaded] = {}
_loading = threading.Lock()


def log(process: str, order: Sequence[str] = (), cut: Cut = WHOLE) -> EventLog:
    """The event log of a process, all of it or a cut: the same object until something is recorded.

    What is new of the process is read and set behind what is in memory; corrections show as
    corrected. `order` says which activity comes first among equal times. Attributes are the
    organisation of the event (`org`) and the plain values of its data, of the first event of the
    case that tells them; one with more than 100,000 different values is left out.
    """
    with _loading:
        return _current(process).log_cut(process, tuple(order), cut)


def rebuild(process: str) -> int:
    """Forget what is on disk and in memory, and read all events anew; return how many.

    Raises: MirrorUnwritable.
    """
    with _loading:
        _loaded.pop(process, None)
        with _writing(process) as folder:
            EventManifest().write(folder)
        held = _current(process)
        _save(process, held)
        return len(held.coded)


def _current(process: str) -> _Loaded:
    latest = EventMark.latest()
    held = _loaded.get(process)
    if held is not None and held.mark == latest:
        return held
    if held is None or not held.mark.is_in_store():
        held = _from_disk(process)
    held.extend(scan(process, held.mark.last_event, latest.last_event))
    held.mark = latest
    _loaded[process] = held
    if len(held.coded) - held.on_disk > MOST_FRESH_EVENTS:
        with suppress(MirrorUnwritable):
            _save(process, held)
    return held


def _from_disk(process: str) -> _Loaded:
    """Read the parts; damaged ones, and those that another process takes away, count as none."""
    try:
        folder = folder_of(process)
        manifest = EventManifest.read(folder)
        if manifest.parts:
            coded = load_part(manifest.parts[0], folder)
            held = _Loaded(manifest.mark, coded, len(coded))
            held.latest = int(coded.columns["microseconds"].max(initial=held.latest))
            return held
    except (MirrorDamaged, OSError):
        pass
    return _Loaded(EventMark(), CodedEvents())


def _save(process: str, held: _Loaded) -> None:
    """Write a process as one part, unless another process has written more of it already."""
    with _writing(process) as folder:
        before = EventManifest.read(folder)
        if before.mark.last_event < held.mark.last_event:
            part = write_part(held.coded, folder)
            EventManifest(held.mark, (part,)).write(folder)
            _sweep(folder, {part.file, *(one.file for one in before.parts)})
    held.on_disk = len(held.coded)


@contextmanager
def _writing(process: str) -> Iterator[Path]:
    try:
        folder = folder_of(process)
        with locked(folder / "lock"):
            yield folder
    except OSError as refusal:
        raise MirrorUnwritable(why=refusal.strerror or str(refusal)) from refusal


def _sweep(folder: Path, kept: set[str]) -> None:
    """Remove what no reader can be using: neither the part of now nor that of just before."""
    for path in [*folder.glob("*.npz"), *folder.glob("*.new")]:
        if path.name not in kept:
            with suppress(OSError):
                path.unlink()
