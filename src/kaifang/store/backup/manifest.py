"""The manifest of a backup: what it holds, every member with its checksum, and where it is from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

FORMAT = 1
NAME = "manifest.json"
# The first member, by which a backup is known even when its end is missing.
MARK = "KAIFANG-BACKUP"
MEMBER = re.compile(
    r"tables/[a-z0-9_]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{62}|mirror/[\w-]+\.(parquet|json)"
    r"|packs(/[^/\\\0]+)+|secret_key"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a backup as it was written."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds. `head` is the audit chain's end in it, printed with its whole hash.

    `lacking` names stored files that were missing or damaged when it was made.
    """

    made_at: str
    engine: str
    database: str
    data_version: int
    head: str
    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a manifest. Raises: ValueError, KeyError or TypeError where it is none of ours."""
        found: dict[str, Any] = json.loads(content)
        if found.pop("format") != FORMAT:
            raise ValueError("format")
        members = {name: Member(**one) for name, one in found.pop("members").items()}
        if not all(is_sound(name) for name in members):
            raise ValueError("members")
        migrations = tuple((app, name) for app, name in found.pop("migrations"))
        lacking = tuple(found.pop("lacking"))
        return cls(**found, migrations=migrations, members=members, lacking=lacking)

    def written(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def is_sound(name: str) -> bool:
    """Whether a member may be called so: nothing leads out of the folder it is put into."""
    return bool(MEMBER.fullmatch(name)) and not {".", ".."} & set(name.split("/"))
