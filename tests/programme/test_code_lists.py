"""An office's full list takes the place of the pack's sample."""

from pathlib import Path
from typing import Any

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.errors import SeveralErrors
from kaifang.packs.law import Law, UnknownName, load
from kaifang.programme.code_lists import code_list, code_lists, find_code_map, import_codes
from kaifang.programme.codebooks import codebook
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.store.models import AuditEntry, CodeEdition, StoredFile

pytestmark = pytest.mark.django_db
LI = Actor("李", "李", (Post(Role.SYSTEM, ""),))


@pytest.fixture(scope="module")
def law() -> Law:
    return load("cn-codes")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def industries(law: Law, folder: Path, *more: str) -> Path:
    """The sections and divisions of the sample as a full list, and some groups below."""
    path = folder / "industries.csv"
    rows = [f'{one.code},"{one.name.zh}"' for one in _sample(law)]
    path.write_text("\n".join(["code,name", *rows, *more]), "utf-8")
    return path


def _sample(law: Law) -> Any:
    return law.code_lists["gbt4754@2017"]


def test_sample_is_marked_until_a_full_list_comes(law: Law, tmp_path: Path) -> None:
    assert code_list(law, "gbt4754", "2017").is_sample
    found = import_codes(law, industries(law, tmp_path, "011,谷物种植"), "gbt4754", actor=LI)
    full = code_list(law, "gbt4754", "2017")
    assert not full.is_sample
    assert len(full) == len(_sample(law)) + 1
    assert [one.code for one in full.path("011")] == ["A", "01", "011"]
    assert (found.read, found.added, found.gone, found.changed) == (len(full), 1, 0, 0)


def test_names_in_english_come_from_the_sample(law: Law, tmp_path: Path) -> None:
    import_codes(law, industries(law, tmp_path, "011,谷物种植"), "gbt4754")
    full = code_list(law, "gbt4754", "2017")
    assert full["01"].name == Text("农业", "Crop farming")
    assert full["011"].name == Text("谷物种植", "谷物种植")


def test_same_list_again_changes_nothing(law: Law, tmp_path: Path) -> None:
    path = industries(law, tmp_path, "011,谷物种植")
    import_codes(law, path, "gbt4754")
    assert import_codes(law, path, "gbt4754").is_unchanged
    assert CodeEdition.objects.count() == 1


def test_later_list_tells_what_changed(law: Law, tmp_path: Path) -> None:
    import_codes(law, industries(law, tmp_path, "011,谷物种植", "012,豆类种植"), "gbt4754")
    found = import_codes(law, industries(law, tmp_path, "011,谷物", "013,棉麻种植"), "gbt4754")
    assert (found.added, found.gone, found.changed) == (1, 1, 1)
    assert "012" not in code_list(law, "gbt4754", "2017")


def test_wrong_rows_keep_nothing(law: Law, tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors):
        import_codes(law, industries(law, tmp_path, "011,谷物种植", "011,谷物"), "gbt4754")
    assert code_list(law, "gbt4754", "2017").is_sample
    assert not StoredFile.objects.exists()


def test_lists_of_a_law_are_listed_once(law: Law, tmp_path: Path) -> None:
    import_codes(law, industries(law, tmp_path), "gbt4754")
    found = {(one.id, one.edition): one.is_sample for one in code_lists(law)}
    assert found["gbt4754", "2017"] is False
    assert found["hs", "2022"] is True
    assert len(found) == len(code_lists(law))


def test_codebook_shows_the_full_list_and_its_name(law: Law, tmp_path: Path) -> None:
    sample = codebook(law, "gbt4754@2017")
    import_codes(law, industries(law, tmp_path, "011,谷物种植"), "gbt4754")
    full = codebook(law, "gbt4754@2017")
    assert (sample.codes.is_sample, full.codes.is_sample) == (True, False)
    assert full.codes.name.zh == "国民经济行业分类全表（门类、大类、中类、小类）"
    assert "011" in full.codes


@pytest.mark.parametrize(("id", "near"), [("gbt4745", "gbt4754@2017"), ("hss", "hs@2022")])
def test_unknown_list_comes_with_the_nearest(law: Law, id: str, near: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        code_list(law, id, near[-4:])
    assert near in refusal.value.near


def test_unknown_map_is_refused(law: Law) -> None:
    with pytest.raises(UnknownName):
        find_code_map(law, "customs.monthly")


def test_a_stranger_may_not_import_codes(law: Law, tmp_path: Path) -> None:
    path = industries(law, tmp_path, "011,谷物种植")
    for posts in ((), (Post(Role.DIVISION, "210000"),)):
        with pytest.raises(NotAllowed):
            import_codes(law, path, "gbt4754", actor=Actor("9", "王", posts))
    assert not CodeEdition.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_imported_list_is_sealed_in_the_audit_once(law: Law, tmp_path: Path) -> None:
    path = industries(law, tmp_path, "011,谷物种植")
    for _ in range(2):
        import_codes(law, path, "gbt4754", actor=LI)
    assert [(one.act, one.subject) for one in AuditEntry.objects.all()] == [
        ("import_codes", "codes:gbt4754@2017")
    ]
