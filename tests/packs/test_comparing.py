"""What changed between two versions of a pack, entry by entry and field by field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaifang.packs.comparing import Act, Change, FieldChange, diff
from kaifang.packs.law import compose
from tests.packs.authors import altered, copied

Spoil = Callable[[Path], object]


@pytest.fixture
def changes(tmp_path: Path) -> Callable[[Spoil], list[Change]]:
    """Compare the Liaoning 2022 pack with a copy that somebody changed."""

    def compare(change: Spoil) -> list[Change]:
        folder = copied("liaoning-2022", tmp_path)
        change(folder)
        return diff(compose("liaoning-2022"), compose(folder))

    return compare


def test_a_copy_has_no_changes(changes: Callable[[Spoil], list[Change]]) -> None:
    assert changes(lambda folder: None) == []


def test_altered_value_is_told_field_by_field(changes: Callable[[Spoil], list[Change]]) -> None:
    def alter(folder: Path) -> None:
        altered(folder / "facts" / "trade.yaml", "value: 3312.6亿元", "value: 3312.7亿元")

    (change,) = changes(alter)
    assert (change.act, change.kind, change.id) == (Act.CHANGED, "facts", "trade.exports.2021")
    assert change.fields == (FieldChange("value", "3312.6亿元", "3312.7亿元"),)
    assert change.says.zh == "修改数据 trade.exports.2021"
    assert change.says.en == "changed fact trade.exports.2021"


def test_entry_that_is_gone_is_removed(changes: Callable[[Spoil], list[Change]]) -> None:
    removed = changes(lambda folder: (folder / "checks" / "ftz.yaml").unlink())
    assert removed
    assert {(change.act, change.kind) for change in removed} == {(Act.REMOVED, "checks")}


def test_renamed_entry_is_not_removed_and_added(changes: Callable[[Spoil], list[Change]]) -> None:
    def rename(folder: Path) -> None:
        altered(
            folder / "facts" / "trade.yaml",
            "- id: trade.exports.2021\n",
            "- id: trade.exports.level.2021\n  renamed_from: trade.exports.2021\n",
        )

    (change,) = changes(rename)
    assert (change.act, change.was) == (Act.RENAMED, "trade.exports.2021")
    assert change.fields == ()
    assert change.says.en == "renamed fact trade.exports.2021 to trade.exports.level.2021"


def test_retired_entry_is_not_called_removed(changes: Callable[[Spoil], list[Change]]) -> None:
    def retire(folder: Path) -> None:
        altered(folder / "pack.yaml", "zone:", "retired: [trade.exports.2021]\nzone:")

    (change,) = changes(retire)
    assert (change.act, change.id) == (Act.RETIRED, "trade.exports.2021")


def test_order_of_keys_and_comments_is_no_change(changes: Callable[[Spoil], list[Change]]) -> None:
    def reorder(folder: Path) -> None:
        altered(
            folder / "facts" / "trade.yaml",
            '  indicator: trade.total\n  org: "210000"\n',
            '  # said twice\n  org: "210000"\n  indicator: trade.total\n',
        )

    assert changes(reorder) == []


def test_a_year_that_extends_another_is_compared_with_all_it_takes_over(tmp_path: Path) -> None:
    folder = tmp_path / "liaoning-2022b"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "id: liaoning-2022b\nkind: programme\nversion: 1.0.0\n"
        "name: {zh: 辽宁2022更正, en: Liaoning 2022 corrected}\n"
        'org: "210000"\nperiod: "2022"\nextends: liaoning-2022\n',
        "utf-8",
    )
    kinds = {change.kind for change in diff(compose("liaoning-2022"), compose(folder))}
    assert kinds == {"pack"}
