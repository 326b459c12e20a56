"""Packs: kept under their hash, their figures recorded once and revised by new versions."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from django.db import connection

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Observation
from kaifang.core.statement import Authority
from kaifang.packs.law import load
from kaifang.store.errors import PackDamaged
from kaifang.store.installing import install, is_installed
from kaifang.store.models import Batch, InstalledPack, PackContent, Record
from kaifang.store.observations import append
from tests.store.people import CITY, trade

pytestmark = pytest.mark.django_db


@dataclass
class Pack:
    """A pack with two figures, unless it says otherwise."""

    version: str = "1.0.0"
    stated: list[Observation] = field(
        default_factory=lambda: [trade(), trade("3000", org=CITY, figure="city.2021")]
    )
    id: str = "liaoning-2022"

    @property
    def canonical(self) -> bytes:
        return f"{self.id} {self.version} {self.stated}".encode()

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical).hexdigest()

    def observations(self) -> Iterable[Observation]:
        return iter(self.stated)


def active() -> list[str]:
    return list(InstalledPack.objects.filter(active=True).values_list("version", flat=True))


def test_pack_is_kept_under_its_hash_and_its_figures_recorded() -> None:
    pack = Pack()
    assert not is_installed(pack)
    done = install(pack, who="省商务厅")
    assert is_installed(pack)
    assert done.pack.canonical == {"liaoning-2022": pack.canonical}
    assert done.recorded.added == 2
    batch = Batch.objects.get()
    assert (batch.kind, batch.pack_hash, batch.who) == ("pack", pack.hash, "省商务厅")


def test_same_version_again_changes_nothing() -> None:
    install(Pack())
    again = install(Pack())
    assert (again.recorded.batch, again.recorded.added, again.vanished) == (None, 0, ())
    assert (InstalledPack.objects.count(), Record.objects.count()) == (1, 2)


def test_active_version_does_not_undo_a_later_correction() -> None:
    install(Pack())
    append([trade("7724.5")], kind=Batch.Kind.ENTRY, reason="勘误")
    assert install(Pack()).recorded.added == 0
    assert Record.objects.count() == 3


def test_new_version_records_only_what_differs() -> None:
    install(Pack())
    done = install(Pack("1.0.1", [trade("7724.1"), trade("3000", org=CITY, figure="city.2021")]))
    assert (done.recorded.added, done.recorded.unchanged) == (1, 1)
    assert [r.new.figure for r in done.recorded.revisions] == ["trade.total.2021"]
    assert active() == ["1.0.1"]
    assert InstalledPack.objects.count() == 2


def test_figure_that_vanishes_is_named_and_stays_recorded() -> None:
    install(Pack())
    done = install(Pack("1.1.0", [trade()]))
    assert done.vanished == ("city.2021",)
    assert Record.objects.count() == 2


def test_older_version_may_become_active_again() -> None:
    install(Pack())
    install(Pack("1.0.1", [trade("7724.1"), trade("3000", org=CITY, figure="city.2021")]))
    back = install(Pack())
    assert active() == ["1.0.0"]
    assert [r.new.value for r in back.recorded.revisions] == [trade().value]


def test_refused_figures_leave_no_pack() -> None:
    with pytest.raises(SeveralErrors):
        install(Pack(stated=[trade("1"), trade("2")]))
    assert not InstalledPack.objects.exists()
    assert not PackContent.objects.exists()


def test_demo_figures_make_a_demo_batch() -> None:
    install(Pack(stated=[trade(authority=Authority.DEMO)]))
    assert Batch.objects.get().kind == "demo"


def test_damaged_content_is_noticed() -> None:
    pack = install(Pack()).pack
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER store_packcontent_no_update"
            + (" ON store_packcontent" if connection.vendor == "postgresql" else "")
        )
        cursor.execute("UPDATE store_packcontent SET compressed = %s", [b"x\x9c\x03\x00"])
    with pytest.raises(PackDamaged):
        _ = pack.canonical


def test_real_pack_keeps_all_it_stands_on() -> None:
    law = load("liaoning-2022")
    done = install(law)
    assert list(done.pack.canonical) == [pack.id for pack in law.packs]
    assert done.pack.canonical["liaoning-2022"] == law.canonical
    assert done.recorded.added == len(list(law.observations()))
    assert install(law).recorded.batch is None
