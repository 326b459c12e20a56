"""A process of a pack: what lint finds wrong with it, with file and line; those that ship are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from kaifang.packs.schema.processes import ProcessEntry
from tests.packs.tiny import TinyPack

PROCESS = """\
- id: approval
  name: {zh: 审批, en: Approval}
  mode: command
  object: approval
  roles: [{id: officer, name: {zh: 经办, en: officer}}]
  evidence: [{id: form, name: {zh: 表, en: form}}]
  reasons: [{id: hearing, name: {zh: 听证, en: hearing}}]
  fields: [{id: paid, name: {zh: 拨付, en: Paid}, kind: amount, unit: 万元}]
  states:
    - {id: received, name: {zh: 收件, en: received}}
    - {id: reviewing, name: {zh: 审查, en: reviewing}}
    - {id: decided, name: {zh: 办结, en: decided}}
  start: received
  end: {good: [decided]}
  transitions:
    - {event: accept, name: {zh: 受理, en: accept}, from: received, to: reviewing, who: [officer], evidence: [form]}
    - {event: decide, name: {zh: 办结, en: decide}, from: reviewing, to: decided, who: [officer], not_same_person_as: [accept]}
  clocks:
    - id: whole
      name: {zh: 全程, en: whole}
      start: [accept]
      stop: [decide]
      limit: {n: 60, unit: natural_day}
      count_from: next_day
      baseline: {n: 90, unit: natural_day}
      cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
  alarms:
    - {clock: whole, at: 80%, tell: [officer]}
  cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
"""
FILE = "processes/approval.yaml"
CITE = "cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}"


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return TinyPack.sound(tmp_path / "tiny").write(FILE, PROCESS)


def line(text: str) -> str:
    """The place of the first line of the process that has a text."""
    number = next(n for n, one in enumerate(PROCESS.splitlines(), 1) if text in one)
    return f"{FILE}:{number}"


def test_the_process_is_sound_and_loaded(pack: TinyPack) -> None:
    law = pack.law()
    assert lint(law) == []
    process = law.processes["approval"]
    assert isinstance(process, ProcessEntry)
    assert list(process.events) == ["accept", "decide"]
    assert process.transitions[0].from_ == ("received",)  # one state is written without a list


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("start: received\n", "start: recieved\n", "KF-PACK-201", "start: received"),
        ("evidence: [form]}", "evidence: [from]}", "KF-PACK-201", "event: accept"),
        ("tell: [officer]", "tell: [chief]", "KF-PACK-201", "clock: whole"),
        ("as: [accept]", "as: [acept]", "KF-PACK-201", "event: decide"),
        ("stop: [decide]", "stop: [decided]", "KF-PACK-201", "stop: [decide]"),
        ("  alarms:\n", "  steps: [{id: all, name: {zh: 全程, en: all}, start: acept, stop: decide}]\n  alarms:\n",
         "KF-PACK-201", "  alarms:"),
        ("{clock: whole,", "{clock: hole,", "KF-PACK-201", "clock: whole"),
        ("to: decided, who", "to: reviewing, who", "KF-PACK-203", "id: received"),
        ("from: received, to", "from: reviewing, to", "KF-PACK-202", "id: reviewing"),
        ("baseline: {n: 90, unit: natural_day}", "baseline: {n: 90, unit: hour}",
         "KF-PACK-205", "baseline"),
        ("at: 80%", "after: {n: 2, unit: hour}", "KF-PACK-205", "clock: whole"),
        ("who: [officer], not", "not", "KF-PACK-208", "event: decide"),
        ("{id: reviewing, name", "{id: received, name", "KF-PACK-209", "id: reviewing"),
        ("{id: reviewing, name", "{id: reviewing, renamed_from: received, name",
         "KF-PACK-250", "id: reviewing"),
        ("{id: reviewing, name", "{id: reviewing, renamed_from: [asked, asked], name",
         "KF-PACK-250", "id: reviewing"),
        ("name: {zh: 办结, en: decided}", "name: {zh: 办结}", "KF-PACK-007", "id: decided"),
        ("clock: whole, at: 80%", "clock: whole, att: 80%", "KF-PACK-006", "clock: whole"),
        ("count_from: next_day", "calendar: cn", "KF-PACK-041", "- id: whole"),
        ("mode: command", "mode: comand", "KF-PACK-009", "mode"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    pack: TinyPack, old: str, new: str, code: str, at: str
) -> None:
    assert (code, line(at)) in pack.change(FILE, old, new).told()


def test_a_limit_without_a_citation_is_a_finding(pack: TinyPack) -> None:
    pack.change(FILE, f"      {CITE}\n", "")
    assert ("KF-PACK-206", line("- id: whole")) in pack.told()


def test_a_process_without_a_citation_does_not_load(pack: TinyPack) -> None:
    pack.write(FILE, PROCESS.removesuffix(f"  {CITE}\n"))
    assert [code for code, _ in pack.told()] == ["KF-PACK-008"]


def test_a_clock_needs_an_event_that_may_happen(pack: TinyPack) -> None:
    """An event of a state that no case comes to starts nothing."""
    pack.change(
        FILE,
        "  clocks:",
        """\
    - {event: recall, name: {zh: 撤回, en: recall}, from: lost, to: decided, who: [officer]}
  clocks:""",
    )
    pack.change(
        FILE,
        "  start: received",
        """\
    - {id: lost, name: {zh: 遗失, en: lost}}
  start: received""",
    )
    pack.change(FILE, "start: [accept]", "start: [recall]")
    assert [code for code, _ in pack.told()] == ["KF-PACK-202", "KF-PACK-204"]


def test_one_event_leads_one_way_from_a_state(pack: TinyPack) -> None:
    pack.change(
        FILE,
        "  clocks:",
        """\
    - {event: accept, name: {zh: 受理, en: accept}, from: received, to: decided, who: [officer]}
  clocks:""",
    )
    assert [code for code, _ in pack.told()] == ["KF-PACK-207"]


def test_what_begins_a_case_leads_to_its_start(pack: TinyPack) -> None:
    pack.change(
        FILE,
        "  clocks:",
        """\
    - {event: open, name: {zh: 收件, en: open}, to: reviewing, who: [officer]}
  clocks:""",
    )
    assert [code for code, _ in pack.told()] == ["KF-PACK-212"]


def test_a_share_of_a_clock_that_only_measures_is_a_finding(pack: TinyPack) -> None:
    pack.change(FILE, "      limit: {n: 60, unit: natural_day}\n", "      unit: natural_day\n")
    assert [code for code, _ in pack.told()] == ["KF-PACK-210"]


@pytest.mark.parametrize(
    ("printed", "codes"),
    [("60个工作日以内", []), ("60个工作日", []), ("6", ["KF-PACK-211"])],
)
def test_a_quoted_limit_is_what_is_printed(pack: TinyPack, printed: str, codes: list[str]) -> None:
    quoted = f"cite: {{doc: press, quote: 审批时限压缩到60个工作日以内, printed: {printed}}}"
    pack.change(FILE, f"      {CITE}\n", f"      {quoted}\n")
    pack.change(FILE, "      baseline: {n: 90, unit: natural_day}\n", "")
    pack.change(FILE, "natural_day}", "working_day}")
    pack.change(FILE, "count_from: next_day", "count_from: next_day\n      calendar: tiny")
    pack.write(
        "workdays.yaml",
        f"""\
- {{id: y, name: {{zh: 年, en: y}}, year: 2022, known_from: 2021-10-25, off: [2022-01-03], {CITE}}}
""",
    )
    found = [code for code, _ in pack.told() if code != "KF-PACK-013"]
    assert found == codes


def test_a_quotation_of_a_clock_stands_in_its_document(pack: TinyPack) -> None:
    quoted = "cite: {doc: press, quote: 审批不超过60天, printed: 60天}"
    pack.change(FILE, f"      {CITE}\n", f"      {quoted}\n")
    pack.change(FILE, "      baseline: {n: 90, unit: natural_day}\n", "")
    told = pack.told("审批时限压缩到60个工作日以内。")
    assert ("KF-PACK-012", line("baseline")) in told  # which stood a line above it


def test_a_calendar_that_nobody_has_is_told(pack: TinyPack) -> None:
    pack.change(FILE, "  limit: {n: 60, unit: natural_day}", "  limit: {n: 60, unit: working_day}")
    pack.change(FILE, "count_from: next_day", "count_from: next_day\n      calendar: mars")
    pack.change(
        FILE, "baseline: {n: 90, unit: natural_day}", "baseline: {n: 90, unit: working_day}"
    )
    assert [code for code, _ in pack.told()] == ["KF-PACK-011"]


def test_a_later_pack_overrides_the_process_it_extends(pack: TinyPack) -> None:
    later = TinyPack(pack.folder.parent / "later")
    later.write(
        "pack.yaml",
        """\
id: later
kind: programme
version: 1.0.0
name: {zh: 后包, en: Later}
org: "210000"
period: "2022"
extends: tiny
""",
    )
    later.write(FILE, PROCESS.replace("n: 60", "n: 50"))
    law = later.law()
    assert lint(law) == []
    limit = law.processes["approval"].clocks[0].limit
    assert limit is not None
    assert limit.n == 50


@pytest.mark.parametrize(
    ("name", "processes"),
    [
        ("demo", {"demo.clearance", "demo.project"}),
        ("liaoning-2022", {"clearance", "project.investment"}),
    ],
)
def test_processes_that_ship_are_sound(name: str, processes: set[str]) -> None:
    law = compose(name)
    assert processes <= set(law.processes)
    assert [str(finding) for finding in lint(law)] == []


def test_no_limit_of_liaoning_is_invented() -> None:
    """The documents print no limit for projects or clearance, and no hours of 2017."""
    for process in compose("liaoning-2022").processes.values():
        if process.id in ("clearance", "project.investment"):
            assert not any(clock.limit or clock.baseline for clock in process.clocks)
            assert not process.alarms
