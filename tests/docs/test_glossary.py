"""Public classes are named with the words of the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kaifang"
GLOSSARY = ROOT / "docs" / "glossary.md"
# The site's classes are Django's kinds of things; migrations are written by Django.
LEFT_OUT = {"site", "migrations"}
PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+|[A-Z]+|[a-z]+")


def vocabulary() -> set[str]:
    """Every word of the first column of the glossary's tables, in the singular."""
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    terms = " ".join(row.split("|")[1] for row in rows)
    return {singular(word) for word in re.findall(r"[a-z]+", terms.lower())}


def singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def public_classes() -> dict[str, str]:
    """Public classes that are no errors, with their place."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if LEFT_OUT & set(path.parts):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return {name: place for name, place in found.items() if name not in error_names()}


def error_names() -> set[str]:
    from tests.docs.test_errors import errors

    return {error.__name__ for error in errors()}


def test_public_classes_are_named_with_words_of_the_glossary() -> None:
    known = vocabulary() | {"error", "kaifang"}
    strange = [
        f"{place}: {name}: {word.lower()}"
        for name, place in public_classes().items()
        for word in PARTS.findall(name)
        if singular(word.lower()) not in known
    ]
    assert not strange, (
        "write the word in docs/glossary.md, or use one that is there:\n" + "\n".join(strange)
    )


def test_terms_of_the_field_have_their_chinese() -> None:
    rows = [line.split("|") for line in GLOSSARY.read_text("utf-8").splitlines()]
    cells = [row for row in rows if len(row) > 3 and row[1].strip() not in ("Word", "---")]
    missing = [row[1].strip() for row in cells if not re.search(r"[\u4e00-\u9fff—]", row[2])]
    assert not missing


def test_the_words_of_the_house_style_are_all_there() -> None:
    """The pairs that the house style fixes, word for word."""
    fixed = {
        "indicator": "指标",
        "fact": "数据",
        "target": "目标",
        "attainment": "完成率",
        "org, organisation": "单位",
        "period": "时期",
        "submission": "填报",
        "review": "审核",
        "case": "办件",
        "event": "事件",
        "clock": "时限",
        "task": "任务",
        "citation, cite": "出处",
        "pack": "政策包",
        "zone": "开发区",
        "project": "项目",
        "steward": "商务专员",
        "ticket": "诉求",
        "lead enterprise": "头部企业",
        "gap": "断点",
        "choke": "堵点",
        "consignment": "货物",
        "leg": "区段",
        "light": "灯号",
        "notice": "通报",
        "interview": "约谈",
        "dispatch": "调度",
        "to date": "累计",
        "pull": "拉动",
        "contribution rate": "贡献率",
    }
    page = GLOSSARY.read_text("utf-8")
    assert [
        f"| {word} | {zh} |" for word, zh in fixed.items() if f"| {word} | {zh} |" not in page
    ] == []
