"""Files that prove an act: kept by whoever may act, named by nobody else, read by who sees."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.programme.casework.test_keeping import (
    BIWAN,
    CITY,
    DIVISION,
    FIRM,
    LANPU,
    LEADER,
    PROCESS,
    STRANGER,
    at,
    lead,
    programme,
)

if TYPE_CHECKING:
    from kaifang.programme.casework.evidence import CaseFile
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

__all__ = ["lead", "programme"]

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 minutes"


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def kept(programme: Programme) -> CaseFile:
    from kaifang.programme.casework.evidence import keep_file

    return keep_file(LANPU, programme, CITY, "C:\\纪要.pdf", BytesIO(PDF))


def talks(programme: Programme, lead: CaseView, what: Any) -> CaseView:
    from kaifang.programme.casework.keeping import Given, act

    told = Given({"visit": what}, {"investor": "示例集团"}, occurred_at=at("01-10"))
    return act(LANPU, programme, PROCESS, lead.case, "talk", told, version=1)


def test_a_file_stands_in_its_event_and_is_read_again(
    programme: Programme, lead: CaseView, kept: CaseFile
) -> None:
    from kaifang.programme.casework.evidence import read_file

    view = talks(programme, lead, {"file": kept.sha256, "number": "1号", "date": "2023-01-09"})
    assert view.state.history[-1].event.data["evidence"]["visit"] == {
        "file": kept.sha256, "number": "1号", "date": "2023-01-09",
        "name": "纪要.pdf", "size": len(PDF), "media_type": "application/pdf",
    }  # fmt: skip
    found, data = read_file(DIVISION, programme, PROCESS, lead.case, kept.sha256)
    assert (found, data) == (kept, PDF)


def test_a_file_once_more_is_one_entry_of_the_audit(programme: Programme, kept: CaseFile) -> None:
    from kaifang.programme.casework.evidence import keep_file
    from kaifang.store.models import AuditEntry

    assert keep_file(LANPU, programme, CITY, "纪要.pdf", BytesIO(PDF)) == kept
    (entry,) = AuditEntry.objects.filter(act="keep_case.file")
    assert (entry.subject, entry.actor) == (f"file:{kept.sha256}", LANPU.user)


def test_a_stranger_keeps_no_file(programme: Programme) -> None:
    from kaifang.programme.casework.evidence import keep_file
    from kaifang.programme.rights import NotAllowed
    from kaifang.store.models import StoredFile

    for stranger in (BIWAN, FIRM, LEADER, STRANGER):
        with pytest.raises(NotAllowed):
            keep_file(stranger, programme, CITY, "纪要.pdf", BytesIO(PDF))
    assert not StoredFile.objects.exists()


def test_a_stranger_reads_none(programme: Programme, lead: CaseView, kept: CaseFile) -> None:
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.casework.evidence import NoSuchCaseFile, read_file

    with pytest.raises(NoSuchCaseFile):  # not of this case yet
        read_file(LANPU, programme, PROCESS, lead.case, kept.sha256)
    talks(programme, lead, {"file": kept.sha256})
    for stranger in (BIWAN, FIRM, STRANGER):
        with pytest.raises(NoSuchCase):
            read_file(stranger, programme, PROCESS, lead.case, kept.sha256)


def test_a_file_of_somebody_else_is_not_named(
    programme: Programme, lead: CaseView, kept: CaseFile
) -> None:
    """Knowing the hash of a file gives nobody the file."""
    from kaifang.programme.casework.evidence import FileNotYours
    from kaifang.programme.casework.keeping import Given, open_case

    stolen = Given({"visit": {"file": kept.sha256}}, {"code_name": "云雀"}, occurred_at=at("01-04"))
    with pytest.raises(FileNotYours, match="洽谈纪要"):
        open_case(BIWAN, programme, PROCESS, "demo.biwan", stolen)


def test_a_day_alone_proves_nothing(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.errors import ActRefused

    with pytest.raises(ActRefused, match="缺少材料"):
        talks(programme, lead, {"date": "2023-01-09"})


@pytest.mark.parametrize(
    "what", [{"date": "9 January"}, {"number": "x" * 201}, {"url": "http://x"}, ["纪要"]]
)
def test_unreadable_evidence_is_told(programme: Programme, lead: CaseView, what: Any) -> None:
    from kaifang.programme.casework.evidence import EvidenceUnreadable

    with pytest.raises(EvidenceUnreadable, match="洽谈纪要"):
        talks(programme, lead, what)


def test_a_file_is_of_those_that_backups_take(
    programme: Programme, lead: CaseView, kept: CaseFile
) -> None:
    """They take every file that the store knows, and this is known, outside the web root."""
    from kaifang.store.files import place_of
    from kaifang.store.models import StoredFile

    talks(programme, lead, {"file": kept.sha256})
    assert StoredFile.objects.filter(sha256=kept.sha256, media_type="application/pdf").exists()
    assert place_of(kept.sha256).read_bytes() == PDF
