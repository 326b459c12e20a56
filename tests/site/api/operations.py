"""How each operation is called in the tests of rights: what stands in its address and its body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.programme.intake.sheets import filled
from tests.programme.reporting.conftest import FUNDS, whole
from tests.site.api import province
from tests.site.api.province import CITY, FORM, HALF, ITEM, PDF, QUARTER, ZONE, Before, Store

CELLS = {row: {"value": format(one.value, "f")} for row, one in whole().items()}
_FORM = "/packs/{pack}/forms/{form}/{org}/{period}"
_TASK = "/packs/{pack}/worklist/{number}"
_SLIP = "/packs/{pack}/slips/{number}"
_EDITION = "/packs/{pack}/dispatch/editions/{number}"
_CASES = "/packs/{pack}/processes/{process}/cases"
_WHY = {"reason": "实有需要"}

# What was done before, where anything had to be.
BEFORE: Mapping[str, Before] = {
    f"{_FORM}/accept": province.submitted,
    f"{_FORM}/reject": province.at_province,
    f"{_FORM}/correction": province.accepted,
    f"{_FORM}/correction/approve": province.correcting,
    f"{_FORM}/correction/refuse": province.correcting,
    f"{_EDITION}/issue": province.answered,
    "/packs/{pack}/workbooks": province.book_sent,
}
# What an operation is sent; numbers of versions are those that the store has then.
BODIES: Mapping[str, dict[str, Any]] = {
    "/hooks": {"kind": "webhook", "address": province.HOOK},
    "/hooks/{hook}/stop": _WHY,
    "/own-hooks": {"address": province.HOOK},
    "/own-hooks/{own_hook}/remove": _WHY,
    "/packs/{pack}/closings": {"form": FORM, "period": QUARTER, **_WHY},
    f"{_FORM}/draft": {"cells": CELLS, "expected_version": 0},
    f"{_FORM}/submit": {"cells": CELLS, "expected_version": 0},
    f"{_FORM}/accept": {"expected_version": 1},
    f"{_FORM}/reject": {"cells": {FUNDS: "请核实"}, "expected_version": 2},
    f"{_FORM}/correction": {
        "cells": {FUNDS: {"value": "30.1"}}, "expected_version": 3, **_WHY,
    },
    f"{_FORM}/correction/approve": {"expected_version": 4},
    f"{_FORM}/correction/refuse": {"expected_version": 4, **_WHY},
    "/packs/{pack}/worklist": {"title": "新任务", "lead": ZONE},
    f"{_TASK}/report": {"text": "已开工", "percent": 40, "expected_version": 2},
    f"{_TASK}/reach": {"milestone": 1, "on": "2023-07-01", "expected_version": 2},
    f"{_TASK}/block": {"expected_version": 2, **_WHY},
    f"{_TASK}/unblock": {"expected_version": 2, **_WHY},
    f"{_TASK}/finish": {"text": "已完成", "expected_version": 2},
    f"{_TASK}/cancel": {"expected_version": 2, **_WHY},
    f"{_TASK}/reopen": {"expected_version": 2, **_WHY},
    f"{_TASK}/assign": {"owner": "", "expected_version": 2, **_WHY},
    f"{_TASK}/reschedule": {"due": "2023-12-31", "expected_version": 2, **_WHY},
    "/packs/{pack}/dispatch/remarks": {
        "item": ITEM, "org": CITY, "period": HALF, "problem": "外需不足",
    },
    "/packs/{pack}/dispatch/editions": {"period": "2023-01/2023-05", "days": 3},
    f"{_EDITION}/answer": {"org": CITY, "verdict": "agreed", "expected_version": 1},
    f"{_EDITION}/withdraw": _WHY,
    f"{_EDITION}/issue": {"expected_version": 15},
    "/packs/{pack}/dispatch/decisions": {
        "rule": "demo.notice.tail", "org": CITY, "period": HALF, "verdict": "none", **_WHY,
    },
    "/packs/{pack}/slips": {"from_org": "demo", "to_org": ZONE, "title": "进度", "level": "blue",
                            "limit": {"days": 3}},
    f"{_SLIP}/answer": {"text": "已办", "expected_version": 1},
    f"{_SLIP}/return": {"expected_version": 2, **_WHY},
    f"{_SLIP}/raise": {"level": "red", "expected_version": 1, **_WHY},
    f"{_SLIP}/extend": {"days": 5, "expected_version": 1, **_WHY},
    f"{_SLIP}/close": {"expected_version": 1, **_WHY},
    "/packs/{pack}/processes/{process}/events": {
        "specversion": "1.0", "source": "customs", "id": "1", "type": "arrive", "subject": "0908",
        "time": "2023-04-20T08:20:00+08:00",
    },
    "/packs/{pack}/quarantine/{number}/settle": {"settlement": "take", **_WHY},
    _CASES: {"org": ZONE, "data": {"code_name": "白鹭"}},
    f"{_CASES}/{{case}}/migration": {"expected_version": 1, **_WHY},
    "/packs/{pack}/processes/{process}/migration": _WHY,
    "/packs/{pack}/duplicates/{pair}/rulings": {
        "verdict": "distinct", "expected_version": 2, **_WHY,
    },
    f"{_CASES}/{{case}}/acts": {"act": "note", "expected_version": 1},
    f"{_CASES}/{{case}}/corrections": {
        "event": 1, "because": "录入有误", "data": {"code_name": "海鸥"}, "expected_version": 1,
    },
}  # fmt: skip
QUERIES: Mapping[str, str] = {
    "/packs/{pack}/counted-cases": "?indicator=proposals.replied&org=demo&period=2023-H1",
    "/packs/{pack}/statement": "?indicator=trade.total&org=demo&period=2022",
    "/packs/{pack}/explain": "?indicator=trade.total&org=demo&period=2022",
    "/packs/{pack}/map": "?indicator=trade.total",
    "/packs/{pack}/forecast": "?indicator=trade.total&org=demo",
    f"{_EDITION}/rows": f"?org={CITY}",
    "/packs/{pack}/clearance/contrast": "?from=2023-04&to=2023-04&against_from=2022-04&against_to=2022-04",
    "/packs/{pack}/desk": f"?form={FORM}&period={QUARTER}",
}
# The same word stands for other things in other addresses.
_KNOWN = {
    "/packs/{pack}/indicators/": "trade.total",
    "/packs/{pack}/orgs/": ZONE,
    "/packs/{pack}/targets/": ITEM,
    "/packs/{pack}/codes/": "hs@2022",
}


def call(client: Client, method: str, path: str, store: Store) -> int:
    """Call an operation as its test wants it; answer the status."""
    address = f"/api/v1{_filled(path, store)}{QUERIES.get(path, '')}"
    if method == "get":
        return int(client.get(address).status_code)
    if path.endswith("/evidence"):
        data = {"file": SimpleUploadedFile("新.pdf", PDF + b"2"), "expected_version": 2,
                "org": ZONE}  # fmt: skip
        return int(client.post(address, data).status_code)
    if path.endswith("/cases-book"):
        book = SimpleUploadedFile("台账.xlsx", _case_book())
        return int(client.post(address, {"file": book}).status_code)
    if path.endswith("/workbooks"):
        return int(client.post(address, {"file": _book(store)}).status_code)
    given = BODIES.get(path, {})
    if path.endswith("/acknowledge-by-token"):
        given = {"token": province.token_to(store)}
    body = json.dumps(given)
    return int(client.post(address, body, "application/json").status_code)


def _filled(path: str, store: Store) -> str:
    names = {**store.names, "pack": province.PACK, "form": FORM, "org": ZONE, "period": QUARTER,
             "number": _number(path, store), "id": _id(path, store), "target": "trade.total.2023",
             "rule": "demo.notice.tail", "sha256": store.names["case.evidence" if "/cases" in path else "evidence"], "secret": "nobody-s-marked-copy",
             "process": "demo.project" if "/cases" in path or path.endswith(("/evidence", "/ledger")) else "demo.clearance"}  # fmt: skip
    return path.format(**names)


def _number(path: str, store: Store) -> str:
    if path.startswith("/audit/"):
        return "1"
    if "/editions/" in path:
        return store.names["edition"]
    if "/quarantine/" in path:
        return store.names["held"]
    if "/slips/" in path:
        return store.names["slip.answered" if path.endswith("/return") else "slip"]
    kinds = {"unblock": "blocked", "reopen": "done"}
    return store.names[f"task.{kinds.get(path.rpartition('/')[2], 'open')}"]


def _id(path: str, store: Store) -> str:
    if path.startswith("/messages"):
        return store.names["message"]
    law = store.programme.law
    firsts = {"/packs/{pack}/tasks/": law.tasks, "/packs/{pack}/documents/": law.documents,
              "/packs/{pack}/parameters/": law.parameters, "/packs/{pack}/lists/": law.lists}  # fmt: skip
    for start, known in firsts.items():
        if path.startswith(start):
            return next(iter(known))
    return next((id for start, id in _KNOWN.items() if path.startswith(start)), "")


@cache
def _case_book() -> bytes:
    """A project of the zone, as a row of the book of projects."""
    row = {"number": "2023-7", "org": ZONE, "code_name": "白鹭", "day:report": "2023-01-04"}
    return filled(row, actor=province.acting("city", CITY))


def _book(store: Store) -> SimpleUploadedFile:
    return SimpleUploadedFile("一区.xlsx", store.book)
