"""Sixty forms of 300 cells, submitted at once by twenty clients over HTTP.

Every client has a token and three forms; all begin at one instant, against `kaifang serve` as it
comes, on the same machine. None may be refused, and the store must hold every cell once.
Run: python bench/submitting.py [--sqlite | --postgresql]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

CLIENTS, EACH, ROWS = 20, 3, 300
FORM, PERIOD = "big", "2023-06"
DEMO = "demo: true\ntoday: 2023-07-02\n"  # the form's last day lies in the past


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody with a token, and the organisations whose forms he fills in."""

    token: str
    orgs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one form: the status of the answer, and how long it took."""

    status: int
    ms: float
    text: str


def prepare(folder: Path, home: Path, url: str) -> list[Client]:
    """The pack installed, and one officer for every three organisations."""
    from bench.reporting import PACK, write_pack
    from kaifang.packs.law import load
    from kaifang.programme.setting_up import ensure_installed, ready_store

    os.environ["KAIFANG_PACKS"] = str(folder)
    write_pack(folder, CLIENTS * EACH, ROWS, PACK + DEMO)
    ready_store(home, url)
    law = load("bench")
    ensure_installed(law)
    orgs = law.forms[FORM].orgs
    return [client(n, tuple(orgs[n * EACH : (n + 1) * EACH])) for n in range(CLIENTS)]


def client(number: int, orgs: tuple[str, ...]) -> Client:
    from datetime import date

    from django.utils import timezone

    from kaifang.programme.people.actors import actor_of
    from kaifang.programme.people.tokens import make_token
    from kaifang.store.models import Post, User

    user = User.objects.create_user(f"officer{number}")
    for org in orgs:
        since = {"from_day": date(2023, 1, 1), "granted_at": timezone.now()}
        Post.objects.create(user=user, role="zone", org=org, **since)
    return Client(make_token(actor_of(user), user, "bench", "read_write").secret, orgs)


def submit(address: str, client: Client, start: threading.Barrier) -> list[Sent]:
    """Wait for the others, then submit one form after the other."""
    import httpx

    from bench.reporting import amount

    found = []
    heads = {"authorization": f"Bearer {client.token}"}
    with httpx.Client(base_url=address, headers=heads, timeout=120) as http:
        start.wait()
        for org in client.orgs:
            number = int(org[1:])
            cells = {f"i{n}:to_date": {"value": str(amount(number, n))} for n in range(ROWS)}
            path = f"/api/v1/packs/bench/forms/{FORM}/{org}/{PERIOD}/submit"
            begun = time.perf_counter()
            answer = http.post(path, json={"cells": cells, "expected_version": 0})
            ms = (time.perf_counter() - begun) * 1000
            found.append(Sent(answer.status_code, ms, answer.text))
    return found


def held() -> None:
    """Hold the store against what was sent: every form once, every cell as it was sent."""
    from bench.reporting import amount
    from kaifang.programme.reporting.history import SUBMITTED, filled
    from kaifang.store import audit
    from kaifang.store.models import Submission

    rows = list(Submission.objects.all())
    assert len(rows) == CLIENTS * EACH, len(rows)
    for row in rows:
        sheet = filled(row)
        assert (sheet.state, sheet.version, len(sheet.values)) == (SUBMITTED, 1, ROWS)
        number = int(row.org[1:])
        for key, one in sheet.values.items():
            assert one.value == amount(number, int(key.partition(":")[0][1:])), (row, key)
    assert audit.verify() == []


def run(home: Path, url: str, _: list[str]) -> None:
    """Prepare, serve, submit all at once, print."""
    import tempfile

    from bench.serving.site import cpu_of, served

    with tempfile.TemporaryDirectory() as folder:
        clients = prepare(Path(folder), home, url)
        with served(home, url, "bench") as (address, server):
            start = threading.Barrier(CLIENTS)
            before, begun = cpu_of(server), time.perf_counter()
            with ThreadPoolExecutor(CLIENTS) as pool:
                found = list(pool.map(lambda one: submit(address, one, start), clients))
            seconds, used = time.perf_counter() - begun, cpu_of(server) - before
        show([one for some in found for one in some], seconds, used)
        held()
    print("every form is there once, every cell as it was sent", flush=True)


def show(sent: list[Sent], seconds: float, cpu: float) -> None:
    ms = sorted(one.ms for one in sent)
    wrong = [one for one in sent if one.status != 200]
    print(f"{len(sent)} forms of {ROWS} cells by {CLIENTS} clients in {seconds:.1f} s")
    p95 = ms[int(len(ms) * 0.95)]
    print(f"one form: p50 {statistics.median(ms):.0f}, p95 {p95:.0f}, max {ms[-1]:.0f} ms")
    print(f"the site used {cpu:.1f} CPU s; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"errors: {len(wrong)}")
    for (status, text), count in Counter((one.status, one.text[:300]) for one in wrong).items():
        print(f"  {count} x {status} {text}")


if __name__ == "__main__":
    if not __package__:  # run as a file: take the root of the repository for the imports
        own = [sys.executable, "-m", "bench.submitting", *sys.argv[1:]]
        sys.exit(subprocess.call(own, cwd=Path(__file__).parents[1]))
    from bench.serving.databases import run_on_each

    run_on_each("bench.submitting", sys.argv[1:], run)
