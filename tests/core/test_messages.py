"""Every message stands in both languages, says the same in both, and somebody says it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar, cast

import pytest

from kaifang.core import messages
from kaifang.core.messages import catalogue, message, remedy

SOURCE = Path(messages.__file__).parents[2]
CODE = re.compile(r"KF-[A-Z]+-\d{3}")
MESSAGES = {"message", "remedy"}
# Help is looked up by the name of the command itself; tests/cli walk through every command.
BY_NAME = ("cli.",)


def templates(key: str) -> Iterator[dict[str, str]]:
    """The texts of an entry: what it says and, of an error, what to do."""
    entry = catalogue()[key]
    parts = [entry["says"], entry["do"]] if CODE.fullmatch(key) else [entry]
    yield from parts


def parameters(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


N = TypeVar("N", bound=ast.AST)


@cache
def _nodes() -> dict[type[ast.AST], list[ast.AST]]:
    found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        if "_packs" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                found[type(node)].append(node)
    return found


def nodes(kind: type[N]) -> list[N]:
    """All calls, classes or constants of the code."""
    return cast("list[N]", _nodes()[kind])


@cache
def literals() -> frozenset[str]:
    """Every string that stands in the code."""
    return frozenset(node.value for node in nodes(ast.Constant) if isinstance(node.value, str))


def asked() -> Iterator[tuple[str, bool]]:
    """Every key that a call of `message` names; for an f-string the beginning, marked so."""
    for node in nodes(ast.Call):
        if called(node) in MESSAGES and node.args:
            first: Any = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, True
            elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                yield str(first.values[0].value), False


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_no_key_stands_twice_in_a_file() -> None:
    for file in Path(messages.__file__).parent.glob("*.yaml"):
        keys = re.findall(r"^([^\s#:]+):", file.read_text("utf-8"), re.MULTILINE)
        assert not [key for key in set(keys) if keys.count(key) > 1], file.name


def test_every_key_has_both_languages_and_no_third_word() -> None:
    # a third word is the rest of a text that an unquoted comma has cut off
    for key in catalogue():
        for words in templates(key):
            assert set(words) == {"zh", "en"}, key
            assert bool(words["zh"]) == bool(words["en"]), key  # 等于 goes without saying


def test_both_languages_take_the_same_parameters() -> None:
    for key in catalogue():
        for words in templates(key):
            plural = parameters(words["en"]) & {"s"}  # day{s}
            assert parameters(words["zh"]) | plural == parameters(words["en"]), key


def test_a_key_defined_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("missing.x: {zh: 无, en: none}", "utf-8")
    monkeypatch.setattr(messages, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match="twice"):
        catalogue.__wrapped__()


def test_english_is_english() -> None:
    for key in catalogue():
        for words in templates(key):
            example = re.sub(r"[7,\d.]+亿元|个百分点|“[^”]*”|\{\w+\}", "", words["en"])
            assert not re.search(r"[\u4e00-\u9fff]{5}", example), key


# What is quoted, written as code or filled in keeps its own marks.
KEPT = re.compile(r"https?://\S+|“[^”]*”|`[^`]*`|\{\w*\}")
HALF_WIDTH = re.compile(
    r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef] ?[,;:()]|[,;:()] ?[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]"
)


def test_chinese_has_chinese_punctuation() -> None:
    assert HALF_WIDTH.search(KEPT.sub("某", "无法判定:{why}"))
    assert HALF_WIDTH.search(KEPT.sub("某", "{now}({why})"))
    assert not HALF_WIDTH.search(KEPT.sub("某", "如 printed: 7724亿元，或 code,zh,en"))
    for key in catalogue():
        for words in templates(key):
            assert not HALF_WIDTH.search(KEPT.sub("某", words["zh"])), key


def test_no_key_is_asked_for_that_is_not_defined() -> None:
    known = catalogue().keys()
    unknown = {(key, is_whole) for key, is_whole in asked() if key not in known}
    assert not {key for key, is_whole in unknown if is_whole}
    assert not {key for key, _ in unknown if not any(one.startswith(key) for one in known)}


def test_no_code_is_raised_that_is_not_defined() -> None:
    assert {text for text in literals() if CODE.fullmatch(text)} <= catalogue().keys()


def test_no_key_is_defined_that_nobody_asks_for() -> None:
    said, beginnings = literals(), (*BY_NAME, *begun())
    unused = {key for key in catalogue() if key not in said and not key.startswith(beginnings)}
    assert not unused


def begun() -> set[str]:
    """What the f-strings of the code begin with, as far as it could be a key: f"target.{form}"."""
    first = (node.values[0] for node in nodes(ast.JoinedStr) if node.values)
    texts = {str(one.value) for one in first if isinstance(one, ast.Constant)}
    return {text for text in texts if re.fullmatch(r"[a-z_]+(\.[a-z_]*)+", text)}


def test_every_error_class_has_a_code_of_its_own() -> None:
    codes: dict[str, list[str]] = {}
    for node in nodes(ast.ClassDef):
        for code in own_codes(node):
            codes.setdefault(code, []).append(node.name)
    shared = {code: names for code, names in codes.items() if len(names) > 1}
    assert not shared


def own_codes(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        value: Any = getattr(line, "value", None)
        if isinstance(line, ast.Assign) and isinstance(value, ast.Constant):
            yield from CODE.findall(str(value.value))


def test_every_error_is_raised_with_what_its_message_asks_for() -> None:
    needed = needed_by_class()
    lacking = [
        (raised(node), node.lineno, needed[raised(node)] - given(node))
        for node in nodes(ast.Call)
        if raised(node) in needed and not needed[raised(node)] <= given(node)
    ]
    assert not lacking


def test_every_message_is_asked_for_with_its_parameters() -> None:
    lacking = [
        (key, node.lineno, needs(key) - given(node))
        for node in nodes(ast.Call)
        if called(node) in MESSAGES and (key := whole_key(node)) and not needs(key) <= given(node)
    ]
    assert not lacking


def whole_key(node: ast.Call) -> str:
    """The key that a call names outright, if the catalogue has it."""
    first = node.args[0] if node.args else None
    key = first.value if isinstance(first, ast.Constant) else None
    return key if isinstance(key, str) and key in catalogue() else ""


def given(node: ast.Call) -> set[str]:
    """The keywords of a call; ** may give any."""
    names = {keyword.arg for keyword in node.keywords}
    anything = set().union(*map(needs, catalogue())) if None in names else set()
    return {name for name in names if name} | anything


def needs(key: str) -> set[str]:
    """The parameters that a message cannot do without."""
    return set().union(*(parameters(words["zh"]) for words in templates(key)))


def needed_by_class() -> dict[str, set[str]]:
    """What each error needs; a class that builds its own parameters answers for itself.

    Of two classes of one name, what both need.
    """
    needed: dict[str, set[str]] = {}
    for node in nodes(ast.ClassDef):
        builds = any(isinstance(x, ast.FunctionDef) and x.name == "__init__" for x in node.body)
        for code in own_codes(node) if not builds else ():
            needed[node.name] = needs(code) & needed.get(node.name, needs(code))
    return needed


def raised(node: ast.Call) -> str:
    """The class of `Error(…)` or `Error.at(…)`."""
    of = node.func
    if isinstance(of, ast.Attribute) and of.attr == "at":
        of = of.value
    return of.id if isinstance(of, ast.Name) else ""


def test_a_message_is_filled_in_both_languages() -> None:
    assert message("missing.no_base", period="2021-05").zh == "缺2021-05基数"
    assert message("missing.no_base", period="2021-05").en == "no base for 2021-05"
    assert remedy("KF-CORE-003").en == "Use a unit of the table of units."


def test_an_unknown_key_or_parameter_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        message("missing.nonsense")
    with pytest.raises(KeyError):
        message("missing.no_base")
