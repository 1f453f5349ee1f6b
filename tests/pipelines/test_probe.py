"""What a description matches on saved pages and on a site, and what it does not."""

import io

import pytest
from rich.console import Console

from pipelines.probe import ProbedPage, ProbeReport, probe, probe_live
from pipelines.show import show_probe
from scrapers.crawl import CrawlError
from scrapers.source import LOCAL
from tests.parsers.list_fixtures import text_of
from tests.pipelines.mailbox import LIST, LOOKUPS, SOURCE, letter, listing, page_of
from tests.scrapers.mailbox_server import Mailbox, Site, reply, serving


def details(page: ProbedPage) -> dict[str, tuple[bool, str]]:
    return {m.field: (m.found, m.detail) for m in page.matches}


def test_a_list_and_a_letter_that_fit():
    report = probe(SOURCE, [listing([1, 2]), letter(1)], urls=[LIST, page_of(1)], lookups=LOOKUPS)
    assert [page.kind for page in report.pages] == ["list", "letter"]
    assert report.fits
    assert not report.seen_live
    found = details(report.pages[0])
    assert found["id of the links"] == (True, "2 of 2 links fit url_patterns and id_from")
    assert found["counters"] == (True, "提案数 20 (received), 办结数 3 (completed), 办结率 15% (completion_rate)")
    assert found["total"][0] is False
    assert details(report.pages[1])["external id"] == (True, "1")
    assert details(report.pages[1])["received_on"] == (True, "2020-12-09")


def test_links_that_the_description_does_not_know_are_named():
    page = listing([1]).replace(b"ldxxxx.jsp", b"other.jsp")
    report = probe(SOURCE, [page], urls=[LIST], lookups=LOOKUPS)
    found, detail = details(report.pages[0])["id of the links"]
    assert not found
    assert "http://mail.example/zmhd/other.jsp?leadermailid=1" in detail
    assert not report.fits


def test_unknown_labels_are_listed():
    page = text_of("leadermail.html").encode("gb18030")
    (probed,) = probe(SOURCE, [page], urls=[LIST], lookups=LOOKUPS).pages
    assert probed.unknown_labels == ("心情指数", "心愿数:4")
    assert details(probed)["encoding"] == (True, "gb18030")


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"", "error"),
        ("<html><body>您访问的页面不存在</body></html>".encode(), "error"),
        ("<html><body>今天天气很好</body></html>".encode(), "unknown"),
    ],
)
def test_pages_that_are_none_say_why(payload, kind):
    report = probe(SOURCE, [payload], urls=[LIST], lookups=LOOKUPS)
    assert report.pages[0].kind == kind
    assert report.pages[0].matches[-1].detail
    assert not report.fits


def test_live_a_site_is_asked_for_its_list_and_letters():
    with serving(Mailbox(letters=list(range(1, 21)))) as site:
        report = probe_live(site.source(), allow_loopback=True)
    assert report.seen_live
    assert report.stopped is None
    assert report.pages[0].kind == "list"
    assert {page.kind for page in report.pages[1:]} <= {"list", "letter"}


def test_live_without_a_list_address_is_an_error():
    with pytest.raises(CrawlError, match="list_url"):
        probe_live(LOCAL)


def shown(report: ProbeReport) -> str:
    text = io.StringIO()
    show_probe(Console(file=text, width=300), report)
    return text.getvalue()


def test_live_a_host_that_nobody_knows_is_named():
    source = Site(Mailbox(letters=[]), 1).source(list_url="http://nobody-has-this-name.invalid/list.jsp")
    report = probe_live(source, allow_loopback=True)
    assert not report.fits
    assert report.pages == ()
    assert "unknown_host: no name server knows nobody-has-this-name.invalid" in shown(report)


def test_live_a_site_that_refuses_is_said_to_refuse():
    site = Mailbox(letters=[1, 2], tricks={"/list.jsp": lambda handler: reply(handler, "no", status=403)})
    with serving(site) as served:
        report = probe_live(served.source(), allow_loopback=True)
    assert not report.fits
    assert "the site refused to answer (403)" in shown(report)


def test_a_list_that_only_a_script_opens_says_why_it_cannot_be_followed():
    source = SOURCE.model_copy(update={"platform": "generic"})
    report = probe(source, [text_of("script-rows.html").encode()], urls=[LIST], lookups=LOOKUPS)
    assert report.pages[0].kind == "list"
    assert not report.fits
    found, detail = details(report.pages[0])["letter links"]
    assert not found
    assert "0 of 3 rows have a link; 3 are opened by a script" in detail
