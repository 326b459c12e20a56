"""Promises 稳定预期: what half and nine tenths of the cases took, for each port, mode and class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kaifang.cases.logs import Mask
from kaifang.cases.spreads import Spread
from kaifang.cases.studies import FEWEST
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.schema.processes import CaseField, ProcessEntry, ProcessStep
from kaifang.programme.clearance.measuring import Rows
from kaifang.programme.clearance.picking import Selection, grouping
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.studying import step_of
from kaifang.programme.clearance.withholding import withheld
from kaifang.programme.figures import TOO_FEW_FIRMS

MOST_PROMISES = 500


class UnknownStep(KaifangError):
    """A step was named that the process does not declare."""

    code = "KF-CASE-220"


@dataclass(frozen=True, slots=True)
class Promise:
    """What may be promised to cases that are alike; `took` None where `reason` says why not.

    values: of the fields asked by, in their order; None is not known. cases: None is withheld.
    """

    values: tuple[str | None, ...]
    cases: int | None
    took: Spread | None
    reason: Text | None = None


def step_named(process: ProcessEntry, id: str) -> ProcessStep:
    """A step by its id; the first of the process where none is named. Raises: UnknownStep."""
    known = {one.id: one for one in process.steps}
    if id and id not in known:
        raise UnknownStep(found=id, near=nearest(id, known) or list(known))
    return known[id] if id else process.steps[0]


def promises(picked: Selection, by: Sequence[str], step: str = "") -> Sequence[Promise]:
    """The promise for each combination of values that cases have, the most frequent first.

    Raises: UnknownStep, UnknownGrouping.
    """
    chosen = step_named(picked.process, step)
    fields = [field for one in by if (field := grouping(picked.process, one))]
    question = f"promises {chosen.id} {' '.join(one.id for one in fields)}"
    return remembered(picked, question, lambda: list(_promises(picked, fields, chosen)))


def _promises(
    picked: Selection, fields: Sequence[CaseField], chosen: ProcessStep
) -> Iterator[Promise]:
    step = step_of(chosen)
    through = picked.measured.step(step).through
    cells = _cells(picked, fields)[:MOST_PROMISES]
    rests, alike = np.flatnonzero(through & picked.in_period), picked.where_like
    mine = [rests[(cases & alike)[rests]] for _, cases in cells]
    counts = [len(rows) for rows in mine]
    hidden = _hidden(picked, [cases for _, cases in cells], rests, counts)
    for place, (values, _) in enumerate(cells):
        if place in hidden:
            yield Promise(values, None, None, message(TOO_FEW_FIRMS))
        elif counts[place] < FEWEST:
            yield Promise(values, counts[place], None, message("clearance.too_few"))
        else:
            times = picked.measured.times(step, mine[place])
            yield Promise(values, counts[place], times.promise)


def _hidden(
    picked: Selection, cells: Sequence[Mask], rests: Rows, counts: Sequence[int]
) -> set[int]:
    """The places of the cells that are not shown."""
    if not picked.withholds:
        return set()
    few = [place for place, cases in enumerate(cells) if picked.of(cases).are_too_few(rests)]
    return withheld(counts) | set(few)


def _cells(
    picked: Selection, fields: Sequence[CaseField]
) -> list[tuple[tuple[str | None, ...], Mask]]:
    """Each combination of values that a case has now, with its cases; the largest first."""
    log = picked.log
    having = [log.attributes.get(one.id) for one in fields]
    codes = [np.full(log.cases, -1) if one is None else one.codes for one in having]
    if not codes:
        return [((), picked.everybody)]
    table = np.stack(codes, axis=1)
    kinds, of_case = np.unique(table, axis=0, return_inverse=True)
    of_case = of_case.reshape(-1)
    counts = np.bincount(of_case[picked.now], minlength=len(kinds))
    order = [int(one) for one in np.argsort(-counts, kind="stable") if counts[one]]
    values = [None if one is None else one.values for one in having]
    return [
        (
            tuple(
                None if code < 0 or named is None else named[code]
                for code, named in zip(kinds[kind], values, strict=True)
            ),
            of_case == kind,
        )
        for kind in order
    ]
