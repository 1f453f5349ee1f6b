"""List pages of two platforms against expected JSON, in both encodings; columns of bulletins and attachments."""

import datetime as dt
from decimal import Decimal

import pytest

from parsers.platforms.counters import counters_of
from parsers.platforms.error_pages import error_words
from parsers.platforms.lists import Sighting, attachments, column_page, list_page, newest_first
from parsers.readers.decode import decode
from tests.parsers.letter_fixtures import FOLDER as LETTERS
from tests.parsers.list_fixtures import FOLDER, LISTS, as_json, expected, text_of

HERE = "http://www.example.gov.cn/zmhd/ldxxlb.jsp?formname2050ap={}"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_page_gives_what_a_person_reads_on_it(name, charset):
    platform, url = LISTS[name]
    page = decode(text_of(name).encode(charset)).text
    found = list_page(page, url=url, platform=platform)
    assert found is not None
    assert as_json(found) == expected(name)


def _rows(*days, ids=(), said=()):
    return [
        Sighting(
            external_id=ids[n] if ids else None,
            url=None,
            title=None,
            received_on=dt.date(2022, 5, day) if day else None,
            replied_on=dt.date(2022, 6, said[n]) if said else None,
        )
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("rows", "falls"),
    [
        (_rows(9, 9, 3), True),
        (_rows(3, 9, 9), False),
        (_rows(9, None, 3), False),
        (_rows(None, None, said=(9, 2)), True),
        (_rows(9, 9, ids=("12", "11")), True),
        (_rows(9, 9, ids=("11", "12")), False),
        (_rows(9, 9, ids=("AF", "AE")), False),
        (_rows(9), False),
    ],
)
def test_whether_a_list_begins_with_the_newest_letters(rows, falls):
    assert newest_first(rows) is falls


def test_every_fixture_is_read_by_a_test():
    assert {p.name for p in FOLDER.glob("*.html")} == {*LISTS, "column.html"}


def test_the_numbers_of_page_components_do_not_matter():
    page = text_of("leadermail.html")
    url = LISTS["leadermail.html"][1]
    read = [list_page(p, url=url, platform="boda_vsb") for p in (page, page.replace("style2050", "style7"))]
    assert read[0] == read[1]


def test_a_letter_page_is_no_list_page():
    page = (LETTERS / "leadermail-detail.html").read_text(encoding="utf-8")
    assert list_page(page, url=HERE.format(1), platform="boda_vsb") is None


@pytest.mark.parametrize("page", ["", "<p>通知</p>", "<!-- x -->", "<table><tr><td>1</td></tr></table>"])
@pytest.mark.parametrize("platform", ["boda_vsb", "generic", "capital_window"])
def test_other_pages_are_none(page, platform):
    assert list_page(page, url=HERE.format(1), platform=platform) is None


def test_on_the_last_page_the_link_back_is_no_next_page():
    page = text_of("leadermail.html")
    found = list_page(page, url=HERE.format(15), platform="boda_vsb")
    assert found is not None
    assert (found.page_no, found.pages, found.next_url) == (15, 15, None)


def test_a_list_without_letters_is_a_list_page():
    page = text_of("leadermail.html")
    start, end = page.index("<tr><td>20201209001"), page.index("</table>")
    found = list_page(
        page[:start] + "<tr><td colspan='7'>暂无信件</td></tr>" + page[end:], url=HERE.format(1), platform="boda_vsb"
    )
    assert found is not None
    assert (found.sightings, len(found.counters)) == ((), 3)


def test_a_row_with_other_cells_keeps_its_link_and_is_reported():
    page = text_of("leadermail.html").replace("<td>20201208002</td>", "")
    found = list_page(page, url=HERE.format(2), platform="boda_vsb")
    assert found is not None
    assert [s.title for s in found.sightings][1] == "路灯夜里不亮"
    assert "row_width" in {issue.code for issue in found.issues}


@pytest.mark.parametrize(
    "markup",
    [
        "<p>来信总数：1,711 件，办结数：218 件，办结率：12.7%</p>",
        "<div><span>来信总数</span><em>1711</em></div><div><span>办结数</span><em>218</em></div><i>办结率 12.7％</i>",
        "<ul><li>来信总数</li><li>1711</li><li>办结数</li><li>218</li><li>办结率</li><li>12.7%</li></ul>",
        "<table><tr><th>来信总数</th><th>办结数</th><th>办结率</th></tr>"
        "<tr><td>1711</td><td>218</td><td>12.7%</td></tr></table>",
        "<p>1711 来信总数　218 办结数　12.7% 办结率</p>",
        "<p>1,711件来信总数</p><p>218件办结数</p><p>12.7％办结率</p>",
        "<ul><li>1711</li><li>来信总数</li><li>218</li><li>办结数</li><li>12.7%</li><li>办结率</li></ul>",
        "<p>9</p><p>来信总数</p><p>1711</p><p>办结数</p><p>218</p><p>办结率</p><p>12.7%</p>",
        "<p>来信</p><p>1711</p><p>来信总数</p><p>218</p><p>办结数</p><p>12.7%</p><p>办结率</p>",
    ],
)
def test_counters_in_the_shapes_that_sites_print(markup):
    page = text_of("labelled-table.html")
    start, end = page.index("<table>"), page.index('<table class="HDTable">')
    found = list_page(page[:start] + markup + page[end:], url=LISTS["labelled-table.html"][1], platform="generic")
    assert found is not None
    values = [(c.metric, c.value) for c in found.counters]
    assert values == [("received", Decimal(1711)), ("completed", Decimal(218)), ("completion_rate", Decimal("12.7"))]


@pytest.mark.parametrize(
    ("lines", "issues"), [(["来信总数", "1711", "办结数"], ["ambiguous_counters"]), (["12", "来信总数"], [])]
)
def test_a_number_that_may_belong_to_two_labels_is_not_read(lines, issues):
    counters, total, found = counters_of(lines)
    assert (counters, total, [issue.code for issue in found]) == ((), None, issues)


def test_a_sentence_about_letters_is_no_counter():
    page = text_of("labelled-table.html")
    said = "<p>我县认真办理群众来信，上个月收到来信35件，均由相关单位在规定时限内办理，请大家继续监督支持。</p>"
    found = list_page(page.replace("<body>", f"<body>{said}"), url=LISTS["labelled-table.html"][1], platform="generic")
    assert found is not None
    assert [c.locator for c in found.counters] == ["counter 1", "counter 2", "counter 3"]
    assert Decimal(35) not in {c.value for c in found.counters}


def test_the_number_of_public_letters_is_the_total():
    page = text_of("leadermail.html").replace("<p>在线人数：9</p>", "<p>公开信件数：218</p>")
    found = list_page(page, url=HERE.format(2), platform="boda_vsb")
    assert found is not None
    assert found.total == 218


def test_a_column_lists_articles_with_their_dates():
    found = column_page(text_of("column.html"), url="http://x.gov.cn/tb/index.html", platform="government_portal")
    assert found is not None
    assert [(link.url, link.dated_on) for link in found.links] == [
        ("http://x.gov.cn/tb/202102/t20210222_1.html", dt.date(2021, 2, 22)),
        ("http://x.gov.cn/tb/202102/t20210220_2.html", dt.date(2021, 2, 20)),
    ]
    assert found.links[0].title == "网上问政2020年7月1日至31日办理情况"
    assert (found.next_url, found.pages) == ("http://x.gov.cn/tb/index_1.html", 3)


def test_attachments_are_known_by_their_address_or_their_text():
    page = (
        '<a href="/a/通报.PDF">附件1</a><a href="download.jsp?id=7">附件2.xls</a><a href="/a/通报.PDF">again</a>'
        '<a href="/b.html">正文</a><a href="mailto:x@y.cn">x.pdf</a>'
    )
    found = attachments(page, url="http://x.gov.cn/n/1.html")
    assert [link.url for link in found] == ["http://x.gov.cn/a/通报.PDF", "http://x.gov.cn/n/download.jsp?id=7"]


@pytest.mark.parametrize(
    ("page", "is_error"),
    [
        ("<html><title>提示</title><body>您访问的页面不存在</body></html>", True),
        ("<html><body><h1>502 Bad Gateway</h1></body></html>", True),
        ("<html><body>系统繁忙，请稍后再试</body></html>", True),
        ("<html><body>今天天气很好</body></html>", False),
        ("<html><body>系统错误" + "说明" * 400 + "</body></html>", False),
    ],
)
def test_pages_that_say_that_they_are_errors(page, is_error):
    assert (error_words(page) is not None) == is_error
