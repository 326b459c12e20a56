"""Every service that asks for a right to write leaves an entry in the audit."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import kaifang.programme

PROGRAMME = Path(kaifang.programme.__file__).parent
ASKS = {"demand", "allowed", "demand_own", "demand_filling", "_demand_turn", "_demand_asked"}
# Asked for by those who only read; a read leaves no entry.
READS = "it shows and changes nothing"
SEALED = "store.events seals what it writes"
SILENT = {
    "auditing.exporting.export": READS,
    "auditing.reading.acts_found": READS,
    "auditing.reading.entries": READS,
    "auditing.reading.entry_count": READS,
    "auditing.reading.entry_numbered": READS,
    "auditing.reading.history": READS,
    "house.state_of_house": READS,
    "dispatch.letters.interview_letter": READS,
    "dispatch.letters.slip_letter": READS,
    "dispatch.notices.notice": READS,
    "messages.delivering.deliveries": READS,
    "messages.delivering.delivery_count": READS,
    "messages.delivering.waiting": READS,
    "messages.own_hooks.own_hooks": READS,
    "messages.subscribing.hooks": READS,
    "people.roll.demand_office": READS,
    "reporting.books.template": READS,
    "reporting.desk.calls": READS,
    "reporting.forms.open_form": READS,
    "reporting.signing.read_scan": READS,
    "reporting.signing.sign_off": READS,
    "reporting.filling.prepare": "it checks only; `enter` writes what was prepared, and is recorded",
    "casework.keeping.open_case": SEALED,
    "casework.migrating.demand_migration": READS,
    "clearance.loading.load": SEALED,
    "clearance.loading.load_file": SEALED,
    "clearance.loading.send": SEALED,
    "clearance.quarantine.open_held": READS,
    "clearance.quarantine.settle": SEALED,
    "clearance.quarantine.waiting": READS,
    "duplicates.finding.demand_sight": READS,
    "duplicates.ruling.demand_ruling": READS,
    "intake.bringing.expect_kept": READS,
    "backups.restore": "the restored store records it, in store.backup.restoring",
    "people.second_factor.enrol": "nothing holds until it is confirmed, which is recorded",
}


@cache
def functions() -> dict[str, tuple[str, ast.FunctionDef]]:
    """Every function of the programme by module and name, with its module."""
    found = {}
    for path in sorted(PROGRAMME.rglob("*.py")):
        module = ".".join(path.relative_to(PROGRAMME).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found[f"{module}.{node.name}"] = (module, node)
    return found


def called(node: ast.FunctionDef) -> set[str]:
    """The names of all that a function calls: `audit.record` is `record` of audit."""
    names = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            names.add(ast.unparse(one.func))
    return names


def records(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function, or one that it calls by name, seals an entry."""
    _, node = functions()[name]
    calls = called(node)
    if "audit.record" in calls:
        return True
    nearest = [one for call in calls for one in reached(name, call) if one not in seen]
    return any(records(one, seen | {name, *nearest}) for one in nearest)


def reached(name: str, call: str) -> list[str]:
    """Functions a call may mean: of the same module, else of that name elsewhere."""
    module, _ = functions()[name]
    last = call.rpartition(".")[2]
    own = f"{module}.{last}"
    if own in functions():
        return [own]
    imported = imports(module).get(call.partition(".")[0], "")
    return [one for one in (imported, f"{imported}.{last}") if one in functions()]


@cache
def imports(module: str) -> dict[str, str]:
    """What a module's imported names of the programme stand for."""
    path = PROGRAMME.joinpath(*module.split(".")).with_suffix(".py")
    found = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kaifang.programme"):
            place = (node.module or "").removeprefix("kaifang.programme").lstrip(".")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{place}.{alias.name}".lstrip(".")
    return found


def services() -> list[str]:
    """Public functions that ask for a right themselves."""
    return [
        name
        for name, (_, node) in functions().items()
        if not node.name.startswith("_")
        and node.name not in ASKS
        and {call.rpartition(".")[2] for call in called(node)} & ASKS
    ]


def test_the_walk_finds_the_services_and_sees_who_is_silent() -> None:
    assert {"people.posts.grant_post", "dispatch.issuing.issue", "tasks.keeping.reopen"} <= {
        *services()
    }
    assert records("dispatch.issuing.issue")
    assert records("reporting.closing.close")
    assert not records("house.state_of_house")


def test_every_service_that_writes_is_audited() -> None:
    silent = {name for name in services() if not records(name)}
    assert silent - SILENT.keys() == set(), "record it, or say in SILENT why not"
    assert SILENT.keys() - silent == set(), "these are audited now: take them out of SILENT"
