"""What holds under a heading; all texts are invented."""

from tests.parsers.bulletins.as_read import figures, periods, read

SECTIONS = """2022年3月政府信箱办理情况通报

共收到信件52件。

一、县长信箱

收到来信30件。

二、部门信箱

收到来信22件。

三、总体情况

共办结50件。

四、存在问题

（一）个别单位回复不及时。例如：县住建局敷衍应付。

五、下步工作要求

各单位要在5个工作日内办结，办结率达到100%，收到来信9件。
"""


def test_a_heading_gives_its_channel_to_its_section_only() -> None:
    assert figures(read(SECTIONS)) == [
        ("received", "52件", "government_mailbox"),
        ("received", "30件", "county_mailbox"),
        ("received", "22件", "department_mailbox"),
        ("completed", "50件", "government_mailbox"),
    ]


def test_a_heading_below_keeps_the_channel_and_one_beside_resets_it() -> None:
    text = "3月来信办理情况通报\n\n一、县长信箱\n\n（一）收信情况\n\n收到来信30件。\n\n二、其他\n\n收到来信22件。\n"
    assert figures(read(text)) == [("received", "30件", "county_mailbox"), ("received", "22件", None)]


def test_problems_name_units_and_what_is_to_be_done_claims_nothing() -> None:
    claims = read(SECTIONS).claims
    assert [(c.metric, c.value_text) for c in claims if c.value is None] == [
        ("units", "个别单位"),
        ("criticised", "县住建局"),
    ]
    assert not any("9件" in c.printed or "100%" in c.printed for c in claims)


def test_a_section_has_the_period_of_its_heading() -> None:
    text = (
        "一、总体情况\n2022年1-6月，县长信箱收到来信258封。\n"
        "二、6月份办理情况\n全县收到来信66封。办结率100%。\n2022年7月11日"
    )
    assert periods(text) == [
        ("258封", "2022-01-01..2022-06-30"),
        ("66封", "2022-06-01..2022-06-30"),
        ("100%", "2022-06-01..2022-06-30"),
    ]
