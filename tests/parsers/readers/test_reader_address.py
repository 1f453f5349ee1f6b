"""The address that a file prints as its own; a link in its text is none."""

import pytest

from parsers.readers.address import address_columns, printed_address, printed_addresses

URL = "http://www.example.gov.cn/mail/show.jsp?kind=letter&id=6689"
ESCAPED = URL.replace("&", "&amp;")
OTHER = "http://www.example.gov.cn/other.html"


@pytest.mark.parametrize(
    "text",
    [
        f"# [一封来信]({URL})\n\n正文",
        f"\n\n### [关于[急]的来信（二）]({URL}) ###\n",
        f'# [一封来信](<{URL}> "题目")\n',
        f"\ufeff# [一封来信]({URL})",
        f"<url>{URL}</url>\n正文",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_text_names_itself_in_its_first_line(text: str, charset: str) -> None:
    if charset == "gb18030":
        text = text.removeprefix("\ufeff")
    assert printed_address(text.encode(charset), "text/markdown") == URL


@pytest.mark.parametrize(
    "text",
    ["", "正文", f"正文\n# [题目]({URL})", f"见 [题目]({URL})", f"# 题目 [链接]({URL}) 等", "# [题目](/mail/1)", URL],
)
def test_a_link_in_a_text_is_not_its_address(text: str) -> None:
    assert printed_address(text.encode(), "text/plain") is None


@pytest.mark.parametrize(
    "page",
    [
        f"<url>{URL}</url>\n\n<script>1</script><html><body>信</body></html>",
        f"<!DOCTYPE html><!-- saved from url=(0062){URL} --><html></html>",
        f"<html><!--\n Page saved with SingleFile \n url: {URL} \n saved date: Mon\n--></html>",
        f'<html><head><link rel="canonical" href="{ESCAPED}"></head></html>',
        '<html><head><base href="http://www.example.gov.cn/"><link href="/mail/show.jsp?kind=letter&amp;id=6689" '
        'rel="canonical"></head></html>',
        f'<html><head><meta property="og:url" content="{URL}"></head></html>',
        f'<html><head><base href="{URL}"></head></html>',
    ],
)
def test_a_page_names_itself(page: str) -> None:
    assert printed_address(page.encode(), "text/html") == URL


@pytest.mark.parametrize(
    "page",
    [
        f'<html><body><a href="{URL}">信</a></body></html>',
        '<html><head><base href="http://www.example.gov.cn/mail/"></head></html>',
        '<html><head><link rel="canonical" href="http://www.example.gov.cn"></head></html>',
        '<html><head><link rel="canonical" href="/mail/1"></head></html>',
        f'<html><head><link rel="stylesheet" href="{URL}"><meta name="url" content="{URL}"></head></html>',
    ],
)
def test_other_links_of_a_page_are_not_its_address(page: str) -> None:
    assert printed_address(page.encode(), "text/html") is None


def test_the_surest_comes_first() -> None:
    tags = f'<meta property="og:url" content="{OTHER}"><link rel="canonical" href="{OTHER}?a=1">'
    page = f"<url>{URL}</url><head>{tags}</head>"
    assert printed_addresses(page.encode(), "text/html") == (URL, f"{OTHER}?a=1", OTHER)


@pytest.mark.parametrize(
    ("payload", "media_type"),
    [(URL.encode(), "application/pdf"), (b"", "text/plain"), (bytes(range(256)), "text/html")],
)
def test_what_is_no_text_has_no_address(payload: bytes, media_type: str) -> None:
    assert printed_address(payload, media_type) is None


def test_columns_that_hold_addresses() -> None:
    assert address_columns(f"网址\n{URL}\n\n{OTHER}\n".encode(), "text/csv") == ((URL, OTHER),)
    assert address_columns(f"号,网址\n1,{URL}\n2,\n3,{OTHER}\n".encode(), "text/csv") == ((URL, "", OTHER),)
    table = f"编号,网址,附件\n1,{URL},{OTHER}\n2, {OTHER} ,\n"
    assert address_columns(table.encode("gb18030"), "text/csv") == ((URL, OTHER),)
    assert address_columns(table.replace(",", "\t").encode(), "text/tab-separated-values") == ((URL, OTHER),)


@pytest.mark.parametrize(
    ("table", "media_type"),
    [
        ("", "text/csv"),
        ("网址\n", "text/csv"),
        (f"网址,题目\n{URL}\n,没有", "text/csv"),
        (f'网址\n"{URL}', "text/csv"),
        (f"网址\n{URL}\n", "text/plain"),
    ],
)
def test_tables_without_such_a_column(table: str, media_type: str) -> None:
    assert address_columns(table.encode(), media_type) == ()
