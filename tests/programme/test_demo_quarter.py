"""The quarter of 示例省 is under way: some forms in, some late, one cell returned, slips out."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kaifang.core.messages import message
from kaifang.core.observation import Visibility
from kaifang.packs.law import load
from kaifang.programme.demo.quarter import zones
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import Viewer

pytestmark = pytest.mark.django_db

ZONES, CITIES = 20, 14


def contracts(programme: Programme) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """Zones whose contract value of the first quarter is shown, and withheld, with its count."""
    shown, withheld = set(), set()
    for zone in zones()[:-1]:  # the last one was set up this year and has no data
        about = zone, "2023-01/2023-03"
        value = programme.statement("investment.contract_value", *about)
        signed = programme.statement("investment.projects_signed", *about).quantity
        assert signed is not None
        found = withheld if value.missing == message("missing.too_few_firms") else shown
        assert (value.quantity is None) == (found is withheld)
        found.add((zone, int(signed.value)))
    return shown, withheld


def test_the_quarter_is_under_way() -> None:
    from kaifang.programme.demo.following import run_dispatch
    from kaifang.programme.demo.quarter import CITY_FORM, ZONE_FORM, run_quarter
    from kaifang.programme.demo.recording import record_demo
    from kaifang.store.models import Closing, Dispatch, Slip, Submission, SubmissionEvent, Task

    programme = Programme.of(load("demo")).for_viewer(Viewer("", Visibility.INTERNAL))
    record_demo()
    assert run_quarter(programme)
    assert run_dispatch(programme)

    stands = Counter((one.form, one.period, one.state) for one in Submission.objects.all())
    assert stands[ZONE_FORM, "2023-Q1", "accepted"] == ZONES
    assert stands[CITY_FORM, "2023-05", "accepted"] == CITIES
    of_half = {state: n for (form, period, state), n in stands.items() if period == "2023-Q2"}
    assert of_half == {"accepted": 8, "submitted": 7, "returned": 1, "draft": 1}  # three not begun
    of_june = {state: n for (form, period, state), n in stands.items() if period == "2023-06"}
    assert of_june == {"accepted": 10, "submitted": 1, "returned": 1}  # two are late
    assert set(Closing.objects.values_list("form", "period")) == {
        (ZONE_FORM, "2023-Q1"), (CITY_FORM, "2023-05"),
    }  # fmt: skip
    returned = SubmissionEvent.objects.filter(kind="reject")
    assert [len(event.content["cells"]) for event in returned] == [1, 1]

    first = Submission.objects.get(form=ZONE_FORM, period="2023-Q1", org="demo.zone.lanpu-etdz")
    assert first.submitted_at is not None
    assert first.submitted_at.date() == date(2023, 4, 18)  # before the 19th, when Lanpu wants it

    assert sorted(Dispatch.objects.values_list("period", "state")) == [
        ("2023-01/2023-05", "issued"), ("2023-H1", "circulated"),
    ]  # fmt: skip
    assert Counter(Slip.objects.values_list("state", flat=True)) == {"sent": 2, "answered": 1}
    assert Counter(Slip.objects.values_list("kind", flat=True)) == {"remind": 2, "consult": 1}
    assert Counter(Task.objects.values_list("state", flat=True)) == {"open": 2, "blocked": 1}

    shown, withheld = contracts(programme)
    assert shown
    # who signed two projects shows no value, who signed more does
    assert {signed for _, signed in withheld} == {2}
    assert all(signed >= 3 for _, signed in shown)

    assert not run_quarter(programme)  # once more changes nothing
    assert not run_dispatch(programme)
    assert Submission.objects.count() == sum(stands.values())
