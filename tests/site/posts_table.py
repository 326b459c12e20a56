"""Which pages take a POST, what is posted, and for whom it changes something; written by hand.

Columns as in `tests.site.api.province.COLUMNS`, without the token, which opens no page.
2 something was changed · 1 sign in first · 3 forbidden · 9 no such thing for you · 4 nothing was
changed: the form has no such act for you, or your part of it is another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.site.api.province import CITY, FORM, HALF, ITEM, PDF, PROVINCE, QUARTER, ZONE

_WHY = {"reason": "实有需要"}
_FORM = f"/forms/{FORM}/{ZONE}/{QUARTER}/"

Post = tuple[str, dict[str, Any], str]
POSTS: Mapping[str, Post] = {
    "dispatch:remark": (
        f"/dispatch/remarks/{ITEM}/?period={HALF}", {"org": CITY, "problem": "外需不足"},
        "33 33 23 33 33 33 3 333",
    ),
    "issuing:index": (
        "/dispatch/issuing/?period=2023-01/2023-05",
        {"act": "circulate", "version": 0, "days": 3, "clock": "working"},
        "33 33 33 23 33 33 3 333",
    ),
    "issuing:show": (
        "/dispatch/issuing/{edition}/", {"act": "withdraw", "version": 1, **_WHY},
        "33 33 33 23 33 33 3 333",
    ),
    "issuing:check": (
        f"/dispatch/check/{{edition}}/?org={CITY}",
        {"act": "answer", "version": 1, "verdict": "agreed"},
        "33 33 23 33 33 33 3 333",
    ),
    "slips:new": (
        "/dispatch/slips/new/",
        {"from_org": PROVINCE, "to_org": ZONE, "level": "blue", "days": 3, "clock": "working",
         "title": "进度"},
        "33 33 33 24 33 33 3 333",
    ),
    "slips:show": (
        "/dispatch/slips/{slip}/", {"act": "answer", "version": 1, **_WHY},
        "99 29 49 49 49 49 9 999",
    ),
    "suggestions:index": (
        f"/dispatch/suggestions/?period={HALF}",
        {"rule": "demo.notice.tail", "org": CITY, "verdict": "none", **_WHY},
        "33 33 33 43 33 33 3 333",
    ),
    "desk:index": ("/forms/desk/", {"call": f"{FORM} {ZONE} {QUARTER}"}, "13 33 23 23 23 33 3 333"),
    "reporting:closing": (
        "/forms/closing/", {"form": FORM, "period": QUARTER, **_WHY}, "13 33 33 23 33 33 3 333",
    ),
    "filling:show": (
        _FORM, {"act": "save", "version": 0, "value:investment.funds_in_place:to_date": "31.2"},
        "13 23 23 33 33 33 3 333",
    ),
    "filling:signed": (f"{_FORM}sign-off/", {"version": 1, "file": PDF}, "13 23 23 33 33 33 3 333"),
    "worklist:new": (
        "/worklist/new/", {"title": "新任务", "lead": ZONE}, "33 24 24 24 33 33 3 333",
    ),
    "worklist:show": (
        "/worklist/{work}/", {"act": "report", "version": 2, "text": "已开工"},
        "99 29 29 29 39 39 9 999",
    ),
    "cases:new": (
        "/cases/demo.project/new/",
        {"act": "report", "version": 0, "org": ZONE, "on": "2023-01-04",
         "field-code_name": "海燕"},
        "13 24 24 33 33 33 3 333",
    ),
    "cases:show": (
        "/cases/demo.project/{case}/",
        {"act": "note", "version": 1, "on": "2023-07-15", "remark": "已对接"},
        "19 29 29 29 39 39 9 999",
    ),
    # who may look at a book at all; whose cases it may bring in, tests/programme/intake tells
    "intake:index": (
        "/cases/demo.project/import/", {"act": "check", "book": PDF}, "13 44 44 44 44 33 3 333",
    ),
    "splitting:show": (
        "/data/split/trade.total.2023/", {**_WHY}, "33 33 33 23 33 33 3 333",
    ),
    "quarantine:show": (
        "/data/quarantine/{held}/", {"act": "take", "version": 1, **_WHY},
        "13 33 33 23 33 33 3 333",
    ),
    "versions:show": (
        "/cases/demo.project/{case}/migrate/", {"act": "migrate", "version": 1, **_WHY},
        "13 33 33 43 43 33 3 333",
    ),
    "duplicates:show": (
        "/projects/duplicates/{pair}/", {"act": "distinct", "version": 2, **_WHY},
        "13 33 33 23 43 43 3 333",
    ),
    "notices:show": (
        "/clearance/notices/{notice}/", {"act": "acknowledge", "version": 0},
        "19 39 39 39 39 39 2 999",
    ),
    "inbox:read_all": ("/messages/read/", {}, "14 24 22 24 22 22 2 444"),
    "inbox:read": ("/messages/{message}/read/", {}, "19 99 29 99 99 99 9 999"),
    "inbox:hooks": (
        "/messages/hooks/", {"kind": "webhook", "url": "http://127.0.0.1:9/in", "events": "*"},
        "13 33 33 33 33 33 3 233",
    ),
    "inbox:stop": ("/messages/hooks/{hook}/stop/", _WHY, "13 33 33 33 33 33 3 233"),
    "inbox:test": ("/messages/hooks/{hook}/test/", {}, "13 33 33 33 33 33 3 233"),
    "inbox:own": (
        "/messages/own/", {"act": "set", "url": "http://127.0.0.1:9/in"},
        "13 33 33 33 33 33 2 333",
    ),
    "people:show": (
        "/people/{person}/", {"act": "grant", "role": "zone", "org": ZONE, **_WHY},
        "13 33 33 33 33 33 3 323",
    ),
    "people:invite": (
        "/people/invite/", {"name": "wu", "full_name": "吴", "hours": 24, **_WHY},
        "13 33 33 33 33 33 3 233",
    ),
    "people:tokens": (
        "/people/tokens/", {"act": "make", "name": "月报", "scope": "read", "days": 30},
        "12 22 22 22 22 22 2 222",
    ),
    "people:me": (
        "/people/me/",
        {"act": "password", "old": "a long enough password", "new": "another long password",
         "again": "another long password"},
        "12 22 22 22 22 22 2 222",
    ),
    "people:second_factor": (
        "/people/second-factor/", {"code": "000000"}, "14 44 44 44 44 44 4 444",
    ),
}  # fmt: skip
# Pages before the door, which ask for no right: their own tests are in tests/site/people.
BEFORE_THE_DOOR = {
    "people:login", "people:code", "people:logout", "people:link", "set_language",
}  # fmt: skip
