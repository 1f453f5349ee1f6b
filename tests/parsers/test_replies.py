import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.replies import office_or_issue, stages
from parsers.reply_sentences import classify

PAGE = dt.date(2021, 3, 2)
NOTICE = "来信人你好，你提出的事项已转示范县人民政府阅处。"
ANSWER = "来信人你好，你提出的事项县上高度重视，现答复如下：桥已于2021年3月4日修好，6月30日前通车。"
OFFICE = "示范县人民政府办公室"


def read(text, page=PAGE, agency=OFFICE, received=dt.date(2021, 3, 1)):
    return stages(text, page_replied_on=page, page_agency=agency, received_on=received)


def brief(text, **given):
    return [(r.stage, r.dated_on, r.date_basis, r.agency, r.transferred_to) for r in read(text, **given)[0]]


BOTH = [
    ("transfer", PAGE, "inline", None, "示范县人民政府"),
    ("substantive", dt.date(2021, 3, 10), "signature", OFFICE, None),
]


@pytest.mark.parametrize("gap", ["    ", "\n", "\n\u3000\u3000", "\u00a0\u00a0 ", " ", ""])
@pytest.mark.parametrize(
    "date", ["2021年3月10日", "2021 年 3 月 10 日", "2021-03-10", "二〇二一年三月十日", "２０２１年３月１０日"]
)
@pytest.mark.parametrize("end", ["", "\u200b", "。", " |", "（印章）", "  \n ", "\u200b\u200b\n"])
def test_a_notice_and_an_answer_under_one_page_date(gap, date, end):
    assert brief(f"{NOTICE}2021年3月2日{gap}{ANSWER}{gap}{OFFICE}{date}{end}") == BOTH


def test_the_stages_together_are_the_text_as_printed():
    text = f"  {NOTICE}2021年3月2日    {ANSWER}{OFFICE}2021年3月10日\u200b"
    bodies = [r.body for r in read(text)[0]]
    assert bodies == [f"{NOTICE}2021年3月2日", f"{ANSWER}{OFFICE}2021年3月10日\u200b"]
    assert [r.stage_no for r in read(text)[0]] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        f"{ANSWER}政策从2021年3月8日起执行。",
        f"{ANSWER}这项政策执行至2021年12月31日。",
        f"{ANSWER}这项政策执行至 2021 年 12 月 31 日。",
        f"{ANSWER}咨询电话：2312014。",
    ],
)
def test_dates_of_events_never_date_a_reply(text):
    assert brief(text) == [("substantive", PAGE, "page", OFFICE, None)]


def test_a_date_of_force_stands_before_the_signature():
    text = f"{ANSWER}从2021年3月8日起执行。\n{OFFICE}\n2021年3月10日"
    assert brief(text) == [("substantive", dt.date(2021, 3, 10), "signature", OFFICE, None)]


def test_the_office_may_stand_behind_its_date():
    assert brief(f"{ANSWER}\n2021年3月10日\n示范县水利局") == [
        ("substantive", dt.date(2021, 3, 10), "signature", "示范县水利局", None)
    ]


def test_two_offices_sign_one_answer():
    text = f"{ANSWER}\n示范县水利局\u3000\u3000示范县（城区）管理办公室 2021年3月10日"
    assert brief(text)[0][3] == "示范县水利局、示范县（城区）管理办公室"


def test_each_office_with_a_date_of_its_own_under_one_text_is_one_stage():
    text = f"{ANSWER}\n示范县水利局2021年3月10日\n示范县交通局2021年3月11日"
    assert [b[:2] for b in brief(text)] == [("substantive", dt.date(2021, 3, 11))]


def test_two_signed_answers_are_two_stages():
    text = f"{ANSWER}\n示范县水利局2021年3月10日\n{ANSWER}\n示范县交通局2021年3月12日"
    assert brief(text) == [
        ("substantive", dt.date(2021, 3, 10), "signature", "示范县水利局", None),
        ("substantive", dt.date(2021, 3, 12), "signature", "示范县交通局", None),
    ]


def test_a_notice_without_a_date_has_the_page_date_and_the_answer_none():
    assert brief(f"{NOTICE}相关情况会第一时间答复，请关注后续回复内容。\n{ANSWER}") == [
        ("transfer", PAGE, "page", None, "示范县人民政府"),
        ("substantive", None, "none", OFFICE, None),
    ]


def test_a_second_greeting_inside_an_answer_is_no_stage():
    text = "您好，现答复如下：\n一、关于“房产证”问题\n来信人你好，按规定应由本人申请。\n" + OFFICE + "2021年3月10日"
    assert [b[0] for b in brief(text)] == ["substantive"]


def test_an_announcement_to_pass_on_and_its_answer_in_one_text_are_one_stage():
    text = "您好，我们会把您的意见反馈给相关部门。\n现将学区划分答复如下：北街以北归一小。"
    assert [b[0] for b in brief(text)] == ["substantive"]


def test_the_office_signs_without_a_date():
    assert brief(f"{ANSWER}\n示范县水利局") == [("substantive", PAGE, "page", "示范县水利局", None)]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (NOTICE, "transfer"),
        ("您好，您的意见和建议我们已转相关部门作为参考，感谢您的来信，祝您生活愉快！", "transfer"),
        ("您好，来信收悉，我们会把您的意见及时反馈给相关部门进行处理，希望您继续支持我们的工作！", "transfer"),
        ("您的留言我们已转交市教育局。请关注后续回复内容。", "transfer"),
        ("您好，您的来信已转市交通委，由其直接向您答复。", "transfer"),
        ("您好，来信已收悉。", "interim"),
        ("您反映的事项正在协调处理中。", "interim"),
        ("已安排相关部门处理。", "interim"),
        ("您好，您反映的事项我局已安排专人调查，结果将及时告知。", "interim"),
        ("来信已收悉，我们将尽快调查核实并予以回复。", "interim"),
        ("相关部门正在调查处理，届时将第一时间回复。", "interim"),
        ("你好，你所反映的事项不属于“市长信箱”受理范围，建议通过司法途径解决。", "refusal"),
        ("您好，信息不清，要素不全，尚无法办理，请补充后再来信。", "refusal"),
        ("您好，请咨询示范市统计局，联系电话：0914-2300000。", "refusal"),
        ("您好，由于你提供的信息有限，建议向当地医保局咨询。", "refusal"),
        ("您好，因未留联系方式，无法与您核实，请补充后再次来信。", "refusal"),
        ("您好，信件内容与标题不符，请重新提交。", "refusal"),
        ("您好，这封信属于重复反映同一事项。", "refusal"),
        ("您好，目前没有出台补贴政策。", "substantive"),
        ("您好，经查，情况不属于违规范围，现答复如下：树已补种。如有疑问请咨询县林业局。", "substantive"),
        ("谢谢您的来信，您的肯定是对我们的鼓励！", "substantive"),
        ("市政府已责成市环保局进行调查，经查：排放达标。", "substantive"),
    ],
)
def test_kinds_of_texts(text, stage):
    assert classify(text) == stage


def test_a_notice_names_its_offices_or_none():
    assert brief("您的来信已转市城管局、市交警支队办理。")[0][4] == "市城管局、市交警支队"
    assert brief("您的来信已转相关部门办理。")[0][4] is None


def test_a_signature_a_year_before_the_letter_is_kept_and_reported():
    replies, issues = read(f"{ANSWER}{OFFICE}2020年3月10日")
    assert replies[0].dated_on == dt.date(2020, 3, 10)
    assert [i.code for i in issues] == ["dated_before_letter"]


def test_an_answer_dated_before_its_notice_is_reported():
    _, issues = read(f"{NOTICE}2021年3月20日\n{ANSWER}{OFFICE}2021年3月10日")
    assert [i.code for i in issues] == ["stages_out_of_order"]


def test_a_day_that_does_not_exist_is_no_date_and_reported():
    replies, issues = read(f"{ANSWER}\n{OFFICE}2021年2月30日")
    assert (replies[0].dated_on, replies[0].date_basis, replies[0].agency) == (None, "signature", OFFICE)
    assert [(i.code, i.raw) for i in issues] == [("date_unread", "2021年2月30日")]


@pytest.mark.parametrize("printed", ["2021年3月日", "2021年月10日", "2021年3 10日", "2021年3月"])
def test_a_date_that_has_lost_a_part_still_ends_its_signature(printed):
    replies, issues = read(f"{NOTICE}2021年3月2日\n{ANSWER}\n{OFFICE}{printed}", agency="示范县信息中心")
    assert (replies[1].dated_on, replies[1].date_basis, replies[1].agency) == (None, "signature", OFFICE)
    assert [(i.code, i.raw) for i in issues] == [("date_unread", printed)]


@pytest.mark.parametrize(
    ("text", "stage", "dated_on"),
    [
        ("您好，您的留言我们已转至示范县水务局，将在7个工作日内给予答复。", "transfer", None),
        ("转示范县水务局阅办。2021-03-10 09:30:00", "transfer", "2021-03-10"),
        ("请示范县交通局核实并答复。", "transfer", None),
        ("请您到示范县交通局办理。", "refusal", None),
        ("您的诉求已受理，受理编号：2021031007，经办单位将在3个工作日内与您取得联系。", "interim", None),
        ("已收悉，正在核实，处理结果将及时向您反馈。2021-03-10", "interim", "2021-03-10"),
        (f"您好：来信内容过于笼统，没有写明哪座桥，请补充后再次来信。{OFFICE}2021年3月10日", "refusal", "2021-03-10"),
        ("这封信与2021年2月3日的来信内容重复，不另作答复。", "refusal", None),
    ],
)
def test_notices_and_refusals_in_other_words(text, stage, dated_on):
    (found,), _ = read(text, page=None, agency=None)
    assert (found.stage, str(found.dated_on) if found.dated_on else None) == (stage, dated_on)


def test_a_second_office_under_its_own_name_begins_a_stage():
    text = "示范县交通局答复：桥已修好。2021年3月9日\n示范县水务局答复：经查，河堤将于5月加固。2021年3月12日"
    assert [str(r.dated_on) for r in read(text)[0]] == ["2021-03-09", "2021-03-12"]


SIGNATURES = [
    f"（{OFFICE}，2021年3月10日）",
    f"此复。{OFFICE}。2021年3月10日。",
    f"（{OFFICE} 2021年3月10日印发）",
    f"{OFFICE} 2021年3月10日（回复人：李某某 电话：0911-2223334）",
    f"（{OFFICE} 2021年3月10日）",
    f"（{OFFICE}）2021年3月10日",
    f"{OFFICE}\n（2021年3月10日）",
    f"{OFFICE}2021年3月10日 16:30",
    f"{OFFICE}2021年3月10日上午",
    f"{OFFICE} 2021年3月10日 星期三",
    f"回复单位：{OFFICE}\n回复时间：2021年3月10日",
    f"{OFFICE}2021年3月10日\n联系人：某某 联系电话：0914-2300000、2300001",
    f"{OFFICE}\n2021年3月10日\n（联系电话：0914-2300000）",
    f"{OFFICE}\n2021年3月10日\n附件：样表.doc",
    f"【{OFFICE}】 2021-03-10 17:07:13",
    f"【{OFFICE}】\n2021年3月10日",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("gap", ["\n", "    "])
def test_what_may_stand_around_office_and_date(signature, gap):
    later = "来信人你好，你提出的事项再次答复如下：灯已装好。示范县交通运输局2021年3月20日"
    both = f"{NOTICE}2021年3月2日{gap}{ANSWER}{gap}{signature}"
    assert brief(both, agency="示范县信息中心") == BOTH
    third = ("substantive", dt.date(2021, 3, 20), "signature", "示范县交通运输局", None)
    assert brief(f"{both}{gap}{later}") == [*BOTH, third]


@pytest.mark.parametrize(
    "printed", ["（2021年3月2日）", "2021年3月2日 16:30", "2021-03-02 09:15:22", "回复时间：2021年3月2日"]
)
def test_what_may_stand_around_the_date_of_a_notice(printed):
    assert brief(f"{NOTICE}\n{printed}\n{ANSWER}\n{OFFICE}2021年3月10日") == BOTH


@pytest.mark.parametrize(
    "end",
    [
        "详见公告（示范市教育局2021年3月10日）",
        "申请截止（2021年3月10日）",
        "开通时间为2021年3月10日 16:30",
        "工程计划2021年3月日",
        "各地咨询：\n示范县教育局 电话：0914-2300000",
        "涉及范围：\n示范县教育局、示范县交通局",
    ],
)
def test_an_office_or_a_date_inside_the_text_signs_nothing(end):
    assert brief(f"{ANSWER}{end}") == [("substantive", PAGE, "page", OFFICE, None)]
    assert brief(f"{ANSWER}{end}\n下一步将加强管理。") == [("substantive", PAGE, "page", OFFICE, None)]


def test_offices_that_sign_together_may_be_joined():
    text = f"{ANSWER}\n示范县交通运输局、示范县水利局2021年3月10日"
    assert brief(text)[0][3] == "示范县交通运输局、示范县水利局"


def test_a_second_office_answers_its_part_without_a_greeting():
    text = f"{ANSWER}\n示范县交通运输局\n  小山村通信问题回复如下：待条件成熟再建站。\n示范铁塔公司"
    assert [(stage, agency) for stage, _, _, agency, _ in brief(text)] == [
        ("substantive", "示范县交通运输局"),
        ("substantive", "示范铁塔公司"),
    ]


@pytest.mark.parametrize(
    "stamp", ["2021-03-05 18:42:02", "某镇 2021-03-12 10:42", "  2021/3/5 9:04  "], ids=["before", "office", "blanks"]
)
def test_the_sites_own_time_below_a_signature_dates_nothing(stamp):
    assert brief(f"{ANSWER}\n{OFFICE}\n2021年3月10日\n{stamp}") == BOTH[1:]


def test_an_office_and_a_time_alone_still_sign():
    signed = ("substantive", dt.date(2021, 3, 10), "signature", "示范县示范镇", None)
    assert brief(f"{ANSWER}\n示范县示范镇\n2021-3-10 19:32:32") == [signed]


def test_an_answer_that_only_says_that_it_is_under_way_is_none():
    assert classify("您的建议，回复如下：\n  2021-03-10 14:39:25 已受理，正在处理中！") == "interim"
    assert classify("您的建议，回复如下：\n已受理，正在处理中。护栏三日内换新。") == "substantive"


def test_a_date_may_have_a_label_of_its_own_at_the_end():
    assert brief(f"{ANSWER}\n\n日期：2021-03-10") == [BOTH[1]]
    assert brief(f"{ANSWER}完工日期：2021-03-10")[0][2] == "page"


@pytest.mark.parametrize("greeting", ["尊敬的用户：", "亲爱的网友", "网友您好！"])
def test_a_greeting_with_nothing_behind_it_is_no_stage(greeting):
    signed = f"{ANSWER}\n{OFFICE}\n2021年3月10日"
    assert brief(f"{signed}\n{greeting}") == BOTH[1:]
    assert read(f"{signed}\n{greeting}")[0][0].body == f"{signed}\n{greeting}"


def test_a_year_without_its_century_is_that_of_the_page():
    replies, issues = read(f"{ANSWER}\n{OFFICE}\n二一年三月一十日")
    assert ([r.dated_on for r in replies], issues) == ([dt.date(2021, 3, 10)], [])
    replies, issues = read(f"{ANSWER}\n{OFFICE}\n21年3月10日", page=None, received=None)
    assert ([r.dated_on for r in replies], [i.code for i in issues]) == ([None], ["date_unread"])


@pytest.mark.parametrize("text", ["", " \u3000\u200b\n", "。"])
def test_an_empty_reply_has_no_stage(text):
    replies, issues = read(text)
    assert replies == []
    assert [i.code for i in issues] == ["empty_reply"]
    assert read(text, page=None) == ([], [])


def test_a_person_behind_the_office_is_not_repeated():
    assert office_or_issue("县住建局", "agency") == ("县住建局", [])
    office, (issue,) = office_or_issue("县住建局 张小三", "agency")
    assert (office, issue.code) == ("县住建局", "person_in_agency")
    assert "张小三" not in issue.message
    assert office_or_issue("东城街道高新区", "agency") == ("东城街道高新区", [])


def test_a_person_in_the_office_field_is_not_repeated():
    replies, issues = read("您好，桥已修好。", agency="王小明")
    assert replies[0].agency is None
    assert [i.code for i in issues] == ["person_in_agency"]
    assert "王小明" not in str(issues)
    assert office_or_issue(" 市信息办\u3000", "L1") == ("市信息办", [])
    assert office_or_issue(None, "L1") == (None, [])


@given(
    st.lists(
        st.sampled_from(
            [
                NOTICE,
                ANSWER,
                OFFICE,
                "2021年3月2日",
                "2020111",
                "\n",
                "    ",
                "。",
                "您好，",
                "已转",
                "王小明",
                "\u200b",
                "2021-03-10 18:42:02",
                "尊敬的用户：",
                "二一年三月十日",
            ]
        ),
        max_size=12,
    )
)
def test_no_text_is_lost_and_nothing_raises(pieces):
    text = "".join(pieces)
    replies, _ = read(text)
    kept = "".join("".join(r.body.split()) for r in replies)
    assert kept == "".join(text.split()) or not replies
    assert [r.stage_no for r in replies] == list(range(1, len(replies) + 1))
    assert all(r.dated_on is None for r in replies if r.date_basis == "none")
    assert all(r.dated_on is not None for r in replies if r.date_basis == "page")


@pytest.mark.parametrize(
    "piece",
    [
        f"{NOTICE}2021年3月2日\n",
        f"{ANSWER}{OFFICE}2021年3月10日\n",
        "2021年3月2日  ",
        "来信 2021年3月2日 桥",
        "示范县水利局 ",
        "示范县水利局2021年3月10日\n",
        "2021-03-10 18:42:02\n",
        "示范镇 2021-03-10 18:42:02\n",
    ],
)
def test_a_long_text_takes_no_more_than_its_length_allows(piece):
    started = time.process_time()
    read(piece * (50_000 // len(piece)))
    assert time.process_time() - started < 5  # about 1 s; each took 6 to 50 s when every place was read from the start


def test_messages_are_english_sentences():
    empty = read("")[1]
    person = read("您好，桥已修好。", agency="王小明")[1]
    dated = read(f"{NOTICE}2021年3月20日\n{ANSWER}{OFFICE}2020年3月10日\n{ANSWER}\n{OFFICE}2021年2月30日")[1]
    issues = [*empty, *person, *dated]
    assert {i.code for i in issues} == {
        "empty_reply",
        "person_in_agency",
        "dated_before_letter",
        "stages_out_of_order",
        "date_unread",
    }
    assert all(i.message[0].isupper() and i.message.endswith(".") for i in issues)
    assert not any(set("，。；（）") & set(i.message) for i in issues)


@pytest.mark.parametrize("text", ["您好！九路车将于7月1日增设老街站。", "您好！2021年7月1日增设老街站。"])
def test_a_sentence_that_ends_like_an_office_is_no_signature(text):
    assert brief(text, page=None, agency=None) == [("substantive", None, "none", None, None)]


@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_an_office_may_sign_behind_its_date(between):
    signed = brief(f"{ANSWER}\n2021年3月10日{between}{OFFICE}", page=None, agency=None)
    assert signed == [("substantive", dt.date(2021, 3, 10), "signature", OFFICE, None)]


@pytest.mark.parametrize(
    "end",
    [
        f"\n{OFFICE}\n2021年元月9日",
        f"\n{OFFICE}\n二零二一年元月九日",
        f" {OFFICE}〔2021-01-09〕",
        f"（2021年1月9日 {OFFICE}）",
    ],
)
def test_a_signature_in_other_signs(end):
    assert brief(f"您好，桥面已修补。{end}", page=None, agency=None) == [
        ("substantive", dt.date(2021, 1, 9), "signature", OFFICE, None)
    ]


@pytest.mark.parametrize(
    "end", ["全文见县档案馆网站2020年12月28日", "名单公示在县民政局2021年1月5日", f"细则详见{OFFICE}2021年1月5日"]
)
def test_where_a_thing_is_to_be_found_is_no_signature(end):
    assert brief(f"您好，新办法已施行，{end}", page=None, agency=None) == [("substantive", None, "none", None, None)]


def test_several_offices_behind_one_label_do_not_sign():
    text = f"桥面已修补。\n办理单位：各社区\n{OFFICE}\n2021年1月9日"
    assert brief(text, page=None, agency=None)[0][3] == OFFICE


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("您好，请到常住地派出所办理，携带户口簿。", "substantive"),
        ("您好，请通过省社保平台办理。", "substantive"),
        ("您好，请到县政务大厅三楼窗口申请。", "substantive"),
        ("您好，请到市林业局查询。", "refusal"),
        ("您好，请向县人民法院申诉。", "refusal"),
    ],
)
def test_the_way_to_what_was_asked_is_an_answer(text, stage):
    assert classify(text) == stage
