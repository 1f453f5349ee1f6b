"""What changed between two days of a small archive, seen as a user sees it: both warehouses are really built."""

import datetime as dt
from pathlib import Path

import pytest

from pipelines.build import DATABASE, build_past, build_warehouse
from pipelines.evidence.compare import Changes, compare
from pipelines.fill import fill
from tests.pipelines.mailbox import LIST, LOOKUPS, REPLY, crawl, letter, listing, page_of

BULLETIN = 9


def bulletin(completed: int, rate: str) -> bytes:
    text = f"2025年12月，县长信箱共收到来信80件，已办结{completed}件，办结率{rate}。"
    title = "丹凤县2025年12月县长信箱办理情况通报"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>".encode()


def counters(received: int, completed: int, rate: str) -> str:
    return f"提案数：{received} 办结数：{completed} 办结率：{rate}"


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Changes:
    """The first crawl finds letters 1 to 3, of which 2 has no answer; the second finds it answered, 1 gone, 3 edited, 4
    new, and the rate of the bulletin mended.
    """
    data_dir: Path = tmp_path_factory.mktemp("diff")
    first = [(page_of(n), 200, letter(n, "" if n == 2 else REPLY)) for n in (1, 2, 3)]
    edited = letter(3, REPLY.replace("修好", "换新"))
    second = [(page_of(2), 200, letter(2)), (page_of(3), 200, edited), (page_of(4), 200, letter(4))]
    gone = (page_of(1), 404, b"<html><body>404</body></html>")
    for day, numbers, printed, pages, mended in (
        (1, [1, 2, 3], counters(20, 3, "15%"), first, bulletin(60, "80%")),
        (10, [2, 3, 4], counters(25, 5, "20%"), [*second, gone], bulletin(60, "75%")),
    ):
        article = (page_of(BULLETIN), 200, mended)
        crawl(data_dir, day, [(LIST, 200, listing(numbers, printed)), *pages, article])
    fill(data_dir, lookups=LOOKUPS)
    build_warehouse(data_dir, LOOKUPS.registry)
    past = build_past(data_dir, LOOKUPS.registry, dt.date(2026, 1, 9), data_dir / "past.duckdb")
    return compare(past.path, data_dir / DATABASE)


def test_letters_that_came_went_were_answered_or_edited(changes: Changes) -> None:
    def ids(found: tuple[object, ...]) -> list[str]:
        return [row["letter_id"].partition(":")[2] for row in found]  # type: ignore[index]

    assert ids(changes.letters_new) == ["4"]
    assert ids(changes.answered) == ["2", "4"]
    assert ids(changes.removed) == ["1"]
    assert ids(changes.edited) == ["3"]
    assert ids(changes.restored) == []


def test_a_mended_bulletin_is_a_new_version_and_its_discrepancy_is_gone(changes: Changes) -> None:
    assert [(row["document_id"], row["version_no"]) for row in changes.documents_replaced] == [
        (f"demo-danfeng:{BULLETIN}", 2)
    ]
    assert (changes.documents_new, changes.documents_gone) == ((), ())
    assert [(row["check_id"], row["claimed"]) for row in changes.findings_gone] == [("A4", "80%")]
    assert [row["check_id"] for row in changes.findings_new] == []


def test_a_counter_that_moved_on_is_the_same_discrepancy_with_another_result(changes: Changes) -> None:
    moved = [(c.before["claimed"], c.after["claimed"]) for c in changes.findings_changed if c.after["check_id"] == "V1"]
    assert moved == [("15%", "20%")]
