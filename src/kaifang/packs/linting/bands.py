"""Bands: their steps, fields and roles are declared, and their ends stand the right way round."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.linting.processes import DeclaredTwice, NotDeclared
from kaifang.packs.schema.bands import BandHours, StepBand
from kaifang.packs.schema.processes import ProcessEntry

_GROUPING = ("text", "choice", "code", "org")


class BandUpsideDown(KaifangError):
    """The low end of a band does not lie below its high end."""

    code = "KF-PACK-240"


class BandFieldUnfit(KaifangError):
    """A field by which nobody can be told apart, or which tells of a firm."""

    code = "KF-PACK-241"


class BandTellsNobody(KaifangError):
    """A role that is told of a band is held by nobody who signs in."""

    code = "KF-PACK-242"


def bands(law: Law) -> Iterator[KaifangError]:
    """All findings of all bands."""
    for process in law.processes.values():
        yield from band_findings(process)


def band_findings(process: ProcessEntry) -> Iterator[KaifangError]:
    """What is wrong with the bands of a process."""
    seen: set[str] = set()
    for number, band in enumerate(process.bands):
        at = ("bands", number)
        if band.id in seen:
            where = process.where_of(*at, "id")
            yield DeclaredTwice.at(where, found=band.id, kind=message("pack.process.bands"))
        seen.add(band.id)
        yield from _names(process, band, number)
        if band.declared and _is_upside_down(band.declared):
            found = f"{band.declared.low}–{band.declared.high}"
            yield BandUpsideDown.at(process.where_of(*at, "declared"), found=found)


def _is_upside_down(ends: BandHours) -> bool:
    return ends.low is not None and ends.high is not None and ends.low >= ends.high


def _names(process: ProcessEntry, band: StepBand, number: int) -> Iterator[KaifangError]:
    roles = {one.id: one for one in process.roles}
    fields = {one.id: one for one in process.fields}
    at = ("bands", number)
    if band.step not in {one.id for one in process.steps}:
        yield _unknown(process, "steps", band.step, *at, "step")
    if band.by and band.by not in fields:
        yield _unknown(process, "fields", band.by, *at, "by")
    elif band.by and (fields[band.by].kind not in _GROUPING or band.by in process.fields_of_firms):
        found = f"{band.by} ({fields[band.by].kind})"
        yield BandFieldUnfit.at(process.where_of(*at, "by"), found=found)
    for place, role in enumerate(band.tell):
        if role not in roles:
            yield _unknown(process, "roles", role, *at, "tell", place)
        elif not roles[role].posts:
            yield BandTellsNobody.at(process.where_of(*at, "tell", place), found=role)


def _unknown(process: ProcessEntry, kind: str, name: str, *at: str | int) -> NotDeclared:
    known = {one.id for one in getattr(process, kind)}
    return NotDeclared.at(
        process.where_of(*at),
        kind=message(f"pack.process.{kind}"),
        found=name,
        near=nearest(name, known),
    )
