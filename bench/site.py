"""Fifty people at work on a site with a million facts: what a click takes.

Each clicks, waits five seconds and clicks again, through the main pages, signed in. The site is
`kaifang serve` as it comes, beside this process on the same machine. Budget: 95 of 100 clicks
within 200 ms. Run: python bench/site.py [--sqlite | --postgresql] [FACTS PEOPLE SECONDS]
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from kaifang.core.observation import Observation

BUDGET_MS, PAUSE = 200, 5.0
WARMING = 10.0  # so long the site opens its threads and connections: told apart
ZONE_FORM = "/forms/demo.zones.quarter/demo.zone.shiyuan-etdz/2023-Q2/"
PAGES = {
    "today": "/",
    "board": "/board/",
    "indicator": "/indicators/trade.total/",
    "organisation": "/orgs/demo.shiyuan/",
    "target": "/targets/trade.total.2023/",
    "document": "/documents/demo-plan-2023/",
    "dispatch table": "/dispatch/",
    "forms": "/forms/",
    "one form": ZONE_FORM,
    "tasks under way": "/worklist/",
}
NAMES = ("demo.division", "demo.reviewer", "demo.city", "demo.zone", "demo.leader")


@dataclass(frozen=True, slots=True)
class Click:
    """One page asked for, and how long it took to come whole."""

    page: str
    ms: float
    status: int
    at: float


def facts(count: int) -> Iterator[Observation]:
    """Twenty years of what the demo's law knows, then of other indicators that share the store."""
    from kaifang.packs.law import load

    law = load("demo")
    own = [(one.id, one.unit.code) for one in law.indicators.values()]
    orgs = [one.id for one in law.orgs]
    others = [(f"other.{n:03}", "亿元") for n in range(400)]
    return islice(
        (one for few, start, years in ((own, 2000, 20), (others, 2015, 8))
         for one in histories(few, orgs, start, years)),
        count,
    )  # fmt: skip


def histories(
    indicators: list[tuple[str, str]], orgs: list[str], start: int, years: int
) -> Iterator[Observation]:
    """To-date values month by month, each announced on the 18th of the month after."""
    from kaifang.core.observation import Observation
    from kaifang.core.period import Period
    from kaifang.core.statement import Authority

    periods = [Period.to_date(start + n // 12, n % 12 + 1) for n in range(years * 12)]
    days = [date(one.end.year + one.end.month // 12, one.end.month % 12 + 1, 18) for one in periods]
    dice = random.Random(2022)
    for indicator, unit in indicators:
        for org in orgs:
            for period, day in zip(periods, days, strict=True):
                value = Decimal(dice.randrange(100, 10_000_000)).scaleb(-2)
                yield Observation(
                    indicator=indicator, org=org, period=period, value=value, unit=unit,
                    authority=Authority.DEMO, source="演示", announced=day,
                )  # fmt: skip


def fill(home: Path, url: str, count: int) -> dict[str, str]:
    """The demo in a quarter under way and so many facts; gives the people and their passwords."""
    from kaifang.programme.setting_up import ensure_installed, ready_store

    ready_store(home, url)
    from kaifang.packs.law import load
    from kaifang.programme.demo.following import run_dispatch
    from kaifang.programme.demo.people import make_people
    from kaifang.programme.demo.quarter import run_quarter
    from kaifang.programme.demo.recording import record_demo
    from kaifang.programme.opening import Programme
    from kaifang.store import mirror
    from kaifang.store.models import Batch, Record
    from kaifang.store.observations import append

    begun = time.perf_counter()
    ensure_installed(load("demo"))
    record_demo()
    programme = Programme.of(load("demo"))
    run_quarter(programme)
    run_dispatch(programme)
    waiting = facts(count - Record.objects.count())
    while part := list(islice(waiting, 120_000)):
        append(part, kind=Batch.Kind("demo"), reason="bench")
    mirror.refresh()
    seconds = time.perf_counter() - begun
    print(f"{Record.objects.count():,} facts recorded in {seconds:.0f} s", flush=True)
    return {one.name: one.password for one in make_people()}


def browse(client: httpx.Client, seed: int, until: float) -> list[Click]:
    """Click, wait, click again; the first click comes at some moment of the first pause."""
    dice = random.Random(seed)
    time.sleep(dice.uniform(0, PAUSE))
    found = []
    while time.perf_counter() < until:
        found.append(click(client, dice.choice(list(PAGES))))
        time.sleep(PAUSE)
    return found


def click(client: httpx.Client, page: str) -> Click:
    begun = time.perf_counter()
    status = client.get(PAGES[page]).status_code
    return Click(page, (time.perf_counter() - begun) * 1000, status, begun)


def show(clicks: list[Click], title: str) -> float:
    """Print a table of the pages and the whole; gives the 95th percentile of the whole."""
    print(f"{title:<18}{'clicks':>8}{'p50':>8}{'p95':>8}{'max':>8}  ms")
    for page in PAGES:
        own = [one.ms for one in clicks if one.page == page]
        if own:
            row(page, own)
    whole = [one.ms for one in clicks]
    row("all", whole)
    wrong = [one for one in clicks if one.status != 200]
    print(f"answers that were not 200: {len(wrong)}", *sorted({one.page for one in wrong}))
    return percentile(whole)


def row(name: str, ms: list[float]) -> None:
    print(
        f"{name:<18}{len(ms):>8}{statistics.median(ms):>8.0f}{percentile(ms):>8.0f}{max(ms):>8.0f}"
    )


def percentile(ms: list[float]) -> float:
    return sorted(ms)[min(len(ms) - 1, int(len(ms) * 0.95))]


def run(home: Path, url: str, words: list[str]) -> None:
    """Fill a store, serve it, let people click through it, print."""
    from bench.serving.site import cpu_of, served, signed_in

    count, people, seconds = map(int, words or ("1000000", "50", "75"))
    passwords = fill(home, url, count)
    with served(home, url) as (address, server):
        names = [NAMES[n % len(NAMES)] for n in range(people)]
        clients = [signed_in(address, name, passwords[name]) for name in names]
        show([click(clients[0], page) for page in PAGES], "the first time")
        show([click(clients[0], page) for page in PAGES], "alone")
        before = cpu_of(server)
        begun = time.perf_counter()
        until = begun + WARMING + seconds
        with ThreadPoolExecutor(people) as pool:
            found = list(pool.map(browse, clients, range(people), [until] * people))
        used = cpu_of(server) - before
        load = os.getloadavg()[0]
        clicks = [one for some in found for one in some]
        show([one for one in clicks if one.at < begun + WARMING], f"first {WARMING:.0f} s")
        p95 = show([one for one in clicks if one.at >= begun + WARMING], f"{people} people")
    each = used * 1000 / len(clicks)
    print(f"the site used {used:.0f} CPU s in {WARMING + seconds:.0f} s, {each:.0f} ms a click")
    print(f"{os.cpu_count()} cores, load of the machine {load:.1f}")
    print(f"95th percentile {p95:.0f} ms (budget {BUDGET_MS} ms)", flush=True)


if __name__ == "__main__":
    if not __package__:  # run as a file: take the root of the repository for the imports
        own = [sys.executable, "-m", "bench.site", *sys.argv[1:]]
        sys.exit(subprocess.call(own, cwd=Path(__file__).parents[1]))
    from bench.serving.databases import run_on_each

    run_on_each("bench.site", sys.argv[1:], run)
