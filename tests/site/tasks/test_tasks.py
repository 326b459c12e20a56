"""Tasks: numbered measures by document, with leads, validity and targets."""

from tests.site.tables import bands_of, rows_of


def test_tasks_stand_under_their_document_in_the_order_of_the_text(demo, read) -> None:
    page = read("/tasks/")
    assert len(bands_of(page)) == 2
    told = [row[:2] for row in rows_of(page, "tasks")]
    first = told.index(["三.(一)", "稳住外贸基本盘"])
    numbers = [number for number, _name in told[first : first + 5]]
    assert numbers == ["三.(一)", "三.(二)", "三.(三)", "三.(四)", "三.(五)"]


def test_lead_bodies_and_validity_are_told(demo, read) -> None:
    told = {row[1]: row for row in rows_of(read("/tasks/"), "tasks")}
    assert told["稳住外贸基本盘"][2:5] == ["示例省商务厅", "示例海关", "2023年"]


def test_one_task_shows_its_clause_and_its_targets(demo, read) -> None:
    page = read("/tasks/plan.trade/")
    assert "由省商务厅牵头，示例海关配合" in page
    assert "货物进出口总额" in [row[0] for row in rows_of(page, "targets")]


def test_a_measure_under_another_is_listed_there(liaoning, read) -> None:
    names = [row[1] for row in rows_of(read("/tasks/trade.quality_project/"), "tasks")]
    assert "开展RCEP贸易合作行动" in names
    assert len(names) == 6


def test_missing_lead_is_said_to_be_missing(liaoning, read) -> None:
    assert "文中未写明" in read("/tasks/trade.rcep/")
