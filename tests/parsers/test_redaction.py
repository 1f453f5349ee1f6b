"""What is personal is replaced in every spelling of the table, and nothing else is touched. All of it is invented."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parsers import vocabulary
from parsers.redaction import _words, find, names_in, redacted

DATA: dict[str, Any] = vocabulary.load("redaction")
MARKS: dict[str, str] = DATA["marks"]
SPELLINGS = {str(digit): f"{digit}{chr(0xFF10 + digit)}{listed}" for digit, listed in DATA["digits"].items()}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # phones
        ("电话13800138000，谢谢", "电话〔电话〕，谢谢"),
        ("手机：138-0013-8000。", "手机：〔电话〕。"),
        ("请打 +86 138 0013 8000 或086-13900139000", "请打 〔电话〕 或〔电话〕"),
        ("一三八零零一三八零零零", "〔电话〕"),
        ("联系方式：幺三八〇〇幺三八〇〇〇，等候", "联系方式：〔电话〕，等候"),
        ("138 0013 8000一直打不通", "〔电话〕一直打不通"),
        ("网站只印138****8000", "网站只印〔电话〕"),
        ("我家电话是0914-6543210", "我家电话是〔电话〕"),
        ("固话：6543210", "固话：〔电话〕"),
        ("（0914）6543210是我父亲的", "〔电话〕是我父亲的"),
        # offices' phones stay
        ("咨询电话：0914-6543210。", "咨询电话：0914-6543210。"),
        ("请拨打12345或0914-12345", "请拨打12345或0914-12345"),
        ("县住建局（0914-6543210）", "县住建局（0914-6543210）"),
        ("0914-6543210（县医保局）", "0914-6543210（县医保局）"),
        # identity numbers, of no living person: the birthdays lie in the 19th century
        ("身份证号610101189001010015", "身份证号〔身份证号〕"),
        ("身份证610101 18900101 001X。", "身份证〔身份证号〕。"),
        ("证件：６１０１０１１８９００１０１００１Ｘ", "证件：〔身份证号〕"),
        ("610101********0015", "〔身份证号〕"),
        # cards and accounts
        ("卡号6222 0000 0000 0000 002到账", "卡号〔银行卡〕到账"),
        ("打到4111 1111 1111 1111里", "打到〔银行卡〕里"),
        ("储蓄卡6222 0212 3456 7890", "储蓄卡〔银行卡〕"),
        ("卡是6222 0212 3456 7890", "卡是〔银行卡〕"),
        ("信用社账户27110101 0912345678901", "信用社账户〔银行卡〕"),
        ("残疾证61010118900101001543", "残疾证〔身份证号〕"),
        ("护照E98765432", "护照〔身份证号〕"),
        # e-mail, QQ, WeChat
        ("zhangsan at example dot com", "〔邮箱〕"),
        ("zhangsan#163.com、zhangsan艾特qq.com、zhangsan@163。com", "〔邮箱〕、〔邮箱〕、〔邮箱〕"),
        ("扣扣是 1 0 0 0 1 0 0 0", "扣扣是 〔QQ〕"),
        ("q:10001000，Q号10001000", "q:〔QQ〕，Q号〔QQ〕"),
        ("威信zhangsan88，wei信号：zhangsan88，绿泡泡zhangsan88", "威信〔微信〕，wei信号：〔微信〕，绿泡泡〔微信〕"),
        ("微：zhangsan88；v：zhangsan88；加V：zhangsan88", "微：〔微信〕；v：〔微信〕；加V：〔微信〕"),
        ("＋Ｖ zhangsan88，微信(zhangsan88)", "＋Ｖ 〔微信〕，微信(〔微信〕)"),
        ("邮箱：zhang.san@example.com，", "邮箱：〔邮箱〕，"),
        ("请回信zhangsan(at)example点com", "请回信〔邮箱〕"),
        ("zhangsan＠example.com.cn", "〔邮箱〕"),
        ("QQ：10001000", "QQ：〔QQ〕"),
        ("扣扣号10001000", "扣扣号〔QQ〕"),
        ("微信号：zhang_san88", "微信号：〔微信〕"),
        ("加VX zhangsan88", "加VX 〔微信〕"),
        ("微信：13800138000", "微信：〔电话〕"),
        # plates
        ("车牌陕A·12B45停在路口", "车牌〔车牌〕停在路口"),
        ("陕AD12345是新能源车", "〔车牌〕是新能源车"),
        ("陕 A 12345，陕-A-12345", "〔车牌〕，〔车牌〕"),
        ("车号为A88888，军K12345", "车号为〔车牌〕，〔车牌〕"),
        # homes: village and compound stay
        ("石桥小区3号楼2单元501室漏水", "石桥小区〔住址〕漏水"),
        ("石桥小区3-2-501", "石桥小区〔住址〕"),
        ("东坡村四组12号", "东坡村〔住址〕"),
        ("家住文苑路25号，", "家住文苑路〔住址〕，"),
        ("住在文苑路25号付3号，", "住在文苑路〔住址〕，"),
        # names
        ("我叫张三，今年四十岁", "我叫〔姓名〕，今年四十岁"),
        ("我叫鱼小飞。", "我叫〔姓名〕。"),
        ("来信人：张三丰 电话13800138000", "来信人：〔姓名〕 电话〔电话〕"),
        ("我父亲李大山在村里", "我父亲〔姓名〕在村里"),
        ("邻居王小二、赵六占用道路", "邻居〔姓名〕、〔姓名〕占用道路"),
        ("村支书欧阳小明说修", "村支书〔姓名〕说修"),
        ("经与陈大壮本人核实", "经与〔姓名〕本人核实"),
        ("经查，孙大圣，男，现年50岁", "经查，〔姓名〕，男，现年50岁"),
        ("有5户（徐小成、朱小义）", "有5户（〔姓名〕、〔姓名〕）"),
        ("我叫 赵 小，今年四十岁", "我叫 〔姓名〕，今年四十岁"),
        ("联系人及电话：赵小六", "联系人及电话：〔姓名〕"),
        ("联系人：县住建局赵小六", "联系人：县住建局〔姓名〕"),
        ("负责人：赵建国副局长", "负责人：〔姓名〕副局长"),
        ("法定代表人赵小六，收件人：钱小七", "法定代表人〔姓名〕，收件人：〔姓名〕"),
        ("邻居王小二占道，其妻钱小七骂人", "邻居〔姓名〕占道，其妻〔姓名〕骂人"),
        ("业主王小二、赵小六、钱小七均可作证", "业主〔姓名〕、〔姓名〕、〔姓名〕均可作证"),
    ],
)
def test_what_is_personal_is_marked(printed: str, expected: str) -> None:
    assert redacted(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "2020年12月15日收到，2021-01-03回复，2019.10.08公开",
        "商政发〔2020〕12号，信件编号20220510008，第三十三条第二款",
        "应办1118件，办结1185件，按期办结率95.08%，逾期55件",
        "总投资13,812,345,678元，其中13812345678元为拨款，1381234.5678万元",
        "县住建局 202 201 34 0 99.5 83.08",
        "0.13800138000和3.1415926535897",
        "http://example.gov.cn/20210105/20210105165742_59935.pdf",
        "索引号06072-9-02_Z/2021-0311001.htm",
        "3号楼电梯坏了，共13栋楼，2栋132套，5#楼",
        "我是高三学生，本人于2020年购房，村民和孩子都说好",
        "我是商州区居民，老人和留守儿童，学生时候",
        "请关注微信公众号，用微信支付25.75元，QQ群里通知",
        "全市夫妇双方，西安打工的儿子，关于规范住房的通知",
        "主任安排专人，书记高度重视，局长说明了情况",
        "老板欠薪，司机违章，邻居建房占地，医生收红包，村民种植养殖，业主收房难",
        "联系人：县水务局办公室，负责人说，法人资格，监护人签字",
        "V1级认证，加V认证，H12345型设备，Q3季度，12时30分",
        "尊敬的陈市长：您好！王女士、李某某反映",
        "请拨打12369、110、96333",
        "种植马铃薯（马铃薯）和连翘（高血压）",
        "建议人行道加宽，文件规定单位负责",
        "",
    ],
)
def test_what_is_not_personal_stays_as_printed(printed: str) -> None:
    assert redacted(printed) == printed


def test_a_name_is_marked_wherever_the_text_repeats_it() -> None:
    assert redacted("我叫张小三。昨天张小三去了。") == "我叫〔姓名〕。昨天〔姓名〕去了。"


def test_a_name_of_the_letter_is_marked_in_its_reply() -> None:
    names = names_in("来信人：张小三")
    assert names == {"张小三"}
    assert redacted("经查，张小三所述属实。", names) == "经查，〔姓名〕所述属实。"


def test_a_label_is_read_as_if_it_stood_before_the_text() -> None:
    assert redacted("鱼小飞", label="联系人") == "〔姓名〕"
    assert redacted("6543210", label="联系电话") == "〔电话〕"
    assert redacted("县住建局", label="联系人") == "县住建局"
    assert redacted("202", label="办结数") == "202"


# --- properties ---

# Numbers of nobody: 13800138000 is a carrier's own, and the identity numbers are of the 19th century.
GROUPS = st.sampled_from([tuple(groups) for groups in DATA["phone_groups"]])
BETWEEN = st.sampled_from(["", " ", "-", "—", "·", "\u200b", "\u3000", " - "])


@st.composite
def mobiles(draw: Callable[..., Any]) -> str:
    """A mobile number in one of the usual groups; its digits are spelled as the table allows, all in one way."""
    digits = (
        "1"
        + draw(st.sampled_from("3456789"))
        + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=9, max_size=9)))
    )
    way = draw(st.integers(0, 2))
    digits = "".join(SPELLINGS[d][min(way, len(SPELLINGS[d]) - 1)] for d in digits)
    between, groups, at, pieces = draw(BETWEEN), draw(GROUPS), 0, []
    for length in groups:
        pieces.append(digits[at : at + length])
        at += length
    return draw(st.sampled_from(["", "+86 ", "086-"] if way < 2 else [""])) + between.join(pieces)


@st.composite
def identities(draw: Callable[..., Any]) -> str:
    day = f"18{draw(st.integers(60, 99))}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"
    last = draw(st.sampled_from("0123456789Xx"))
    number = ["610101", day, f"{draw(st.integers(0, 999)):03}{last}"]
    return draw(BETWEEN).join(number)


@st.composite
def addresses(draw: Callable[..., Any]) -> str:
    user = draw(st.from_regex(r"[a-z][a-z0-9]{2,8}([._][a-z0-9]{1,4})?", fullmatch=True))
    at = draw(st.sampled_from(["@", "＠", "(at)", "[at]", " @ "]))
    dot = draw(st.sampled_from([".", "点", "(dot)"]))
    return (
        user + at + draw(st.sampled_from(["example", "mail-box"])) + dot + draw(st.sampled_from(["com", "net", "cn"]))
    )


# Words around a number, without digits, Latin letters and the signs that numbers are made of.
AROUND = st.text(alphabet="请尽快回复，。：；！？（）“”的了我们反映道路积水谢谢、 \n", max_size=12)


@given(AROUND, st.one_of(mobiles(), identities(), addresses()), AROUND)
def test_no_number_and_no_address_survives_in_any_spelling(before: str, item: str, after: str) -> None:
    found = redacted(before + item + after)
    assert not re.search(r"[0-9@＠]|\(at\)|\[at\]", found), found
    assert sum(found.count(mark) for mark in MARKS.values()) == 1
    assert found.startswith(before)
    assert found.endswith(after)


PIECES = st.lists(
    st.one_of(
        mobiles(),
        identities(),
        addresses(),
        AROUND,
        st.text(max_size=6),
        st.sampled_from(
            [*DATA["name_words"], *DATA["kin"], *DATA["name_labels"], *DATA["behind_names"], *MARKS.values()]
        ),
        st.sampled_from(
            ["张三", "李四丰", "：", "，", "0914-6543210", "微信", "QQ", "3号楼", "501室", "2020年", "陕A12345"]
        ),
    ),
    max_size=8,
)


WORDS_OF_MARKS = [mark.strip("〔〕") for mark in MARKS.values()]


@given(PIECES, st.frozensets(st.sampled_from(["张三", "李四丰", *WORDS_OF_MARKS]), max_size=3))
def test_redacting_again_changes_nothing(pieces: list[str], names: frozenset[str]) -> None:
    once = redacted("".join(pieces), names)
    assert redacted(once, names) == once


@given(PIECES)
def test_texts_that_are_not_searched_hold_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    for rule in _words().numbers:
        assert _words().may_hold_number.search(text) or not rule.pattern.search(text)
    for rule in _words().signs:
        assert all(any(sign in m.group() for sign in rule.needs) for m in rule.pattern.finditer(text) if rule.needs)


def test_a_form_that_lists_its_fields_holds_no_name() -> None:
    assert redacted("联系人：电话13800138000，电话") == "联系人：电话〔电话〕，电话"
    assert redacted("来信人：姓名、住址") == "来信人：姓名、住址"


@given(
    st.text(alphabet=st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"], exclude_characters="@＠"), max_size=60)
)
def test_text_without_digits_signs_and_names_stays(text: str) -> None:
    spelled = {c for listed in SPELLINGS.values() for c in listed}
    surnames = {*"".join(DATA["surnames"].split()), *"".join(DATA["compound_surnames"])}
    plain_text = "".join(c for c in text if c not in spelled and c not in surnames)
    assume(not any(word in plain_text for word in (*DATA["name_labels"], *DATA["name_words"], "邮箱", "微信")))
    assert redacted(plain_text) == plain_text


@given(PIECES)
def test_what_is_found_lies_in_order_and_does_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find(text)
    assert all(0 <= f.start < f.end <= len(text) and f.kind in MARKS for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
