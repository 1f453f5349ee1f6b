"""Figures in letters and replies: only about mailboxes and hotlines, each by who says it and as of its day."""

import datetime as dt
from decimal import Decimal

from parsers.claims.letters import letter_claims, letter_commitments
from parsers.records import Letter, Reply

RECEIVED = dt.date(2021, 3, 2)
ANSWERED = dt.date(2021, 3, 9)


def letter(body: str, *replies: str) -> Letter:
    return Letter(
        letter_id="example:1",
        source_id="example",
        region_code="990100",
        handling_region_code="990101",
        channel="mayor_mailbox",
        external_id="1",
        letter_no=None,
        url=None,
        title="关于信箱",
        body=body,
        category=None,
        category_printed=None,
        status="answered",
        status_printed=None,
        received_on=RECEIVED,
        accepted_on=None,
        page_replied_on=ANSWERED,
        due_on_printed=None,
        agency=None,
        is_public=True,
        confidentiality_requested=False,
        replies=tuple(
            Reply(
                stage_no=n,
                stage="substantive",
                dated_on=ANSWERED,
                date_basis="signature",
                agency="青石县人民政府办公室",
                body=text,
            )
            for n, text in enumerate(replies, start=1)
        ),
    )


def region_of(text: str) -> str | None:
    return next((code for name, code in (("青石县", "990101"), ("石澜县", "990202")) if name in text), None)


def figures(found: Letter) -> list[tuple[str, Decimal | None]]:
    return [(c.metric, c.value) for c in letter_claims(found, region_of)]


def test_the_writer_speaks_in_the_body_as_of_the_day_of_the_letter() -> None:
    (claim,) = letter_claims(letter("我看到县长信箱共收到来信1711件。"), region_of)
    assert (claim.metric, claim.value, claim.channel) == ("received", Decimal(1711), "county_mailbox")
    assert (claim.stated_by, claim.as_of, claim.stage_no) == ("letter_writer", RECEIVED, None)
    assert (claim.region_code, claim.attributed_to, claim.scope) == ("990101", None, "whole")
    assert claim.locator.startswith("body:")


def test_the_office_speaks_in_its_reply_as_of_the_day_of_the_stage() -> None:
    claims = letter_claims(letter("请公开办结率。", "县长信箱每年办结率均在85%以上。"), region_of)
    (claim,) = claims
    assert (claim.metric, claim.value, claim.qualifier) == ("completion_rate", Decimal(85), "at_least")
    assert (claim.stated_by, claim.as_of, claim.stage_no) == ("government", ANSWERED, 1)
    assert claim.attributed_to == "青石县人民政府办公室"
    assert claim.locator.startswith("reply1:")


def test_a_figure_is_about_the_region_named_before_it() -> None:
    claims = letter_claims(letter("石澜县县长信箱收到来信50件。"), region_of)
    assert [c.region_code for c in claims] == ["990202"]


def test_figures_about_roads_money_and_people_are_no_claims() -> None:
    assert figures(letter("修路3公里，投资320万元，涉及1500户，拖欠工资12个月共8万元。已办理3件房产证。")) == []
    assert figures(letter("您好", "经核查，该项目受理申请材料12份，办结10件，完成率83%。")) == []


def test_figures_that_follow_a_sentence_about_a_mailbox_belong_to_it() -> None:
    assert figures(letter("我查看了县长信箱。共收到来信100件，办结90件。")) == [
        ("received", Decimal(100)),
        ("completed", Decimal(90)),
    ]


def test_an_empty_letter_claims_nothing() -> None:
    assert figures(letter("", "")) == []


def test_promises_of_a_reply_are_those_about_mailboxes() -> None:
    (promise,) = letter_commitments(letter("", "近期将对信箱统计办法作出调整。下一步将对道路进行优化。"))
    assert promise.quote == "近期将对信箱统计办法作出调整"
    assert (promise.region_code, promise.promised_on) == ("990101", ANSWERED)
    assert promise.recheck_on == ANSWERED + dt.timedelta(days=90)
    assert letter_commitments(letter("近期将对信箱统计办法作出调整。", "三个工作日内办结道路问题。")) == []
