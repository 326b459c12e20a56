"""Alarms of bands: whoever holds a role is told once that a step has left its band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.law import Law, load
from kaifang.packs.loading import UnknownPack
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.clearance.banding import BandFinding, hold_bands
from kaifang.programme.clearance.picking import select, studied
from kaifang.programme.clearance.telling import hours
from kaifang.programme.messages.posting import post
from kaifang.programme.opening import Programme
from kaifang.programme.shelf import installed
from kaifang.programme.viewer import INTERNAL
from kaifang.store.models import Message
from kaifang.store.writing import one_writer

KIND = "clearance.band_left"
_OF_PROVINCE = ("division", "reviewer")


def ring_all(day: date) -> None:
    """Ring for every programme that the store holds; a tick calls it each day.

    A demo plays on a day of its own.
    """
    for volume in installed():
        try:
            law = load(volume.id)
        except UnknownPack:  # installed once, and no longer among the packs of this machine
            continue
        ring(law, law.head.today or day)


def ring(law: Law, day: date) -> int:
    """Tell of the steps that left their band in the month that has ended last; return how many.

    Each band, month and place is told once to each organisation, however often this is called.
    """
    programme = Programme.of(law, viewer=INTERNAL)
    told = [
        (finding, process, org)
        for process in studied(programme)
        if process.bands
        for finding in _left(programme, process, _month_before(day))
        for org in receivers(law, process, finding)
    ]
    keys = [_key(*one) for one in told]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [one for one in told if _key(*one) not in known]
    if not fresh:
        return 0
    with one_writer():
        for finding, process, org in fresh:
            _post(law, finding, process, org)
    return len(fresh)


def receivers(law: Law, process: ProcessEntry, finding: BandFinding) -> Sequence[str]:
    """The organisations whose people hold a role that the band tells: of the province, or here."""
    roles = {one.id: one for one in process.roles}
    posts = {post for id in finding.band.tell for post in roles[id].posts}
    head = law.head.org or ""
    found = [head] if posts.intersection(_OF_PROVINCE) else []
    if posts.difference(_OF_PROVINCE):
        found.append(finding.org)
    return list(dict.fromkeys(one for one in found if one in law.orgs))


def _left(programme: Programme, process: ProcessEntry, month: str) -> list[BandFinding]:
    picked = select(programme, process.id, first=month, last=month)
    return [one for one in hold_bands(picked) if one.left]


def _month_before(day: date) -> str:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year}-{month:02}"


def _key(finding: BandFinding, process: ProcessEntry, org: str) -> str:
    place = finding.place if finding.place is not None else "?"
    return f"band:{process.id}:{finding.band.id}:{finding.month.code}:{place}:{org}"


def _post(law: Law, finding: BandFinding, process: ProcessEntry, org: str) -> None:
    pack = f"&pack={law.id}"
    code = finding.month.code
    post(
        KIND,
        message("clearance.band_left", band=finding.band.name.text, month=finding.month.name()),
        body=band_says(process, finding),
        to_org=org,
        link=f"/clearance/bands/?process={process.id}&first={code}&last={code}{pack}",
        key=_key(finding, process, org),
    )


def band_says(process: ProcessEntry, finding: BandFinding) -> Text:
    """What happened, in a sentence."""
    place = Text("", "") if finding.place == "" else place_name(process, finding)
    return message(
        f"clearance.band_{finding.standing}",
        place=place,
        step=finding.step.name.text,
        value=hours(finding.value) or "—",
        low=hours(finding.low) or "—",
        high=hours(finding.high) or "—",
        cases=finding.cases or 0,
    )


def place_name(process: ProcessEntry, finding: BandFinding) -> Text:
    """The value that a band was held for, by its name."""
    if finding.place is None:
        return message("clearance.not_told")
    field = next((one for one in process.fields if one.id == finding.band.by), None)
    choices = {one.id: one.name.text for one in field.choices} if field else {}
    return choices.get(finding.place, Text(finding.place, finding.place))
