"""The demo site as a client sees it: pages, character sets, validators, one failure that heals, and its two states."""

import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from parsers.platforms.boda_vsb import printed_letter
from parsers.platforms.lists import ListPage, attachments, column_page, list_page
from parsers.readers.decode import decode
from parsers.records import Letter
from pipelines.parse import Lookups, Parsed, parse_payload, unambiguous_regions
from pipelines.workdays import is_workday
from scrapers.demo_site import SOURCE_IDS, DemoServer, demo_sources, serving
from scrapers.demo_site.letters import county_letters, edited_id, mayoral_letters, removed_id
from scrapers.demo_site.server import HOST, healing_target
from scrapers.demo_site.site import (
    COUNTY_FOLDER,
    FORBIDDEN_ARTICLE,
    FUFENG_COLUMN,
    MAYOR_FOLDER,
    YUNXI_COLUMN,
    key,
    letter_target,
    list_target,
    site_pages,
)
from scrapers.registry import Registry
from tests.twins import (
    TWINS,
    compare_claims,
    compare_commitments,
    compare_findings,
    compare_letter,
    expected_rows,
    fufeng_pdf,
)

BASE = "http://127.0.0.1:8611"
BULLETINS = {
    "yunxi": "/yunxi/zwgk/wszw/202102/t20210222_6922.html",
    "jixi": "/jixi/public/show.html?id=10520415",
    "fufeng": "/fufeng/module/files/1492031.pdf",
    "changsha": "/changsha/xwzx/202102/t20210226_3762.html",
}


@pytest.fixture(scope="module")
def site() -> Iterator[DemoServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return demo_sources(BASE, tmp_path_factory.mktemp("sources"))


def ask(url: str, **headers: str) -> HTTPResponse:
    """The answer to a request, whatever its status; it never goes through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        return opener.open(urllib.request.Request(url, headers=named), timeout=10)  # type: ignore[no-any-return]
    except urllib.error.HTTPError as error:
        return error  # type: ignore[return-value]


def lists(folder: str, pages: int, visit: int = 1) -> list[ListPage]:
    """The list pages of a mailbox, from the first along the links to the next."""
    found: list[ListPage] = []
    url: str | None = BASE + list_target(folder, 1, pages)
    while url is not None:
        page = list_page(decode(body(url, visit)).text, url=url, platform="boda_vsb")
        assert page is not None
        found.append(page)
        url = page.next_url
    return found


def body(target: str, visit: int = 1) -> bytes:
    return site_pages(visit)[key(target.removeprefix(BASE))].body


def parsed(target: str, registry: Registry, source_id: str | None = None) -> Parsed:
    """A page of the site, read as it would be out of the archive."""
    route = registry.route(BASE + target)
    page = site_pages(1)[key(target)]
    return parse_payload(
        page.body,
        media_type=page.media_type.partition(";")[0],
        url=BASE + target,
        source=registry[source_id] if source_id else route.source if route else None,
        lookups=Lookups(unambiguous_regions(), registry),
    )


def county_letter(external_id: str, visit: int, registry: Registry) -> Letter:
    """A letter of the county's mailbox as it is read on a visit."""
    (letter,) = parse_payload(
        body(letter_target(COUNTY_FOLDER, external_id), visit),
        media_type="text/html",
        source=registry["demo-danfeng-county"],
        lookups=Lookups(unambiguous_regions(), registry),
    ).letters
    return letter


@pytest.fixture(scope="module")
def county(registry: Registry) -> list[Parsed]:
    """Every letter that the lists of the county's mailbox lead to, read once."""
    urls = [sighting.url or "" for page in lists(COUNTY_FOLDER, 15) for sighting in page.sightings]
    return [parsed(url.removeprefix(BASE), registry) for url in urls]


# --- the server ---


def test_site_listens_on_loopback_only(site: DemoServer) -> None:
    assert site.server_address[0] == HOST == "127.0.0.1"


def test_every_page_is_served_as_it_was_made() -> None:
    with serving() as site:
        ask(site.url + healing_target()).read()
        for target, page in site_pages(1).items():
            answer = ask(site.url + target)
            assert (answer.status, answer.read()) == (200, page.body), target
            assert answer.headers["Content-Type"] == page.media_type
            assert answer.headers["ETag"] == page.etag


def test_one_letter_answers_its_first_request_with_500_and_is_well_from_then_on() -> None:
    with serving() as site:
        statuses = [ask(site.url + healing_target()).status for _ in range(3)]
        site.show(2)
        assert [*statuses, ask(site.url + healing_target()).status] == [500, 200, 200, 200]
        assert site.answers[key(healing_target()), 200] == 3


@pytest.mark.parametrize("target", ["/", "/danfeng/zmhd/ldxxlb.jsp", list_target(COUNTY_FOLDER, 16, 15), "/%ff"])
def test_what_does_not_exist_is_answered_with_404(site: DemoServer, target: str) -> None:
    assert ask(site.url + target).status == 404


def test_parameters_may_stand_in_any_order(site: DemoServer) -> None:
    parts = urlsplit(list_target(COUNTY_FOLDER, 2, 15))
    turned = "&".join(reversed(parts.query.split("&")))
    assert ask(f"{site.url}{parts.path}?{turned}").status == 200


def test_validators_of_an_unchanged_page_are_answered_with_304_and_no_body(site: DemoServer) -> None:
    url = site.url + list_target(COUNTY_FOLDER, 1, 15)
    first = ask(url)
    for headers in ({"If_None_Match": first.headers["ETag"]}, {"If_Modified_Since": first.headers["Last-Modified"]}):
        again = ask(url, **headers)
        assert (again.status, again.read(), again.headers["ETag"]) == (304, b"", first.headers["ETag"])


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"another"'},
        {"If_Modified_Since": "Fri, 01 Jan 2021 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_None_Match": '"another"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_validators_of_another_state_are_answered_with_the_page(site: DemoServer, headers: dict[str, str]) -> None:
    assert ask(site.url + list_target(COUNTY_FOLDER, 1, 15), **headers).status == 200


def test_one_folder_is_disallowed_and_a_column_leads_into_it(site: DemoServer) -> None:
    robots = RobotFileParser()
    robots.parse(ask(f"{site.url}/robots.txt").read().decode().splitlines())
    refused = [target for target in site_pages(1) if not robots.can_fetch("wenzheng", site.url + target)]
    assert FORBIDDEN_ARTICLE in refused
    assert all(target.startswith("/yunxi/nbwj/") for target in refused)
    second = YUNXI_COLUMN.replace("index", "index_1")
    page = column_page(decode(body(second)).text, url=BASE + second, platform="government_portal")
    assert page is not None
    assert [link.url for link in page.links] == [BASE + FORBIDDEN_ARTICLE]


def test_a_visit_that_there_is_not_is_refused(site: DemoServer) -> None:
    with pytest.raises(ValueError, match="visit 3 is none of 1, 2"):
        site.show(3)


# --- character sets ---


def test_some_pages_are_gb18030_though_every_page_says_utf_8() -> None:
    pages = [page for page in site_pages(1).values() if page.media_type.startswith("text/html")]
    charsets = Counter(decode(page.body).charset for page in pages)
    assert charsets["gb18030"] >= 20
    assert charsets["utf-8"] > 200
    for page in pages:
        assert page.media_type == "text/html;charset=UTF-8"
        assert b'charset="utf-8"' in page.body


# --- the mailboxes ---


def test_lists_of_the_county_print_its_counters_and_218_letters() -> None:
    pages = lists(COUNTY_FOLDER, 15)
    assert [len(page.sightings) for page in pages] == [15] * 14 + [8]
    for number, page in enumerate(pages, 1):
        assert [(c.label, c.printed) for c in page.counters] == [
            ("提案数", "1711"),
            ("办结数", "218"),
            ("办结率", "12.7%"),
        ]
        assert (page.page_no, page.pages, page.total, page.issues) == (number, 15, 218, ())
    assert len({sighting.url for page in pages for sighting in page.sightings}) == 218


def test_217_of_the_county_s_letters_hold_an_answer_and_one_a_notice_only(county: list[Parsed]) -> None:
    for found in county:
        assert (found.outcome, found.source_id, found.claims) == ("parsed", "demo-danfeng-county", ())
        assert {issue.code for issue in found.issues} <= {"charset_differs"}
    stages = Counter(tuple(reply.stage for reply in letter.replies) for found in county for letter in found.letters)
    assert sum(stages.values()) == 218
    assert sum(n for kinds, n in stages.items() if "substantive" in kinds) == 217
    assert stages["transfer",] == 1
    assert {("transfer", "substantive"), ("substantive",), ("refusal", "substantive")} < set(stages)


def test_dates_of_letters_are_in_order_and_offices_answer_on_working_days(county: list[Parsed]) -> None:
    for made, found in zip(county_letters(), county, strict=True):
        (letter,) = found.letters
        assert (letter.received_on, letter.page_replied_on) == (made.received_on, made.replied_on)
        assert 2014 <= made.received_on.year <= 2020
        days = [reply.dated_on for reply in letter.replies if reply.dated_on is not None]
        assert len(days) == len(letter.replies)
        assert [made.received_on, *days] == sorted([made.received_on, *days])
        assert all(map(is_workday, days))


def test_most_answers_stand_below_a_notice_whose_date_the_page_shows(county: list[Parsed]) -> None:
    letters = [letter for found in county for letter in found.letters]
    later = [letter for letter in letters if letter.replies[-1].dated_on != letter.page_replied_on]
    assert len(later) > 100
    assert all(letter.replies[0].dated_on == letter.page_replied_on for letter in later)


def test_mailbox_of_the_mayor_has_replies_of_every_kind(registry: Registry) -> None:
    targets = [letter_target(MAYOR_FOLDER, letter.external_id) for letter in mayoral_letters()]
    stages = {tuple(r.stage for r in letter.replies) for t in targets for letter in parsed(t, registry).letters}
    assert stages == {("transfer", "substantive"), ("substantive",), ("transfer",), ("refusal",)}
    assert sum(len(page.sightings) for page in lists(MAYOR_FOLDER, 2)) == len(targets)


def test_letter_about_the_county_has_the_stages_of_its_twin(registry: Registry) -> None:
    target = letter_target(MAYOR_FOLDER, "6689")
    (letter,) = parsed(target, registry).letters
    rows = [row for row in expected_rows(TWINS / "expected-stages.csv", "danfeng") if row["field"] != "url"]
    # On a site of its own the letter stands at another address, which the page does not print.
    rows = [row for row in rows if row["field"] != "external_id"]
    assert compare_letter(rows, letter) == []
    assert compare_commitments(rows, parsed(target, registry).commitments) == []
    assert (
        compare_claims(expected_rows(TWINS / "expected-claims.csv", "danfeng"), parsed(target, registry).claims) == []
    )


def test_letters_hold_no_personal_data() -> None:
    for letter in (*county_letters(), *mayoral_letters()):
        text = f"{letter.title}\n{letter.body}\n{letter.reply}"
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15,18}|@|先生|女士|有限公司|某某", text)


# --- the bulletins ---


@pytest.mark.parametrize("doc", BULLETINS)
def test_bulletin_says_what_its_twin_says(doc: str, registry: Registry) -> None:
    found = parsed(BULLETINS[doc], registry)
    assert compare_claims(expected_rows(TWINS / "expected-claims.csv", doc), found.claims) == []
    assert compare_findings(expected_rows(TWINS / "expected-findings.csv", doc), found.findings) == []


def test_article_of_fufeng_leads_to_its_pdf(registry: Registry) -> None:
    column = column_page(decode(body(FUFENG_COLUMN)).text, url=BASE + FUFENG_COLUMN, platform="government_portal")
    assert column is not None
    (link,) = column.links
    (file,) = attachments(decode(body(link.url)).text, url=link.url)
    assert file.url == BASE + BULLETINS["fufeng"]
    assert body(file.url).startswith(b"%PDF-")
    assert len(body(file.url)) < 100_000


@pytest.mark.parametrize("name", ["yunxi.html", "jixi.html", "changsha.txt"])
def test_documents_of_the_site_are_the_twins(name: str) -> None:
    """Two copies, because tests are no part of an installation; they must not drift apart."""
    shipped = Path(__file__).parents[2] / "scrapers" / "demo_site" / "documents" / name
    assert shipped.read_bytes() == (TWINS / name).read_bytes()


def test_pdf_of_the_site_is_the_twin_as_drawn(registry: Registry) -> None:
    drawn = parse_payload(fufeng_pdf(), media_type="application/pdf").bulletin
    shipped = parsed(BULLETINS["fufeng"], registry).bulletin
    assert drawn is not None
    assert shipped is not None
    assert [table.rows for table in shipped.tables] == [table.rows for table in drawn.tables]


# --- two visits ---


def test_second_visit_lacks_one_letter_and_shows_another_reply_under_the_same_dates(registry: Registry) -> None:
    first, second = site_pages(1), site_pages(2)
    assert set(first) - set(second) == {key(letter_target(COUNTY_FOLDER, removed_id()))}
    assert set(second) <= set(first)
    changed = {target for target in second if second[target] != first[target]}
    edited = key(letter_target(COUNTY_FOLDER, edited_id()))
    assert {target for target in changed if "ldxxlb" not in target} == {edited}
    before, after = (county_letter(edited_id(), visit, registry) for visit in (1, 2))
    assert [r.dated_on for r in before.replies] == [r.dated_on for r in after.replies]
    assert before.page_replied_on == after.page_replied_on
    assert before.replies[0].body == after.replies[0].body
    assert before.replies[1].body != after.replies[1].body
    assert [r.stage for r in after.replies] == ["transfer", "substantive"]


def test_counters_stay_while_the_list_of_the_second_visit_is_one_shorter() -> None:
    pages = lists(COUNTY_FOLDER, 15, visit=2)
    assert sum(len(page.sightings) for page in pages) == 217
    assert {page.total for page in pages} == {217}
    assert {tuple(c.printed for c in page.counters) for page in pages} == {("1711", "218", "12.7%")}
    gone = letter_target(COUNTY_FOLDER, removed_id())
    assert not any(sighting.url == BASE + gone for page in pages for sighting in page.sightings)


def test_changed_pages_have_new_validators_and_unchanged_ones_keep_theirs() -> None:
    with serving() as site:
        edited = site.url + letter_target(COUNTY_FOLDER, edited_id())
        other = site.url + letter_target(MAYOR_FOLDER, "6689")
        etags = {url: ask(url).headers["ETag"] for url in (edited, other)}
        dates = {url: ask(url).headers["Last-Modified"] for url in (edited, other)}
        site.show(2)
        assert [ask(url, If_None_Match=etags[url]).status for url in (edited, other)] == [200, 304]
        assert [ask(url, If_Modified_Since=dates[url]).status for url in (edited, other)] == [200, 304]
        assert ask(site.url + letter_target(COUNTY_FOLDER, removed_id())).status == 404


def test_letters_are_the_same_in_every_run() -> None:
    newest, oldest = county_letters()[0], county_letters()[-1]
    assert (newest.external_id, newest.title) == ("2709", "南关社区河道有异味")
    assert oldest.received_on < newest.received_on
    assert printed_letter(decode(body(letter_target(COUNTY_FOLDER, oldest.external_id))).text) is not None


# --- descriptions ---


def test_sources_are_synthetic_and_describe_the_real_regions(registry: Registry) -> None:
    sources = [source for source in registry.sources.values() if source.id != "local"]
    assert sorted(source.id for source in sources) == sorted(SOURCE_IDS)
    assert all(source.synthetic and source.id.startswith("demo-") for source in sources)
    assert {source.region_code for source in sources} == {"611022", "611000", "420322", "341824", "610324", "430100"}
    assert registry["demo-shangluo-mayor"].lookups.region_aliases


def test_every_detail_page_belongs_to_one_source(registry: Registry) -> None:
    owners = Counter(route.source.id for target in site_pages(1) if (route := registry.route(BASE + target)))
    assert owners == {
        "demo-danfeng-county": 218,
        "demo-shangluo-mayor": len(mayoral_letters()),
        "demo-yunxi": 3,
        "demo-jixi": 1,
        "demo-fufeng": 2,
        "demo-changsha": 1,
    }
