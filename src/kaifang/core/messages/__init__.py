"""The catalogue of everything the engines say: a stable key, in Chinese and in English.

One YAML file a layer stands beside this module. An entry of an error has a code such as
`KF-PACK-012`, the sentence that says what is wrong, and the remedy.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kaifang.core.bilingual import Text

Entry = dict[str, Any]


@cache
def catalogue() -> dict[str, Entry]:
    """Read all catalogue files; a key that two files claim is an error of ours."""
    entries: dict[str, Entry] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            fresh = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}
            if both := entries.keys() & fresh.keys():
                raise ValueError(f"message keys defined twice: {sorted(both)}")
            entries.update(fresh)
    return entries


def message(key: str, **params: object) -> Text:
    """Return the message `key` with its parameters filled in.

    >>> message("missing.no_target").en
    'no target'
    """
    return _text(key, "says").format(**params)


def template(key: str) -> Text:
    """Return the message `key` with its places left open."""
    return _text(key, "says")


def remedy(key: str, **params: object) -> Text:
    """Return what to do about the error `key`."""
    return _text(key, "do").format(**params)


@cache
def _text(key: str, part: str) -> Text:
    entry = catalogue()[key]
    words = entry.get(part, entry)
    return Text(words["zh"], words["en"])
