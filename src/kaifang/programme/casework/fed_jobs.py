"""Feed registers as their cases change: a job for each batch of events, and all of them every day.

A job counts the whole register and writes in the transaction that marks it as done: killed in the
middle it has written nothing, and is done again. Once a day everything is counted, for a month
ends also where nothing happens.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law, load
from kaifang.packs.loading import UnknownPack
from kaifang.programme.casework.feeding import feed_register, feeding_processes
from kaifang.programme.opening import Programme
from kaifang.programme.shelf import installed
from kaifang.store import jobs
from kaifang.store.events.bodies import EventContent
from kaifang.store.jobs import Lease
from kaifang.store.models import Job
from kaifang.store.writing import one_writer

FEED = "feed"
_log = logging.getLogger(__name__)


class _LeaseLost(Exception):
    """Counting took longer than the lease: another worker has it, and this one's work is undone."""


def ask_to_feed(law: Law, process: str, batch: int | None) -> None:
    """Ask for a register to be counted after a batch of its events, where it feeds anything.

    In the transaction that recorded them, if there is one; else what a kill lets slip in between
    is counted at the end of the day.
    """
    if batch is not None:
        _ask(law, process, str(batch))


def ask_after(law: Law, fresh: Sequence[EventContent]) -> None:
    """Ask for the registers of new events to be counted, in the transaction that records them."""
    firsts = {one.process: one.hash.hex() for one in reversed(fresh)}
    for process, first in firsts.items():
        _ask(law, process, first)


def _ask(law: Law, process: str, stamp: str) -> None:
    declared = law.processes.get(process)
    if declared is not None and declared.feeds:
        payload = {"pack": law.id, "process": process}
        with transaction.atomic():
            jobs.enqueue(FEED, payload, f"{FEED}:{law.id}:{process}:{stamp}")


def feed_asked(held: Lease, now: datetime) -> None:
    """Count one register and mark the job as done, both or neither. Raises: _LeaseLost."""
    pack, process = held.payload["pack"], held.payload["process"]
    try:
        law = load(pack)
    except UnknownPack:
        jobs.stop(held, f"no pack {pack}")
        return
    if process not in {one.id for one in feeding_processes(law)}:
        jobs.stop(held, f"{process} feeds nothing in {pack}")
        return
    with one_writer():
        if not _asked_again(held):
            feed_register(Programme.of(law), process, day=_day(law, now))
        if not jobs.finish(held):
            raise _LeaseLost(held.key)


def feed_all(day: date) -> None:
    """Count every register of every programme that the store holds; a tick calls it each day.

    One that cannot be counted keeps no other from being counted.
    """
    for volume in installed():
        try:
            law = load(volume.id)
        except UnknownPack:  # installed once, and no longer among the packs of this machine
            continue
        for process in feeding_processes(law):
            try:
                feed_register(Programme.of(law), process.id, day=law.head.today or day)
            except KaifangError as refusal:
                _log.error("register %s of %s was not counted: %s", process.id, law.id, refusal)


def _day(law: Law, now: datetime) -> date:
    return law.head.today or now.astimezone(ZoneInfo(law.head.zone)).date()


def _asked_again(held: Lease) -> bool:
    """Whether a later job waits for the same register: that one counts for both."""
    waiting = Job.objects.filter(kind=FEED, state=Job.State.WAITING, id__gt=held.job)
    return waiting.filter(payload=dict(held.payload)).exists()
