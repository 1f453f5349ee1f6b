"""Labels and values as real pages print them: below, beside, framed, in one cell, without a label at all."""

import time

import pytest

from parsers.document import Document, Grid, Text
from parsers.letter_fields import letter_fields
from parsers.letters import printed_letters

ASKED = "桥头的护栏断了两根，请派人来修。"
SAID = "你好！经查，护栏已于7月3日换新。"


def lines(*texts: str) -> Document:
    return Document("text/html", tuple(Text(text, f"b{n}", 0) for n, text in enumerate(texts, 1)))


def table(*rows: tuple[str, ...]) -> Document:
    return Document("text/html", (Grid(rows, tuple(f"r{n}" for n in range(1, len(rows) + 1))),))


def read(document: Document) -> tuple[dict[str, str], list[tuple[str, str | None, str | None]], list[str]]:
    (letter,) = printed_letters(document)
    values = {field: printed.value for field, printed in letter.values.items()}
    return values, [(r.body, r.dated, r.agency) for r in letter.replies], [i.code for i in letter.issues]


EXPECTED = {"received_on": "2022-07-01", "body": ASKED, "agency": "某镇", "page_replied_on": "2022-07-05"}
FORM = ("来信时间：2022-07-01", "来信内容：" + ASKED)


@pytest.mark.parametrize(
    "printed",
    [
        (*FORM, "回复单位：某镇", "回复时间：2022-07-05", "回复内容：" + SAID),
        ("来信时间：2022-07-01", "信件内容", ASKED, "信件回复", SAID, "回复单位：某镇 回复时间：2022-07-05"),
        (
            "来信时间",
            "2022-07-01",
            "来信内容",
            ASKED,
            "回复内容",
            "回复时间",
            "2022-07-05",
            "回复单位",
            "某镇",
            "回复内容",
            SAID,
        ),
        (
            "【来信时间】2022-07-01",
            "【来信内容】" + ASKED,
            "【回复单位】 某镇",
            "【回复时间】2022-07-05",
            "【回复内容】" + SAID,
        ),
        (*FORM, "回复部门：某镇 2022-07-05 12:05:25", SAID),
        (*FORM, "回复部门：某镇来源：某网 回复时间：2022-07-05", SAID),
        ("- 提问时间：2022-07-01 10:15", ASKED, "- 回复单位：某镇", "- 回复时间：2022-07-05", SAID),
        (*FORM, "回复部门：某镇", "发布时间：2022-07-05", SAID),
        (*FORM, "办理部门：", "某镇", "办理时间：2022-07-05", "办理情况：", SAID),
        ("网友：某某 2022-07-01 20:13", ASKED, "官方回复", "回复单位：某镇", "回复时间：2022-07-05 15:19", SAID),
        ("留言时间：2022-07-01 20:13 浏览次数：10", ASKED, "回复单位：某镇 发表于：2022-07-05 15:19", SAID),
        ("信件内容", "来信情况", *FORM, "办理结果", "回复部门：某镇 回复日期：2022-07-05", "办理结果", SAID),
        (*FORM, "回复时间：", "2022-07-05", "回复部门：某镇", "回复信息：", SAID),
    ],
)
def test_one_letter_in_the_lines_of_many_pages(printed: tuple[str, ...]) -> None:
    values, replies, issues = read(lines(*printed))
    assert {field: value[:10] if field.endswith("_on") else value for field, value in values.items()} == EXPECTED
    assert (replies, issues) == ([(SAID, None, None)], [])


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("某市来信答复单", "", "", ""),
            ("来信人", "某某", "来信时间", "2022-07-01"),
            ("来信内容", "", "", ""),
            (ASKED, "", "", ""),
            ("办理结果", "", "", ""),
            ("回复部门", "某镇", "回复日期", "2022-07-05"),
            ("办理结果", "", "", ""),
            (SAID, "", "", ""),
        ),
        (
            ("来信时间：2022-07-01", "姓名：某某"),
            ("信件内容：" + ASKED, ""),
            ("回复时间：2022-07-05", "回复单位：某镇"),
            ("回复内容：" + SAID, ""),
        ),
        (
            ("来信时间：", "2022-07-01", "收文单位：", "某市长"),
            ("信访内容：", ASKED),
            ("回文单位：", "某镇", "办理时间：", "2022-07-05"),
            ("内容：", SAID),
        ),
        (
            ("来信时间：", "2022-07-01"),
            ("来信内容：", ASKED),
            ("办理进度：", "处理单位：某镇 处理时间：2022-07-05"),
            ("答复内容：", SAID),
        ),
    ],
)
def test_one_letter_in_the_tables_of_many_pages(rows: tuple[tuple[str, ...], ...]) -> None:
    values, replies, issues = read(table(*rows))
    assert values == EXPECTED
    assert (replies, issues) == ([(SAID, None, None)], [])


def test_a_table_of_the_letter_and_lines_of_its_answer() -> None:
    rows = Grid((("来信时间", "2022-07-01"), ("来信内容", ASKED)), ("r1", "r2"))
    answer = [
        Text(text, f"b{n}", 0)
        for n, text in enumerate(("回复单位", "某镇", "回复日期", "2022-07-05", "回复内容", SAID))
    ]
    assert read(Document("text/html", (rows, *answer)))[:2] == (EXPECTED, [(SAID, None, None)])


@pytest.mark.parametrize(
    "below",
    [
        "分享到：",
        "某某满意度调查 查看汇总",
        "【温馨提示】如有问题请致电。",
        "扫一扫在手机打开当前页",
        "网站地图 某县政府主办",
    ],
)
def test_what_stands_below_a_text_is_no_part_of_it(below: str) -> None:
    printed = ("【来信时间】2022-07-01", "【来信内容】" + ASKED, "【回复内容】" + SAID, below, "某网友：同感")
    assert read(lines(*printed))[1][0][0] == SAID


def test_several_answers_under_one_heading_have_a_text_each() -> None:
    first, second = (
        ("回复单位：某县政府办 回复时间：2022-07-02", "您好，已转某镇办理。"),
        ("回复单位：某镇 回复时间：2022-07-05", SAID),
    )
    for heading in ("信件回复", "回复内容"):
        values, replies, issues = read(lines(*FORM, heading, *first, *second, "【打印】【关闭】"))
        assert replies == [("您好，已转某镇办理。", "2022-07-02", "某县政府办"), (SAID, "2022-07-05", "某镇")]
        assert (set(values), issues) == ({"received_on", "body"}, [])


@pytest.mark.parametrize(
    ("of_page", "title"), [("护栏-某县人民政府", "护栏"), ("某县长信箱", "某县长信箱"), (None, "护栏"), ("", "护栏")]
)
def test_the_title_of_a_letter_is_without_the_name_of_the_site(of_page: str | None, title: str) -> None:
    blocks = (Text("护栏", "b1", 1), *(Text(line, "b2", 0) for line in FORM))
    assert read(Document("text/html", blocks, title=of_page))[0]["title"] == title


def test_what_the_writer_says_to_a_reply_dates_none() -> None:
    first, thanks = (
        ("回复单位：某镇", "回复时间：2022-07-05", "回复内容：" + SAID),
        ("再次反馈：谢谢！", "反馈时间：2022-07-06"),
    )
    again = ("再次回复：不客气，欢迎监督。", "回复单位：某镇", "回信时间：2022-07-08")
    values, replies, _ = read(lines(*FORM, *first, *thanks, *again))
    assert replies == [(SAID, "2022-07-05", "某镇"), ("不客气，欢迎监督。", "2022-07-08", "某镇")]
    assert "page_replied_on" not in values
    again = ("再次回复：不客气，欢迎监督。", "再次回复部门：某镇", "再次回复时间：2022-07-08")
    assert read(lines(*FORM, *first, *thanks, *again))[1] == replies


def test_the_greeting_of_an_answer_is_no_label() -> None:
    lines_of = (*FORM, "回复部门：某镇 回复时间：2022-07-05", "办理结果", "尊敬的市民朋友：", "您好！" + SAID)
    assert read(lines(*lines_of))[1][0][0] == f"尊敬的市民朋友：\n您好！{SAID}"
    values, replies, issues = read(
        lines(*FORM, "回复部门：某局 2022-07-05 10:00", "网友：", "你好！护栏已换新。", "某局")
    )
    assert (replies[0][0], values["agency"], issues) == ("网友：\n你好！护栏已换新。\n某局", "某局", [])


@pytest.mark.parametrize(
    "printed",
    [
        ("来信标题", "来信时间", "回复单位", "回复时间", "路灯", "2022-07-01", "某镇", "2022-07-05"),
        (
            "回复单位：某镇 回复时间：2022-07-05",
            "修好桥头的护栏需要几天时间",
            "回复单位：某局 回复时间：2022-07-06",
            "另一封来信的标题也很长很长",
        ),
        ("发布时间：2022-07-01", "某镇今年修好桥梁十二座，群众出行更加方便。"),
    ],
    ids=["the header of a list", "the rows of a list", "an article"],
)
def test_lines_that_are_no_letter(printed: tuple[str, ...]) -> None:
    assert printed_letters(lines(*printed)) == []


def test_a_cell_that_is_a_text_stays_in_one_piece() -> None:
    cell = "回复单位：某镇 回复时间：2022-07-05 " + SAID
    (fields,) = letter_fields(table(("来信内容", ASKED), ("回复内容", cell)))
    assert [value for _, value, _ in fields] == [ASKED, cell]


@pytest.mark.parametrize(
    "piece", ["网友：", "回复单位：某局 ", "某局来源：", "来信时间：2020-01-01 状态：", "回复内容", "分享到："]
)
def test_a_long_page_of_labels_is_read_in_good_time(piece: str) -> None:
    started = time.process_time()
    letter_fields(lines(piece * (20_000 // len(piece))))
    letter_fields(lines(*[piece] * 2_000))
    assert time.process_time() - started < 5  # below 1 s; looking back or ahead at each line would take minutes


@pytest.mark.parametrize(
    "said",
    [
        ("办理时间：每周三上午", "带户口簿即可。", "示范县民政局 2022年7月4日"),
        ("办法见通告。", "办理单位：各社区", "示范县民政局", "2022年7月4日"),
        ("您好，条件如下。", "受理时间：工作日", "类型：分两种。", "2022年7月4日"),
    ],
)
def test_a_line_of_a_reply_that_begins_like_a_label_is_part_of_it(said: tuple[str, ...]) -> None:
    values, replies, issues = read(lines(*FORM, "回复内容：", *said))
    assert values == {"received_on": "2022-07-01", "body": ASKED}
    assert (replies, issues) == ([("\n".join(said), None, None)], [])


@pytest.mark.parametrize(
    "below",
    [
        ("办理单位：某镇", "办理时间：2022-07-05"),
        ("办理单位：某镇", "办理时间：2022-07-05", "某地新闻网", "某县人民政府"),
        ("回复单位：某镇", "回复时间：2022-07-05", "某镇 2022年7月5日"),
        ("办理单位：", "某镇", "办理时间：", "2022-07-05"),
    ],
)
def test_the_fields_of_a_form_end_its_reply(below: tuple[str, ...]) -> None:
    values, replies, _ = read(lines(*FORM, "回复内容：" + SAID, *below))
    assert (values, replies) == (EXPECTED, [(SAID, None, None)])


def test_a_numbered_line_goes_on_with_the_text_that_a_heading_ends() -> None:
    said = ("一、依据：《集市管理办法》（2011年4月6日）", "5月开市。")
    blocks = [Text(line, f"b{n}", 0) for n, line in enumerate((*FORM, "回复内容："))]
    blocks += [Text(said[0], "b8", 1), Text(said[1], "b9", 0)]
    assert read(Document("text/html", tuple(blocks)))[1] == [("\n".join(said), None, None)]


@pytest.mark.parametrize("line", ["网友评论", "评论（3）", "跟帖", "最新评论："])
def test_what_readers_say_is_no_part_of_a_reply(line: str) -> None:
    assert read(lines(*FORM, "回复内容：" + SAID, line, "过路人：好！"))[1] == [(SAID, None, None)]


def test_a_row_of_labels_over_the_row_of_their_values() -> None:
    over = (("来信时间", "回复单位", "回复时间"), ("2022-07-01", "某镇", "2022-07-05"))
    texts = (("来信内容", ASKED), ("回复内容", SAID))
    assert read(table(*over, *texts)) == (EXPECTED, [(SAID, None, None)], [])
    both = Document("text/html", (*table(*over).blocks, *table(*texts).blocks))
    assert read(both) == (EXPECTED, [(SAID, None, None)], [])


CELL = f"{SAID} 答复单位：某镇 答复时间：2022-07-05"


@pytest.mark.parametrize(
    "document",
    [
        lines(*FORM, CELL),
        table(("来信时间：2022-07-01",), ("来信内容：" + ASKED,), (CELL,)),
        table(("来信时间", "2022-07-01"), ("来信内容", ASKED), (CELL.replace(" ", "\n"),)),
    ],
)
def test_a_text_with_its_office_behind_it_is_a_reply_without_a_label(document: Document) -> None:
    values, replies, issues = read(document)
    assert values == {"received_on": "2022-07-01", "body": ASKED}
    assert (replies, issues) == ([(SAID, "2022-07-05", "某镇")], [])


def test_an_office_that_replies_heads_a_reply() -> None:
    values, replies, _ = read(lines(*FORM, "示范县水利局答复：", SAID))
    assert (values["body"], values["agency"], replies) == (ASKED, "示范县水利局", [(SAID, None, None)])
    values, replies, _ = read(lines(*FORM, "水利局答复：没有经费。", "回复内容：" + SAID))  # what the writer says
    assert (values["body"], len(replies)) == (f"{ASKED}\n水利局答复：没有经费。", 1)


def test_each_of_several_numbered_replies_has_office_and_day_of_its_first_line() -> None:
    said = ("第一次回复：某镇 2022-07-02", "正在查看。", "第二次回复：示范县水利局 2022-07-05", SAID)
    assert read(lines(*FORM, *said))[1] == [("正在查看。", "2022-07-02", "某镇"), (SAID, "2022-07-05", "示范县水利局")]


@pytest.mark.parametrize(
    "below", [("老王家的答复：", SAID), ("某镇 回复于 2022-07-05", SAID), ("回复时间：2022-07-05",)]
)
def test_a_reply_that_is_not_found_is_said(below: tuple[str, ...]) -> None:
    _, replies, issues = read(lines(*FORM, *below))
    assert (replies, issues) == ([], ["reply_not_found"])
