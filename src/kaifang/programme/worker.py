"""Worker 作业进程: does the jobs of the store, one at a time, until it is told to stop.

A supervisor restarts it; what it was doing when it died is done again when the lease runs out.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from kaifang.programme.casework.fed_jobs import FEED, feed_asked
from kaifang.programme.clearance.looking import FolderLook
from kaifang.programme.clearance.receiving import RECEIVE, receive
from kaifang.programme.heartbeat import Heartbeat
from kaifang.programme.messages.posting import DELIVER
from kaifang.programme.messages.sending import deliver
from kaifang.programme.ticks import TICK, TICKS, Clockwork, Tick
from kaifang.store import jobs
from kaifang.store.jobs import Lease

Handler = Callable[[Lease, datetime], None]
HANDLERS: Mapping[str, Handler] = {DELIVER: deliver, FEED: feed_asked, RECEIVE: receive}
IDLE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Worker:
    """Takes jobs and hands each to the handler of its kind, which also says what became of it."""

    def __init__(
        self,
        handlers: Mapping[str, Handler] = HANDLERS,
        clock: Callable[[], datetime] = timezone.now,
        ticks: Mapping[str, Tick] = TICKS,
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._clockwork = Clockwork(ticks)
        self._handlers = {TICK: self._clockwork.do, **handlers}
        self._clock = clock
        self._heart = Heartbeat()
        self._folder = FolderLook()
        self._stopping = False

    def stop(self) -> None:
        """End after the job at hand; a handler of signals may call it."""
        self._stopping = True

    def run(self, *, once: bool = False) -> int:
        """Work until told to stop, or `once` through all that is due; return how many jobs."""
        done = 0
        while not self._stopping:
            self._heart.beat()
            self._clockwork.ask(self._clock())
            self._folder.look(time.monotonic(), self._clock())
            if self.step():
                done += 1
            elif once:
                break
            else:
                time.sleep(IDLE_SECONDS)
                close_old_connections()
        return done

    def step(self) -> bool:
        """Do one job if one is due."""
        held = jobs.lease(self.name, self._clock())
        if held is None:
            return False
        try:
            self._handlers[held.kind](held, self._clock())
        except Exception as fault:  # noqa: BLE001 - the edge of a job: the next one is done all the same
            _log.exception("job %s", held.job)
            jobs.fail(held, f"{type(fault).__name__}: {fault}", held.retry_at(self._clock()))
        return True
