"""Notices to firms as a pack declares them: what lint finds wrong, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.law import load
from kaifang.packs.linting import lint
from tests.packs.tiny import TinyPack

FILE = "processes/goods.yaml"
CITE = "cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}"
PROCESS = f"""\
- id: goods
  name: {{zh: 货物, en: Goods}}
  mode: observe
  object: consignment
  fields:
    - {{id: code, name: {{zh: 信用代码, en: credit code}}, kind: credit_code}}
    - {{id: port, name: {{zh: 口岸, en: port}}, kind: text}}
  states:
    - {{id: declared, name: {{zh: 已申报, en: declared}}}}
    - {{id: ordered, name: {{zh: 待查验, en: ordered}}}}
    - {{id: released, name: {{zh: 已放行, en: released}}}}
  start: declared
  end: {{good: [released]}}
  transitions:
    - {{event: order, name: {{zh: 指令, en: order}}, from: declared, to: ordered}}
    - {{event: sent, name: {{zh: 送出, en: sent}}, from: ordered}}
    - {{event: known, name: {{zh: 知悉, en: known}}, from: ordered}}
    - {{event: release, name: {{zh: 放行, en: release}}, from: [declared, ordered], to: released}}
  clocks:
    - {{id: knowing, name: {{zh: 知悉, en: knowing}}, start: [sent], stop: [known], unit: hour}}
  alarms:
    - {{clock: knowing, after: {{n: 4, unit: hour}}, open: task}}
  notices:
    - id: inspection
      name: {{zh: 查验通知, en: notice of inspection}}
      opened_by: order
      to: code
      sent: sent
      acknowledged: known
      tells: [port]
      clock: knowing
      within: {{n: 2, unit: natural_day}}
      {CITE}
  {CITE}
"""


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return TinyPack.sound(tmp_path / "tiny").write(FILE, PROCESS)


def found(pack: TinyPack, old: str, new: str) -> list[str]:
    assert old in PROCESS
    pack.write(FILE, PROCESS.replace(old, new, 1))
    return [one.code for one in lint(pack.law()) if one.code.startswith("KF-PACK")]


def test_a_sound_notice_is_no_finding(pack: TinyPack) -> None:
    assert [one.code for one in lint(pack.law()) if FILE in str(one.where)] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("opened_by: order", "opened_by: ordered", "KF-PACK-245"),
        ("tells: [port]", "tells: [ports]", "KF-PACK-245"),
        ("      clock: knowing", "      clock: knows", "KF-PACK-245"),
        ("      to: code", "      to: port", "KF-PACK-246"),
        ("sent: sent", "sent: release", "KF-PACK-247"),
        ("acknowledged: known", "acknowledged: order", "KF-PACK-247"),
        ("open: task", "open: ticket.overdu", "KF-PACK-249"),
    ],
)
def test_what_is_wrong_is_told(pack: TinyPack, old: str, new: str, code: str) -> None:
    assert code in found(pack, old, new)


def test_a_process_worked_on_by_hand_sends_no_notices(pack: TinyPack) -> None:
    assert "KF-PACK-248" in found(pack, "mode: observe", "mode: command")


def test_the_province_cites_what_it_plans_to_push() -> None:
    (notice,) = load("liaoning-2022").processes["clearance"].notices
    assert notice.cite[0].quote == "建设国际贸易“单一窗口”海关查验信息推送系统"
    assert notice.within.span.days == 2
