"""The JSON Schema that editors use says what the loader accepts, and what it does not."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from kaifang.packs.exporting import json_schema
from kaifang.packs.kinds import KINDS

PACKS = Path(__file__).parents[2] / "packs"


def files_of(kind: str) -> list[Path]:
    return [*PACKS.glob(f"*/{kind}.yaml"), *PACKS.glob(f"*/{kind}/*.yaml")]


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: bare numbers are numbers, dates are texts, `no` is a word."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in known if not tag.endswith((":bool", ":timestamp"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=Editor)


@pytest.mark.parametrize("kind", [*KINDS, "pack"])
def test_every_file_of_the_packs_fits_its_schema(kind: str) -> None:
    schema = json_schema(kind)
    validator = Draft202012Validator(schema)
    wrong = [
        f"{path.relative_to(PACKS)}: {error.instance_path}: {error.message}"
        for path in files_of(kind)
        for error in validator.iter_errors(as_an_editor_reads(path))
    ]
    assert not wrong, "\n".join(wrong[:5])


def test_a_misspelt_key_is_marked() -> None:
    fact = as_an_editor_reads(PACKS / "liaoning-2022" / "facts" / "trade.yaml")[0]
    fact["perriod"] = fact.pop("period")
    validator = Draft202012Validator(json_schema("facts"))
    messages = " ".join(error.message for error in validator.iter_errors([fact]))
    assert "'perriod' was unexpected" in messages
    assert '"period" is a required property' in messages


def test_a_figure_without_citation_is_marked() -> None:
    fact = as_an_editor_reads(PACKS / "liaoning-2022" / "facts" / "trade.yaml")[0]
    del fact["cite"]
    assert not Draft202012Validator(json_schema("facts")).is_valid([fact])


def test_unquoted_number_and_single_citation_are_let_through() -> None:
    fact = {
        "id": "a",
        "indicator": "trade.total",
        "org": 210000,
        "period": 2021,
        "value": "1亿元",
        "cite": {"doc": "a", "quote": "1亿元", "printed": "1亿元"},
    }
    assert Draft202012Validator(json_schema("facts")).is_valid([fact])


def test_there_is_a_titled_definition_for_every_kind_of_file() -> None:
    definitions = json_schema()["$defs"]
    assert {*KINDS, "pack"} <= set(definitions)
    assert all(definitions[kind]["title"] for kind in (*KINDS, "pack"))
