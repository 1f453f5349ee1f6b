"""Bulletins of mailboxes as offices write them: consistent ones of which nothing wrong may be said, and the same with
one figure changed.

What belongs here: constructions that several checks meet. What does not: a single check (the file of its module).
"""

import pytest

from pipelines.parse import parse_payload

BOTH = "各乡镇2023年4月县委书记信箱、县长信箱办理情况通报\n"
ONE = "岭溪县2023年4月县长信箱办理情况通报\n"


def told(text: str, *verdicts: str, head: str = ONE) -> list[str]:
    """The sentences of the findings with one of ``verdicts``."""
    found = parse_payload((head + text).encode(), file_name="bulletin.txt").findings
    return [f.statement_zh for f in found if f.verdict in verdicts]


NATURAL = {
    "several years": (
        ONE.replace("4月", ""),
        "留言量由2021年的2000件、2022年的2400件增加到2023年的3000件，两年增长50.00%。",
        "(3000-2000)/2000",
    ),
    "grades in quotation marks": (
        ONE,
        "群众评价“满意”的92件，“基本满意”的6件，“不满意”的2件，群众满意率98.00%。",
        "(92+6)/100",
    ),
    "participation": (ONE, "已回复200件。有50件来信得到群众评价，评价率25.00%。", "50/200"),
    "change behind a row of parts": (
        ONE,
        "本月收到来信90件，其中有效来信82件、无效来信8件，比上月减少10件，下降10.00%。",
        "(90-100)/100",
    ),
    "carried over": (
        BOTH,
        "4月，书记信箱、县长信箱共有来信120件（含上月结转20件），当月新收100件，其中书记信箱45件、县长信箱55件。\n"
        "100件新收来信中，咨询类60件、投诉类40件。",
        "45+55=100",
    ),
    "shares of channels": (
        BOTH,
        "共收到来信200件，其中“书记信箱”80件、“县长信箱”90件、“我要咨询”30件，分别占来信总数的40.00%、45.00%、15.00%。",
        "30/200",
    ),
    "duplicates taken off": (
        BOTH,
        "共收到来信186件，其中书记信箱74件，县长信箱112件。剔除重复来信9件、无效来信5件，实际转办172件。",
        "余172件，与所印转办172件相符",
    ),
    "units added up": (
        ONE,
        "本月转办来信172件。\n办件前三名的单位分别为：县住建局38件、县教育局25件、县公安局23件。以上3个单位共办理86件。",
        "38+25+23=86",
    ),
    "what was handed on": (ONE, "172件转办信件中，已回复161件，正在办理8件；超期未办结3件。", "161+8+3=172"),
    "published of what was answered": (ONE, "共收到来信200件，已回复161件，公开143件，公开率88.82%。", "143/161"),
    "two rankings": (
        ONE,
        "办理量前三位的乡镇是：白石镇（21件）、清河镇（17件）、大湾乡（12件）；办理量前三位的部门是：县住建局（43件）、"
        "县人社局（36件）、县教育局（28件）。",
        "县住建局、县人社局、县教育局，所印43件、36件、28件",
    ),
    "accepted of another paragraph": (
        ONE,
        "共收到来信1126件。\n重复信件98件；受理1028件，受理率91.30%。",
        "1028/1126",
    ),
    "one figure of two kinds taken off": (
        ONE,
        "共收到来信758件；剔除重复件、无效件64件后，实际交办694件。",
        "剔除64=64件，余694件",
    ),
    "base in a bracket": (
        ONE,
        "共收到来信1864件。\n收到来信较多的部门有：县住建局162件、县教育局87件、县公安局64件，三部门共313件，"
        "占县直部门来信总数（964件）的32.47%。",
        "313/964",
    ),
    "each period against its own base": (
        BOTH.replace("4月", "度"),
        "2023年，书记信箱、县长信箱共收到来信8642封。\n2023年来信量比2022年的8110封增加532封，增幅6.56%；"
        "比2021年的7356封增加1286封，增幅17.48%。",
        "(8642-7356)/7356",
    ),
    "parts behind what sorts them": (
        ONE,
        "共交办来信694件。从办理单位看，乡镇（街道）交办231件，办结229件，办结率99.13%；县直部门交办463件，办结461件，"
        "办结率99.57%。",
        "乡镇（街道）办结率印99.13%",
    ),
    "weeks": (
        "县长信箱办理情况周报\n",
        "2022年8月8日至14日，县长信箱共收到来信41件，其中有效来信37件、无效来信4件，比上周减少5件，下降10.87%。",
        "(41-46)/46",
    ),
    "kinds from one level to the next": (
        ONE.replace("4月", "度"),
        "共收到来信2104件。\n与2022年相比，投诉类来信由645件下降到588件，降幅8.84%；咨询类由802件上升到1023件，增幅27.56%。",
        "(1023-802)/802",
    ),
    "letters followed up": (
        ONE,
        "共收到来信2104件，办结2087件，办结率99.19%。\n组织督办6次，督办信件45件，办结44件，督办办结率97.78%。",
        "督办办结率印97.78%，办结/收到=44/45",
    ),
    "people among letters": (
        "2023年“12380”举报受理情况\n",
        "2023年，全市共受理举报426件次。其中属于受理范围的183件次，占43.0%，不属于受理范围的243件次，占57.0%。\n"
        "从举报对象看，涉及县级干部22人次，科级干部149人次，其他人员61人次。",
        "不属于受理范围占比印57.0%，243/426",
    ),
    "a rate of several parts": (
        "2023年第一季度网民留言办理通报\n",
        "一季度，县委网信办共向各单位交办网民留言256条。各单位按时反馈241条、超时反馈11条、未反馈4条，反馈率98.44%，"
        "按时反馈率94.14%。",
        "按时回复/转办=241/256",
    ),
    "a grade in the middle": (
        ONE,
        "共评价402件，其中“非常满意”217件，“满意”128件，“一般”34件，“不满意”23件，群众满意率（非常满意+满意）为85.82%。",
        "(217+128)/402",
    ),
    "a grade in the middle and no sum": (
        ONE,
        "办结来信40件，办结率100%。群众评价中，非常满意217件，满意128件，一般34件，不满意23件，满意率85.82%。\n收到来信40件。",
        "收到40=办结40",
    ),
    "completed of what was left over": (
        "4月份县委书记信箱工作情况\n",
        "本月受理来信47封，1至4月累计受理396封。本月办结44封，加上前期结转在本月办结的9封，共办结53封；截至4月30日仍有14封"
        "未办结，其中3月及以前受理的11封、4月受理的3封。",
        "44+9=53",
    ),
    "first few and their sum": (
        ONE,
        "承办量前三名是：白石镇61件、清河镇53件、大湾镇42件，三镇合计156件，占承办总量的一半以上。",
        "前三名，其后列出3项",
    ),
    "rates that only say which offices": (
        "“民声直通车”平台2023年4月答复率通报\n",
        "共收到网民有效留言2916条，已答复2871条，答复率98.46%。\n答复率不足100%的单位19个，其中答复率在98%至100%之间的8个，"
        "不足98%的11个。\n答复率不到98%的部分单位：市水务集团收到留言62条，答复58条，答复率93.55%。",
        "2871/2916",
    ),
    "two years in their order": (
        "县长信箱来信对比分析\n",
        "2022年、2023年，县长信箱分别收到来信1286件、1534件，2023年比2022年多248件；分别办结1250件、1516件，办结率分别为"
        "97.2%、98.8%。\n2023年一季度收到来信342件、二季度398件、三季度427件、四季度367件。",
        "县长信箱（2022年）办结率印97.2%，办结/收到=1250/1286",
    ),
    "two years side by side": (
        ONE.replace("4月", "度"),
        "共收到来信1104件。从类别看，咨询类562件，去年为431件；求助类417件，去年为398件；建议类125件，去年为109件。三类中，咨询类"
        "增加131件、求助类增加19件、建议类增加16件。",
        "417-398=+19",
    ),
    "one change against two periods": (
        "2023年三季度“网上问政”运行情况通报\n",
        "三季度，平台共受理市民留言2486条，环比二季度（2311条）增加175条、增长7.57%，同比去年三季度（2604条）减少118条、下降4.53%。",
        "(2486-2604)/2604",
    ),
    "fewer and then more": (
        ONE.replace("4月", "11月"),
        "11月，县长信箱收到来信93封，比10月（102封）少9封，下降8.82%；比去年11月（88封）多5封，上升5.68%。",
        "93-88=+5",
    ),
    "fewer behind what came in": (
        "县长信箱11月份来信处理情况公示\n",
        "11月份，县长信箱共收到群众来信93封。\n11月来信量比10月（102封）少9封，降幅8.82%；比去年11月（88封）多5封，增幅5.68%。",
        "上年同期为88时两者都成立",
    ),
    "kinds of what is invalid": (
        ONE,
        "共收到来信93封，无效来信8封，其中重复信件4封、广告信件1封、其他3封；有效来信85封，已办结85封，办结率100%。",
        "剔除8=8件，余85件",
    ),
    "kinds of what is invalid in a bracket": (
        ONE,
        "共收到来信93封，无效来信8封（重复信件4封、广告推销1封、其他3封），有效来信85封，已办结85封，办结率100%，公开答复41封，"
        "占办结总数的48.24%。",
        "剔除8=8件，余85件",
    ),
    "two rates of one count": (
        "2023年三季度“网上问政”运行情况通报\n",
        "三季度，平台共受理留言2486条。\n转交的1882条中，应于本季度答复1803条，已答复1791条，按期答复1764条、逾期答复27条，"
        "未答复12条；期内答复率99.33%，按期答复率97.84%。",
        "1764/1803",
    ),
    "rates in the order of places": (
        "2023年三季度“网上问政”运行情况通报\n",
        "从县（市、区）看，转交量依次为：东江区318条、西岭县267条、高新区113条；按期答复率依次为98.74%、97.75%、100%。",
        "东江区按期答复率印98.74%，转办数印318",
    ),
    "the share of one of a row": (
        ONE,
        "共收到来信2486件。\n按性质分，投诉1287件、咨询763件、建议281件、求助155件，其中投诉占51.77%。",
        "投诉占比印51.77%，1287/2486",
    ),
    "a share of a name of its own": (
        ONE,
        "共收到来信214件，其中投诉类147件，咨询类67件。\n投诉类147件中，初次投诉92件、重复投诉55件，初信初访占62.6%。",
        "初信初访占比印62.6%，总数147；只有92件",
    ),
    "last week": (
        "领导信箱办理情况周通报（2023年第36期）\n统计时段：2023年9月4日8:00至9月11日8:00\n",
        "一、上周办理情况\n上周，县长信箱共收到来信50封，较前一周（41封）增加9封，上升22.0%。其中咨询27封、投诉23封。\n"
        "上周已办47封，其中按时办结45封、超时办结2封。",
        "(50-41)/41",
    ),
    "changes of kinds with the earlier count in a bracket": (
        ONE.replace("4月", "度"),
        "2023年共收到来信1103封，较2022年净增145封（2022年为958封）。\n其中咨询类778封，投诉类325封。\n与2022年相比，咨询类增加127封"
        "（2022年651封），增长19.51%；投诉类增加18封（2022年307封），增长5.86%。",
        "投诉类收到印较上年同期上升5.86%，(325-307)/307",
    ),
    "a heading in brackets": (
        "领导信箱运行月报（2023年8月）\n",
        "【来信情况】收信317封，办结309封，办结率97.48%。\n【评价情况】参评196封，满意187封，不满意9封，满意率95.41%。\n"
        "【红榜】市医保局（办结22封，满意率100%）、市公安局（办结41封，满意率100%）、湖东街道（办结9封，满意率100%）。",
        "187/196",
    ),
    "some letters fed back": (
        "12380举报平台2023年一季度受理情况\n",
        "一季度共受理群众反映47件。\n已办结31件，正在查核3件。实名举报22件均已反馈，反馈率100%。",
        "标题所印统计期2023年一季度",
    ),
    "carried on to the next year": (
        ONE.replace("4月", "度"),
        "全年共收到来信2302封，办结2286封，在办16封（结转2024年办理），办结率99.30%。",
        "县长信箱（2023年）办结率印99.30%",
    ),
    "what awaits a reply": (
        ONE,
        "共收到来信306件，已答复302件，待答复4件，答复率98.69%。",
        "收到306=回复+未办302+4",
    ),
    "shares before their counts": (
        ONE,
        "共受理来信694件。占比前三的诉求依次为：物业管理21.33%（148件）、道路交通16.86%（117件）、教育入学13.83%（96件）；前三类合计"
        "361件，占52.02%。",
        "道路交通占比印16.86%，117/694",
    ),
    "shares before their counts and no word for them": (
        ONE,
        "共收件7344件。\n城乡建设类25.00%（1836件）、教育文化类15.01%（1102件）、劳动就业类13.44%（987件），位列诉求前三位；其他类46.56%"
        "（3419件）。",
        "教育文化类占比印15.01%，1102/7344",
    ),
    "one span of days within another": (
        ONE,
        "共收到来信29件。办结33件（含上月结转11件）。\n本月办结的33件中，3日内办结14件，5日内办结26件，最长用时9日。",
        "标题所印统计期2023年4月",
    ),
}


@pytest.mark.parametrize("name", NATURAL)
def test_consistent_bulletins_are_read_as_meant(name: str) -> None:
    head, text, sentence = NATURAL[name]
    assert told(text, "inconsistent", "needs_definition", "consistent_on_other_base", "ambiguous", head=head) == []
    assert any(sentence in found for found in told(text, "consistent", head=head))
    assert [s for s in told(text, "unusual", head=head) if "公开办结" not in s and "未计入有效信件" not in s] == []


@pytest.mark.parametrize(
    ("name", "printed", "misprinted"),
    [
        ("several years", "50.00%", "58.00%"),
        ("grades in quotation marks", "98.00%", "96.00%"),
        ("participation", "25.00%", "28.00%"),
        ("change behind a row of parts", "10.00%", "12.00%"),
        ("shares of channels", "45.00%", "47.00%"),
        ("duplicates taken off", "转办172件", "转办178件"),
        ("weeks", "10.87%", "12.87%"),
        ("each period against its own base", "17.48%", "16.48%"),
        ("published of what was answered", "88.82%", "86.82%"),
        ("people among letters", "占43.0%", "占45.0%"),
        ("a grade in the middle", "85.82%", "88.82%"),
        ("two years in their order", "97.2%", "96.2%"),
        ("one change against two periods", "4.53%", "4.35%"),
        ("fewer and then more", "多5封", "多8封"),
        ("kinds of what is invalid", "有效来信85封", "有效来信83封"),
        ("last week", "22.0%", "24.0%"),
        ("changes of kinds with the earlier count in a bracket", "5.86%", "6.85%"),
        ("what awaits a reply", "待答复4件", "待答复6件"),
        ("shares before their counts", "16.86%", "18.66%"),
        ("two years side by side", "增加19件", "增加29件"),
    ],
)
def test_one_misprinted_figure_is_still_found(name: str, printed: str, misprinted: str) -> None:
    head, text, _ = NATURAL[name]
    wrong = text.replace(printed, misprinted)
    assert wrong != text
    assert told(wrong, "inconsistent", "needs_definition", head=head)


def test_sums_above_are_no_further_part() -> None:
    head, text, _ = NATURAL["units added up"]
    assert not any("+86" in found for found in told(text, "consistent", head=head))


def test_one_number_of_two_things_is_no_repeat() -> None:
    aired = "《民声直通车》节目共播出124期。\n回访群众264人次，满意的140人次，比较满意的124人次。"
    assert not any("124期" in found for found in told(aired, "consistent"))
    years = "共收到来信918件。\n咨询类520件，去年为431件；求助类398件，去年为317件。\n2023年二季度收到来信317件。"
    assert not any("317件" in s and "印了2处" in s for s in told(years, "consistent", head=ONE.replace("4月", "度")))


def test_what_one_office_has_is_no_sum_of_others() -> None:
    text = "【黑榜】市住建局（逾期2封）、城中街道（逾期1封）、市城投集团（逾期1封）。"
    assert not any("1+1" in found for found in told(text, "consistent"))


def test_a_share_is_not_of_the_count_of_another_part() -> None:
    text = (
        "从领域看：城乡建设587封、教育302封、公安905封、其他162封。城乡建设类占三成，其中物业管理345封、征地拆迁242封。"
    )
    assert not any("162/" in found for found in told("共收到来信1956封。\n" + text, "consistent"))


def test_a_span_of_rates_is_no_rate() -> None:
    head, text, _ = NATURAL["rates that only say which offices"]
    assert not any("答复率印98%" in found for found in told(text, "consistent", head=head))


def test_a_week_of_handling_is_no_time_of_reply() -> None:
    assert not any("办理时间" in found for found in told("县长信箱一周办理情况。", "unverifiable"))


def test_rates_of_two_tables_have_no_sum() -> None:
    rows = "| 单位 | 受理数 | 办结数 | 办结率 |\n|---|---|---|---|\n"
    text = (
        "共受理来信200件，办结196件，办结率98.00%。\n\n附件1：乡镇办理情况\n\n"
        f"{rows}| 白石镇 | 60 | 58 | 96.67% |\n| 清河镇 | 40 | 40 | 100.00% |\n| 合计 | 100 | 98 | 98.00% |\n\n"
        "附件2：县直部门办理情况\n\n"
        f"{rows}| 县住建局 | 70 | 68 | 97.14% |\n| 县教育局 | 30 | 30 | 100.00% |\n| 合计 | 100 | 98 | 98.00% |\n"
    ).replace("98.00% |", "97.00% |")
    found = parse_payload(("# " + ONE + "\n" + text).encode(), file_name="bulletin.md").findings
    assert not any("19" in f.statement_zh and "个百分点" in f.statement_zh for f in found if f.check_id == "N1")
