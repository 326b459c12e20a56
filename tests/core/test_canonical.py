"""Canonical JSON: the texts of RFC 8785, as far as our values go."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kaifang.core.canonical import canonical

# RFC 8785, section 3.2.3: keys in the order of their UTF-16 units.
UNSORTED = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\U0001f600": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
}
SORTED = [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
]


def test_keys_stand_in_the_order_of_the_rfc() -> None:
    assert list(json.loads(canonical(UNSORTED)).values()) == SORTED


def test_texts_are_escaped_as_in_the_rfc() -> None:
    # RFC 8785, section 3.2.2: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"
    given_there = '\u20ac$\x0f\nA\'B"\\\\"/'
    assert canonical(given_there) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.0]}, {1: "a"}, {"a": b"x"}])
def test_what_is_not_exact_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_no_other_reader_keeps_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"9007199254740992|surrogates"):
        canonical(value)


def test_too_deep_is_refused() -> None:
    deep: object = "x"
    for _ in range(40):
        deep = [deep]
    with pytest.raises(ValueError, match="32"):
        canonical(deep)


_VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | some.text(some.characters(exclude_categories=("Cs",))),
    lambda inner: some.lists(inner) | some.dictionaries(some.text("a€\ufb33😀"), inner),
    max_leaves=12,
)


@given(_VALUES)
def test_reading_it_again_gives_the_value_and_the_same_text(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
