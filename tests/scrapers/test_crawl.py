"""A whole crawl against a small mailbox on loopback: complete, polite, conditional, going on where it stopped."""

import datetime as dt
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipelines.show import outcome_line
from scrapers.archive import Archive
from scrapers.crawl import CrawlError, Progress, crawl, explained, log_path
from scrapers.source import LOCAL
from tests.platform_sites import load_site
from tests.platform_sites import serving as serving_site
from tests.scrapers.mailbox_server import Mailbox, reply, serving, start_crawl

SOURCE = "demo-test-mailbox"


def test_three_crawls_of_a_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)))
    with serving(mailbox) as site:
        seen = []
        first = site.crawl(tmp_path, progress=seen.append)
        assert (first.complete, first.stop_reason, first.mode) == (True, "finished", "full")
        assert (first.listed_total, first.letters_seen, first.letters_fetched, first.failed) == (12, 12, 12, 0)
        assert mailbox.times() == dict.fromkeys(mailbox.asked, 1)
        assert mailbox.asked[0] == "/robots.txt"
        assert first.requests == len(mailbox.asked) == 1 + 3 + 12
        assert [p.fetched for p in seen][-1] == 12
        assert all(a.startswith("wenzheng/") and a.endswith("(+tests@example.org)") for a in mailbox.agents)
        assert log_path(tmp_path, SOURCE).read_text() == ""

        # A letter is new, one is removed: an incremental crawl asks for the list and the new letter only.
        mailbox.letters = [*range(2, 13), 13]
        mailbox.asked.clear()
        second = site.crawl(tmp_path)
        assert (second.complete, second.mode, second.letters_seen, second.letters_fetched) == (
            True,
            "incremental",
            12,
            1,
        )
        assert [path for path in mailbox.asked if path.startswith("/show")] == ["/show.jsp?leadermailid=13"]

        # A full one asks for each, but only whether it has changed; an edit under an unchanged date is found, and the
        # letter that is no longer listed is gone.
        mailbox.edits[5] = "已转交通局办理。"
        third = site.crawl(tmp_path, full=True)
        assert (third.complete, third.mode, third.letters_fetched) == (True, "full", 12)
        assert mailbox.not_modified == 11
    contents = Archive(tmp_path).contents(SOURCE)
    assert contents.damages == ()
    of_third = [c for c in contents.captures if c.crawl_id == third.crawl_id]
    unchanged = [c for c in of_third if c.http_status == 304]
    assert len(unchanged) == 11
    assert all(c.is_revisit and "来信主题" in c.payload().decode("gb18030") for c in unchanged)
    (edited,) = [c for c in of_third if c.url.endswith("leadermailid=5")]
    assert "已转交通局办理" in edited.payload().decode("gb18030")
    assert contents.crawls[-1].counts == {
        "list_agrees": 1,
        "listed_total": 12,
        "letters_seen": 12,
        "letters_fetched": 12,
        "failed": 0,
        "refused": 0,
        "requests": third.requests,
    }


def test_a_crawl_goes_on_where_a_bound_stopped_it(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 9)))
    with serving(mailbox) as site:
        politeness = {"delay_seconds": 0.001, "night_pause": None, "request_budget": 5, "contact": "tests@example.org"}
        first = site.crawl(tmp_path, fields={"politeness": politeness})
        assert (first.stop_reason, first.complete, first.requests) == ("budget", False, 5)
        second = site.crawl(tmp_path, max_pages=2)
        assert (second.stop_reason, second.complete, second.crawl_id) == ("max_pages", False, first.crawl_id)
        third = site.crawl(tmp_path)
        assert (third.stop_reason, third.complete, third.crawl_id) == ("finished", True, first.crawl_id)
        assert (third.letters_fetched, third.requests) == (8, len(mailbox.asked))
    pages = {path: n for path, n in mailbox.times().items() if path != "/robots.txt"}
    assert pages == dict.fromkeys(pages, 1)
    (recorded,) = Archive(tmp_path).contents(SOURCE).crawls
    assert (recorded.complete, recorded.stop_reason) == (True, "finished")


def test_a_crawl_that_is_interrupted_ends_the_page_that_it_is_at_and_says_so(tmp_path: Path) -> None:
    def interrupt(now: Progress) -> None:
        if now.fetched == 2:
            raise KeyboardInterrupt

    mailbox = Mailbox(letters=list(range(1, 9)))
    with serving(mailbox) as site:
        first = site.crawl(tmp_path, progress=interrupt)
        assert (first.stop_reason, first.complete) == ("interrupted", False)
        second = site.crawl(tmp_path)
        assert (second.complete, second.crawl_id, second.letters_fetched) == (True, first.crawl_id, 8)
    letters = {path: n for path, n in mailbox.times().items() if path.startswith("/show")}
    assert letters == dict.fromkeys(letters, 1)


def test_nothing_is_asked_at_night(tmp_path: Path) -> None:
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))
    start, end = now - dt.timedelta(minutes=5), now + dt.timedelta(minutes=5)
    pause = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    with serving(Mailbox(letters=[1])) as site:
        outcome = site.crawl(tmp_path, fields={"politeness": {"delay_seconds": 0, "night_pause": pause}}, contact="a@b")
        assert (outcome.stop_reason, outcome.complete, outcome.requests) == ("night", False, 0)
        assert site.mailbox.asked == []


def test_a_list_that_changed_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)))

    with serving(mailbox) as site:
        # When page 2 is asked for, a new letter pushes every row down by one: letter 5 is seen twice, 13 never.
        def shifted(handler: object) -> None:
            del mailbox.tricks["/list.jsp?formname7ap=2"]
            mailbox.letters.insert(0, 13)
            reply(handler, mailbox.list_page(2))  # type: ignore[arg-type]

        mailbox.tricks["/list.jsp?formname7ap=2"] = shifted
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.listed_total, outcome.letters_fetched) == (True, 13, 13)
    assert mailbox.times()["/list.jsp"] == 2
    assert mailbox.times()["/show.jsp?leadermailid=5"] == 1


def test_a_row_that_moved_to_a_page_that_was_read_already_is_found(tmp_path: Path) -> None:
    """A letter goes while the list is read: as many rows are seen as the last page counts, and one was never seen."""
    mailbox = Mailbox(letters=list(range(1, 13)))

    with serving(mailbox) as site:

        def shifted(handler: object) -> None:
            del mailbox.tricks["/list.jsp?formname7ap=2"]
            mailbox.letters.remove(2)
            reply(handler, mailbox.list_page(2))  # type: ignore[arg-type]

        mailbox.tricks["/list.jsp?formname7ap=2"] = shifted
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.listed_total) == (True, 11)
    assert mailbox.times()["/show.jsp?leadermailid=6"] == 1
    assert mailbox.times()["/list.jsp"] == 2


def test_a_list_without_a_total_is_read_twice_in_a_full_sweep(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)), says_total=False)
    with serving(mailbox) as site:
        assert site.crawl(tmp_path).complete
        assert mailbox.times()["/list.jsp?formname7ap=2"] == 2
        assert site.crawl(tmp_path).mode == "incremental"
        assert mailbox.times()["/list.jsp?formname7ap=2"] == 3


@pytest.mark.parametrize("link", ["href='javascript:void(0)' onclick='show(3)'", "href='#'"])
def test_letters_that_only_a_script_opens_are_listed_and_not_captured(tmp_path: Path, link: str) -> None:
    mailbox = Mailbox(letters=[1, 2, 3], links={3: link})
    with serving(mailbox) as site:
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.letters_seen, outcome.letters_fetched, outcome.refused) == (False, 3, 2, 1)


def test_a_withheld_letter_that_moves_to_the_next_page_is_one_row(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)), links={5: ""})

    with serving(mailbox) as site:

        def shifted(handler: object) -> None:
            del mailbox.tricks["/list.jsp?formname7ap=2"]
            mailbox.letters.insert(0, 13)
            reply(handler, mailbox.list_page(2))  # type: ignore[arg-type]

        mailbox.tricks["/list.jsp?formname7ap=2"] = shifted
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.letters_seen, outcome.letters_fetched) == (True, 13, 12)


def test_letters_behind_a_log_in_are_asked_for_again_once_it_is_gone(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=[1, 2, 3])
    for n in mailbox.letters:
        mailbox.tricks[f"/show.jsp?leadermailid={n}"] = lambda h: reply(h, "<form>用户名 <input> 密码 <input></form>")
    with serving(mailbox) as site:
        assert not site.crawl(tmp_path).complete
        mailbox.tricks.clear()
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.letters_fetched) == (True, 3)


def test_a_crawl_goes_on_behind_a_list_page_that_failed(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)))
    mailbox.tricks["/list.jsp?formname7ap=2"] = lambda h: reply(h, "oops", status=500)
    with serving(mailbox) as site:
        first = site.crawl(tmp_path)
        assert (first.stop_reason, first.letters_fetched) == ("list_failed:http_500", 5)
        mailbox.tricks.clear()
        second = site.crawl(tmp_path)
    assert (second.complete, second.crawl_id, second.letters_fetched) == (True, first.crawl_id, 12)
    assert mailbox.times()["/show.jsp?leadermailid=1"] == 1


def test_one_bad_letter_does_not_cost_all_others_each_time(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=[1, 2, 3], etags=False)
    mailbox.tricks["/show.jsp?leadermailid=2"] = lambda h: reply(h, "oops", status=500)
    with serving(mailbox) as site:
        assert not site.crawl(tmp_path).complete
        mailbox.asked.clear()
        again = site.crawl(tmp_path)
        assert (again.mode, again.complete) == ("incremental", False)
        assert {path for path in mailbox.asked if path.startswith("/show")} == {"/show.jsp?leadermailid=2"}
        mailbox.tricks.clear()
        assert site.crawl(tmp_path).complete


def test_a_letter_at_which_the_site_stopped_us_comes_last_the_next_time(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=[1, 2, 3])
    mailbox.tricks["/show.jsp?leadermailid=1"] = lambda h: reply(h, "no", status=403)
    with serving(mailbox) as site:
        assert site.crawl(tmp_path).letters_fetched == 0
        again = site.crawl(tmp_path)
    assert (again.stop_reason, again.letters_fetched) == ("http_403", 2)


def test_a_page_that_says_there_are_no_letters_ends_no_list_of_more_pages(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 13)), says_total=False)
    empty = "<table class='winstyle7'><tr><td>信件编号</td><td>信件标题</td></tr><tr><td>暂无信件</td></tr></table>"
    mailbox.tricks["/list.jsp?formname7ap=2"] = lambda h: reply(h, f"{empty}<div>共1页</div>")
    with serving(mailbox) as site:
        assert not site.crawl(tmp_path).complete


def test_what_the_site_counts_and_does_not_list_is_not_complete(tmp_path: Path) -> None:
    with serving(Mailbox(letters=[1, 2, 3], total=5)) as site:
        outcome = site.crawl(tmp_path)
    assert (outcome.stop_reason, outcome.complete) == ("total_differs", False)
    assert "another total than it has rows" in outcome_line(outcome)
    assert (outcome.listed_total, outcome.letters_seen, outcome.letters_fetched) == (5, 3, 3)


def test_a_letter_that_is_listed_twice_is_counted_once_and_keeps_no_sweep_from_being_complete(tmp_path: Path) -> None:
    with serving(Mailbox(letters=[1, 2, 3, 4, 5, 6, 2, 7])) as site:
        outcome = site.crawl(tmp_path)
    assert (outcome.stop_reason, outcome.complete) == ("finished", True)
    assert (outcome.listed_total, outcome.letters_seen, outcome.letters_fetched, outcome.repeated) == (8, 7, 7, 1)
    assert "8 (1 of them again) listed, 7 seen" in outcome_line(outcome)


def test_a_sweep_asks_letters_that_are_no_longer_listed_whether_they_are_gone(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 9)))
    with serving(mailbox) as site:
        site.crawl(tmp_path)
        # The list shrinks together with its total: 1 is gone, 2 says so in words only, 3 is there at its address.
        mailbox.letters = [4, 5, 6, 7, 8]
        mailbox.tricks["/show.jsp?leadermailid=2"] = lambda h: reply(h, "<title>错误</title><p>信件不存在</p>")
        mailbox.tricks["/show.jsp?leadermailid=3"] = lambda h: reply(h, mailbox.letter_page(3))
        mailbox.asked.clear()
        outcome = site.crawl(tmp_path, full=True)
        assert (outcome.complete, outcome.stop_reason, outcome.letters_seen) == (True, "finished", 5)
        assert {f"/show.jsp?leadermailid={n}" for n in (1, 2, 3)} <= set(mailbox.asked)
        # What is gone is not asked for a third time; what is there is.
        mailbox.asked.clear()
        site.crawl(tmp_path, full=True)
        asked = set(mailbox.asked)
    assert "/show.jsp?leadermailid=3" in asked
    assert "/show.jsp?leadermailid=1" not in asked


def test_bulletins_with_their_attachments(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=[])
    rows = "".join(
        f"<li><a href='/art/{n}.html'>关于第{n}期办理情况的通报</a><span>2021-0{n}-08</span></li>" for n in (1, 2, 3)
    )
    mailbox.tricks = {
        "/column.html": lambda h: reply(h, f"<html><body><ul>{rows}</ul></body></html>"),
        "/art/1.html": lambda h: reply(h, "<p>共收到来信12件。</p><a href='/files/1.pdf'>附件</a>"),
        "/art/2.html": lambda h: reply(h, "<p>共收到来信13件。</p><a href='/files/2.pdf'>附件</a>"),
        "/art/3.html": lambda h: reply(h, "<p>共收到来信14件。</p><a href='http://127.0.0.1:9/3.pdf'>附件.pdf</a>"),
        "/files/1.pdf": lambda h: reply(h, b"%PDF-1.4 ...", kind="application/pdf"),
        "/files/2.pdf": lambda h: reply(h, "<html><body>请登录</body></html>"),
    }
    with serving(mailbox) as site:
        fields = {
            "platform": "government_portal",
            "list_url": f"{site.url}/column.html",
            "url_patterns": (),
            "id_from": None,
            "examples": (),
        }
        outcome = site.crawl(tmp_path, fields=fields)
    assert (outcome.letters_seen, outcome.letters_fetched, outcome.failed, outcome.refused) == (3, 3, 1, 1)
    assert not outcome.complete
    captures = {c.url.removeprefix(site.url): c for c in Archive(tmp_path).contents(SOURCE).captures}
    assert captures["/files/1.pdf"].payload() == b"%PDF-1.4 ..."
    assert "/files/2.pdf" in captures


@pytest.mark.parametrize(("robots", "complete"), [("/show.jsp?leadermailid=2", True), ("/closed/", False)])
def test_what_robots_txt_disallows_is_refused_and_does_not_keep_a_crawl_from_being_complete(
    tmp_path: Path, robots: str, complete: bool
) -> None:
    away = {"/show.jsp?leadermailid=3": lambda h: reply(h, "", status=302, headers={"Location": "http://127.0.0.1:9/"})}
    mailbox = Mailbox(letters=[1, 2, 3], robots=f"User-agent: *\nDisallow: {robots}\n", tricks={} if complete else away)
    with serving(mailbox) as site:
        outcome = site.crawl(tmp_path)
    assert (outcome.complete, outcome.stop_reason, outcome.refused) == (complete, "finished", 1)
    assert outcome_line(outcome).endswith(
        "0 failed: " + ("" if complete else "not ") + "complete, 1 refused (finished)"
    )
    (recorded,) = Archive(tmp_path).contents(SOURCE).crawls
    assert (recorded.complete, recorded.counts["refused"]) == (complete, 1)


@pytest.mark.parametrize(("printed", "pause"), [("", 0.0), ("Crawl-delay: 0.4", 0.4), ("Crawl-delay: soon", 0.0)])
def test_a_crawl_keeps_the_pause_that_robots_txt_asks_for(tmp_path: Path, printed: str, pause: float) -> None:
    asked_at = []

    def page(handler: BaseHTTPRequestHandler) -> None:
        asked_at.append(time.monotonic())
        reply(handler, mailbox.letter_page(len(asked_at)))

    mailbox = Mailbox(letters=[1, 2, 3, 4], robots=f"User-agent: *\nDisallow: /closed/\n{printed}\n")
    mailbox.tricks = {"/show.jsp": page}
    with serving(mailbox) as site:
        assert site.start(tmp_path).outcome()["complete"]
    # Three pauses; one less, because the first request may have been noticed late.
    assert asked_at[-1] - asked_at[0] >= 2 * pause


def test_who_cannot_be_crawled_is_told_why(tmp_path: Path) -> None:
    with pytest.raises(CrawlError, match="local has no list_url: put the address of its list into its YAML"):
        crawl(LOCAL, tmp_path, contact="a@example.org")
    with serving(Mailbox(letters=[])) as site:
        source = site.source(politeness={"delay_seconds": 0})
        with pytest.raises(CrawlError, match="nobody to write to is named for demo-test-mailbox"):
            crawl(source, tmp_path)
        with pytest.raises(CrawlError, match="cannot stand in a header"):
            crawl(source, tmp_path, contact="某人\n")
        now = dt.datetime.now(dt.UTC)
        with (
            Archive(tmp_path).open_crawl(SOURCE, "full", now),
            pytest.raises(CrawlError, match="another process is writing"),
        ):
            site.crawl(tmp_path)
        outcome = crawl(site.source(), tmp_path)
        assert (outcome.stop_reason, outcome.complete, site.mailbox.asked) == ("forbidden_address", False, [])
        assert explained(outcome.stop_reason).startswith(
            "the host's name leads to an address that is not on the public net (this "
        )


def test_a_pager_that_only_a_script_knows_is_said_where_nobody_describes_it(tmp_path: Path) -> None:
    site = load_site("xuzhou")
    del site.described["pagination"]
    with serving_site(site):
        outcome = start_crawl(site.source, tmp_path).outcome()
    assert (outcome["complete"], outcome["letters_fetched"]) == (False, 1)
    assert outcome["stop_reason"] == "pager_by_script"
