"""The text of a page is found without knowing the site: whatever stands around it, the same blocks are read."""

from __future__ import annotations

import pytest

from parsers.document import Grid, Text
from parsers.readers.html import read_html

TABLE = (
    "<table><tr><th>单位</th><th>转办</th><th>办结率</th></tr>"
    "<tr><td><a href='/jyj'>县教育局</a></td><td>12</td><td>91.67%</td></tr>"
    "<tr><td><a href='/zjj'>县住建局</a></td><td>120</td><td>98.33%</td></tr>"
    "<tr><td><a href='/tjj'>县统计局</a></td><td>7</td><td>100%</td></tr></table>"
)
ARTICLE = (
    "<h1>某县2024年10月县长信箱办理情况通报</h1>"
    "<p>本月共收到来信139件，办结136件，办结率97.84%。</p>"
    f"{TABLE}<p>附件：<a href='/a/1.xlsx'>1.办理情况明细表.xlsx</a></p>"
)
READ = [
    "某县2024年10月县长信箱办理情况通报",
    "本月共收到来信139件，办结136件，办结率97.84%。",
    "附件：1.办理情况明细表.xlsx",
]
OTHERS = [
    "某县2023年县长信箱办结率98%",
    "全县9月份受理群众来信1500件",
    "我县召开信访工作会议",
    "市长信箱月报：来信320件",
]


def links(tag: str = "li", *, dated: bool = False) -> str:
    dates = "<span>[2024-11-05]</span>" if dated else ""
    return "".join(f"<{tag}><a href='/art/{n}.html'>{title}</a>{dates}</{tag}>" for n, title in enumerate(OTHERS))


def text_table(rows: str) -> str:
    return f"<table><tr><td>{rows}</td></tr></table>"


@pytest.mark.parametrize(
    "page",
    [
        f"<div class='x1'><ul>{links()}</ul></div><div>{ARTICLE}</div>",
        f"<nav>{links()}</nav><main>{ARTICLE}</main><footer>版权所有</footer>",
        f"<div>{ARTICLE}</div><div><ul>{links(dated=True)}</ul></div>",
        f"<div id='left'>{links('p', dated=True)}</div><div id='right'>{ARTICLE}</div>",
        f"<table><tr><td width=200><table><tr>{links('td')}</tr></table></td><td>{ARTICLE}</td></tr></table>",
        f"<p>当前位置：<a href='/'>首页</a> &gt; <a href='/b'>政务公开</a> &gt; <a href='/c'>通报</a></p>{ARTICLE}",
        f"<div><a href='/'>首页</a>|<a href='/b'>机构</a>|<a href='/c'>县长信箱</a></div>{ARTICLE}"
        "<div>主办：某县人民政府　联系电话：0914-1234567</div><div>陕ICP备05000001号-1</div>",
        f"{ARTICLE}<div>上一篇：<a href='/9'>全县9月份受理群众来信1500件</a></div>"
        "<div>下一篇：<a href='/11'>某县11月办结率100%</a></div>",
        f"<div><div><div>{ARTICLE}</div><dl>{links('dd')}</dl></div><center>{links('span')}</center></div>",
    ],
)
def test_the_text_is_the_same_whatever_stands_around_it(page: str) -> None:
    blocks = read_html(f"<html><head><title>某县政府</title></head><body>{page}</body></html>").blocks
    assert [b.text for b in blocks if isinstance(b, Text)] == READ
    (grid,) = (b for b in blocks if isinstance(b, Grid))
    assert [row[0] for row in grid.rows] == ["单位", "县教育局", "县住建局", "县统计局"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (f"<ul>{links()}</ul>", OTHERS),
        (
            "<p>按<a href='/1'>《条例》</a>、<a href='/2'>《规定》</a>和<a href='/3'>《办法》</a>，现将情况通报。</p>",
            None,
        ),
        ("".join(f"<li><a href='{n}.pdf'>附件{n}</a></li>" for n in (1, 2, 3)), None),
        ("<p>版权所有</p>", ["版权所有"]),
        ("<div><p>一、<a href='#1'>受理</a></p><p>正文没有链接，说明受理情况。</p></div>", None),
    ],
)
def test_nothing_is_lost_from_pages_of_links_and_from_text_with_links(page: str, text: list[str] | None) -> None:
    blocks = read_html(f"<body>{page}</body>").blocks
    whole = "".join(b.text for b in blocks if isinstance(b, Text))
    expected = "".join(text) if text else "".join(part for part in _words(page))
    assert whole.replace("\n", "") == expected


def _words(page: str) -> list[str]:
    """The characters outside the tags."""
    return [piece.partition(">")[2] for piece in page.split("<") if piece.partition(">")[2]]


def test_a_page_of_thousands_of_nested_tags_is_read() -> None:
    page = "<div>" * 3000 + f"<ul>{links()}</ul>{ARTICLE}" + "</div>" * 3000
    assert [b.text for b in read_html(page).blocks if isinstance(b, Text)] == READ
