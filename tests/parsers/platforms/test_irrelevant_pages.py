"""Pages that hold nothing to read are told where that is certain, and only there."""

import pytest

from parsers.platforms.irrelevant_pages import irrelevant_page
from parsers.platforms.lists import attachments
from parsers.readers.dispatch import read

URL = "http://county.example/tb/1.html"
FILE = "<p>附件：<a href='/files/7.pdf'>2021年四季度12345热线通报.pdf</a></p>"


def code_of(title: str, text: str) -> str | None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>"
    found = irrelevant_page(read(page.encode(), media_type="text/html"), attachments(page, url=URL))
    return None if found is None else found.code


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("2021年四季度12345热线通报", f"<p>通报全文见附件。</p>{FILE}", "cover_page"),
        ("2021年四季度12345热线通报", f"<p>发布时间：2022-01-14 09:30 浏览次数：128</p>{FILE}", "cover_page"),
        ("2021年四季度12345热线通报", f"<p>本季度共受理工单312件，详见附件。</p>{FILE}", None),
        ("2021年四季度12345热线通报", f"<p>本季度共受理工单三百一十二件，详见附件。</p>{FILE}", None),
        ("2021年四季度12345热线通报", f"<p>{'说明文字。' * 200}</p>{FILE}", None),
        ("2021年四季度12345热线通报", "<p>通报全文见附件。</p>", None),
        ("关于网站夜间维护的通知", "<p>本网站定于3月6日22时至24时维护，请留意。</p>", "site_notice"),
        ("关于网站夜间维护的通知", "<p>维护期间收到的来信15件另行答复。</p>", None),
        ("关于县长信箱暂停服务的通知", "<p>请改拨热线。</p>", None),
        ("关于维护市场秩序的通知", "<p>请各单位认真落实。</p>", None),
        ("春季植树通知", "<p>请准时参加。</p>", None),
    ],
)
def test_only_what_is_certain_is_put_aside(title: str, text: str, code: str | None) -> None:
    assert code_of(title, text) == code
