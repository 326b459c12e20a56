"""Books of projects filled in by hand: the template of the process with rows written into it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import openpyxl

from kaifang.exchange.case_books.layout import HEAD_ROW, columns
from kaifang.packs.law import load
from kaifang.programme.rights import Actor, Post, Role

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.opening import Programme

PROCESS, CITY, ZONE = "demo.project", "demo.lanpu", "demo.zone.lanpu-etdz"
Row = dict[str, Any]


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, "demo", "1")
LANPU = officer(Role.CITY, CITY, "2")
BIWAN = officer(Role.CITY, "demo.biwan", "3")
ETDZ = officer(Role.ZONE, ZONE, "4")
STRANGER = Actor("9", "9")

# 91350100M000100Y43 is the worked example of GB 32100-2015, annex A.
FIELDS: Row = {
    "code_name": "海燕", "project_name": "海燕精细化工项目", "investor": "示例集团",
    "credit_code": "91350100M000100Y43", "capital": "内资", "country": "CN", "industry": "C26",
    "investment": 12000.5, "currency": "CNY", "investment_own": 12000.5,
}  # fmt: skip


def demo() -> Programme:
    from kaifang.programme.opening import Programme

    return Programme.of(load("demo"))


def project(number: str = "2023-1", org: str = "岚浦市", **more: Any) -> Row:
    """A project that was signed: columns by their keys, those the process lacks left out.

    `day:sign` is the day of an event, `evidence:sign:contract` a number, `reason:stall` a reason.
    """
    own = {
        "number": number, "org": org, **FIELDS,
        "day:report": "2023-01-04", "day:talk": "2023-01-10", "evidence:talk:visit": "纪要1",
        "day:sign": "2023-02-01", "evidence:sign:contract": "合同1",
    }  # fmt: skip
    return {key: value for key, value in {**own, **more}.items() if value is not None}


def started(number: str = "2023-1", **more: Any) -> Row:
    """A project under construction."""
    later = {
        "day:register": "2023-02-20", "evidence:register:registration": "登记1",
        "day:start": "2023-04-03", "evidence:start:construction_permit": "许可1",
        "site": "岚浦经开区",
    }  # fmt: skip
    return project(number, **{**later, **more})


def places() -> dict[str, int]:
    """The columns of the book by their keys, from 1."""
    found = {}
    for place, one in enumerate(columns(load("demo").processes[PROCESS]), 1):
        parts = {"field": [one.id], "number": ["number"], "org": ["org"]}
        key = ":".join(parts.get(one.kind, [one.kind, one.id, one.piece])).rstrip(":")
        found[key] = place
    return found


def place_of(key: str, row: int = 0) -> str:
    """How errors name the cell of a column in one of the rows, the first of which is 0."""
    letters = openpyxl.utils.get_column_letter(places()[key])
    return f"办件!{letters}{HEAD_ROW + 2 + row}"


def filled(*rows: Mapping[str, Any], actor: Actor = LANPU) -> bytes:
    """The template with rows written into it."""
    from kaifang.programme.intake.bringing import template

    return with_rows(template(actor, demo(), PROCESS), *rows)


def with_rows(book: bytes, *rows: Mapping[str, Any]) -> bytes:
    loaded = openpyxl.load_workbook(io.BytesIO(book))
    sheet, at = loaded.worksheets[0], places()
    for number, row in enumerate(rows, HEAD_ROW + 2):
        for key, value in row.items():
            if key in at:
                sheet.cell(number, at[key]).value = value
    return saved(loaded)


def saved(loaded: Any) -> bytes:
    out = io.BytesIO()
    loaded.save(out)
    return out.getvalue()
