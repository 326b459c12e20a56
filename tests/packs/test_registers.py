"""The mechanisms of the five documents are registers of their packs, each with its sentence."""

from __future__ import annotations

import pytest

from kaifang.packs.law import compose

# Each register with the document that speaks of it, and the indicators that it feeds.
REGISTERS = {
    "liaoning-2022": {
        "proposal": ("reply-1278-2022-06-06", ["proposals.replied"]),
        "workgroup": ("press-2022-01-25", []),
        "workgroup.decision": ("press-2022-01-25", ["decisions.carried_out"]),
        "platform.application": (
            "press-2022-01-25",
            ["platforms.upgrade_bases_approved", "platforms.applications_open"],
        ),
        "exhibition": (
            "press-2022-01-25",
            ["promotion.exhibitors", "promotion.intended_deals", "promotion.deals"],
        ),
        "training": ("press-2022-01-25", ["training.visits"]),
    },
    "liaoning-2018": {
        "ecommerce.application": ("meeting-2018-03-31", ["platforms.applications_open"]),
    },
    "liaoning-2023": {
        "transport.work": (
            "media-2023-03-24",
            [
                "transport.projects_continued",
                "transport.projects_new",
                "transport.projects_preliminary",
            ],
        ),
        "foreign.visit": ("media-2023-03-24", ["visits.received"]),
    },
    "guizhou-2023": {
        "zone.trip": ("notice-gz-zones-2023", ["cultivation.promotion_trips"]),
        "zone.training": ("notice-gz-zones-2023", ["cultivation.trainings"]),
        "park.application": ("notice-gz-zones-2023", ["platforms.applications_open"]),
        "base.recognition": (
            "notice-gz-zones-2023",
            ["bases.national_recognised", "bases.provincial_recognised"],
        ),
        "zone.exhibition": (
            "notice-gz-zones-2023",
            ["promotion.exhibitors", "promotion.intended_deals"],
        ),
    },
}


@pytest.mark.parametrize("pack", REGISTERS)
def test_registers_rest_on_their_document_and_feed(pack: str) -> None:
    law = compose(pack)
    for id, (document, fed) in REGISTERS[pack].items():
        process = law.processes[id]
        quoted = {cite.doc for cite in process.cite if cite.quote}
        assert (id, quoted) == (id, {document})
        assert (id, [one.indicator for one in process.feeds]) == (id, fed)


@pytest.mark.parametrize("pack", REGISTERS)
def test_no_limit_is_invented(pack: str) -> None:
    """The documents set no time for any of them, so their clocks only measure."""
    law = compose(pack)
    for id in REGISTERS[pack]:
        assert not any(clock.limit or clock.baseline for clock in law.processes[id].clocks)


def test_trips_are_told_once() -> None:
    """Promotion events are a register of the projects; it feeds the number of trips."""
    feeds = compose("liaoning-2022").processes["project.occasion"].feeds
    assert [one.indicator for one in feeds] == ["promotion.trips", "visits.received"]
