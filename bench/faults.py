"""Kill the importing, collecting, reviewing and sending processes, and look at the store each time.

After every SIGKILL, at an instant drawn from a seed: no half state, nothing that was acknowledged
is lost, nothing is there twice. It is a fault run, not a measurement of speed.
Run: python bench/faults.py [--kills 200] [--seed 2022] [--sqlite | --postgresql]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
LATEST = 0.9  # seconds from the first act to the kill
NOTES = 25  # posted before a sender goes to work

if TYPE_CHECKING:
    from bench.killing.judging import Judge
    from bench.killing.working import House, Work

Table = dict[str, Counter[str]]


def kill(kills: int, seed: int = 2022) -> Table:
    """Kill so often, by turns, on the store that is open; tell the outcomes of each kind.

    Raises: AssertionError with the first thing that is wrong.
    """
    from bench.killing.judging import Judge, doubled
    from bench.killing.receiving import receiving
    from bench.killing.working import WORK

    with tempfile.TemporaryDirectory() as name, receiving(Path(name)) as receiver:
        house = prepared(Path(name), receiver.url)
        judge, table = Judge(receiver), {kind: Counter[str]() for kind in WORK}
        dice = random.Random(seed)
        for round in range(kills):
            kind = list(WORK)[round % len(WORK)]
            outcome = killed(house, judge, WORK[kind], round, dice.uniform(0, LATEST))
            table[kind][outcome] += 1
        finish(judge, kills)
        assert doubled() == 0
    table["acts acknowledged"] = Counter(act.kind for act in judge.acked)
    return table


def prepared(folder: Path, url: str) -> House:
    """The programmes installed, the hook subscribed, the workbooks filled in."""
    from dataclasses import replace

    from bench.killing.working import House, made_books
    from kaifang.packs.law import load
    from kaifang.programme.messages.subscribing import subscribe
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

    subscribe(Actor("1", "", solo=True), "webhook", url)
    house = House(folder, Programme.of(load("demo")), load("liaoning-2022"), {})
    return replace(house, books=made_books(house))


def killed(house: House, judge: Judge, work: Work, round: int, after: float) -> str:
    """Start a process, kill it at its work and judge what it left."""
    from django.db import connections

    from bench.killing.telling import Teller, story, wait_until_ready
    from bench.killing.working import sending

    if work is sending:
        post_notes(round)
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        run(house, work, Teller(writing), round)
    os.close(writing)
    wait_until_ready(reading)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself: see what it printed"
    return judge.judge(story(reading), sending=work is sending)


def run(house: House, work: Work, tell: Any, round: int) -> None:
    """Be the process that will be killed; whatever goes wrong before shows as an end of its own."""
    import traceback

    from kaifang.store import audit

    try:
        audit.head()  # connected
        tell.ready()
        work(house, tell, round)
    except BaseException:  # noqa: BLE001 - the edge of a process
        traceback.print_exc()
    os._exit(1)


def post_notes(round: int) -> None:
    """See that there is something to send."""
    from django.db import transaction

    from kaifang.core.bilingual import Text
    from kaifang.programme.messages.posting import post

    with transaction.atomic():
        for number in range(NOTES):
            post("note", Text("催报", "Late"), to_org="demo", key=f"{round}:{number}")


def finish(judge: Judge, round: int) -> None:
    """Let an undisturbed worker send the rest: every message arrives."""
    from datetime import timedelta

    from django.utils import timezone

    from bench.killing.telling import Story
    from kaifang.programme.worker import Worker
    from kaifang.store.models import Message

    ahead = timedelta(minutes=3 * (round + 2))
    Worker(ticks={}, clock=lambda: timezone.now() + ahead).run(once=True)
    judge.judge(Story((), None))
    received = {id for id, _ in judge.receiver.received()}
    assert received == set(Message.objects.values_list("id", flat=True))


def show(table: Table, seconds: float) -> None:
    from bench.killing.judging import OUTCOMES
    from kaifang.store.models import Batch, Message, Record, SubmissionEvent

    acts = table.pop("acts acknowledged")
    print(
        f"{'killed while it …':<20}" + "".join(f"{one:>20}" for one in OUTCOMES) + f"{'kills':>8}"
    )
    for kind, found in table.items():
        counts = "".join(f"{found[one]:>20}" for one in OUTCOMES)
        print(f"{kind:<20}{counts}{found.total():>8}")
    print(f"{sum(one.total() for one in table.values())} kills in {seconds:.0f} s")
    print("acts acknowledged:", ", ".join(f"{kind} {count}" for kind, count in acts.items()))
    kept = (Batch, Record, SubmissionEvent, Message)
    print("kept:", ", ".join(f"{one.__name__} {one.objects.count()}" for one in kept))
    print("no half state, nothing lost, nothing doubled")


def run_once(home: Path, url: str, words: list[str]) -> None:
    """Make a store that is thrown away, and kill on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2022)
    asked = parser.parse_args(words)
    os.environ["KAIFANG_HOOK_HOSTS"] = "http://127.0.0.0/8"
    from kaifang.programme.setting_up import ready_store

    ready_store(home, url)
    begun = time.perf_counter()
    table = kill(asked.kills, asked.seed)
    show(table, time.perf_counter() - begun)


if __name__ == "__main__":
    if not __package__:  # run as a file: take the root of the repository for the imports
        own = [sys.executable, "-m", "bench.faults", *sys.argv[1:]]
        sys.exit(subprocess.call(own, cwd=ROOT))
    from bench.serving.databases import run_on_each

    run_on_each("bench.faults", sys.argv[1:], run_once)
