"""Short paragraphs as bulletins print them, each with one figure as it should be and as it should not (甲|乙)."""

import re

import pytest

from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD

TOLD = (
    "上月结转未办结工单36件，本月新受理412件，办结{401|421}件，在办47件。",
    "本月共受理448件，其中办结401件，在办32件，不予受理{15|25}件。",
    "本月共收到来信448件，其中有效来信{420|430}件，重复来信18件，无效来信10件。",
    "2022年3月，全县共受理工单2146件，当场办结804件，转办办结{1089|1189}件，共办结1893件，办结率88.21%。",
    "2022年3月，县12345热线共受理诉求3120件，直接答复{1985|1895}件，转派承办单位1135件。已办结3006件，办结率96.35%。",
    "本月转办工单1135件，按期办结{1021|1121}件，逾期办结62件，正在办理52件，按期办结率89.96%。",
    "本月受理工单640件，其中电话512件、微信86件、网站42件；按类别分，咨询类301件、投诉类212件、求助类{127|172}件。",
    "本月办理来信216件，其中咨询类81件，占37.5%；投诉类72件，占{33.33|35.33}%；求助类45件，占20.83%；其他18件，占8.33%。",
    "一季度共受理诉求1260件，其中1月份{386|368}件、2月份342件、3月份532件。",
    "本月共受理诉求532件，环比增加190件，增长{55.56|50.56}%。",
    "本月共受理诉求532件，较上月342件增加{190|180}件。",
    "本月共受理诉求532件，办结率97.18%，较上月95.32%提高{1.86|1.68}个百分点。",
    "本月回访工单412件，满意387件，满意率{93.93|95.93}%，较上月提高0.8个百分点。",
    "本月受理工单640件，日均受理{21|31}件。",
    "本月办结工单621件，其中1个工作日内办结{312|332}件，3个工作日内办结186件，5个工作日内办结123件。",
    "本月共受理640件，其中各乡镇312件，县直部门{328|338}件。",
    "截至3月31日，累计受理工单3265件，办结3201件，办结率{98.04|96.04}%，剩余64件正在办理。",
    "本月受理工单640件，办结{625|652}件，办结率97.66%，尚有15件正在办理中。",
    "一是咨询类诉求{214|241}件，占42.8%。二是投诉类诉求156件，占31.2%。三是求助类诉求130件，占26%。本月共受理500件。",
    "本月共受理500件。一是咨询类诉求{214|241}件，占42.8%。二是投诉类诉求156件，占31.2%。三是求助类诉求130件，占26%。",
    "投诉类诉求由上月的120件下降至{98|89}件，降幅18.33%。",
    "本月逾期工单{9|7}件，其中县住建局4件、县城管局3件、石桥镇2件。",
    "本月共受理热线工单640件，转办{418|481}件，占65.31%，直接办理222件，占34.69%。",
    "本月受理诉求640件，咨询类、投诉类、求助类分别为301件、{212|221}件、127件，占比分别为47.03%、33.13%、19.84%。",
)
"""With the second figure instead of the first, a check says that a figure which a reader would quote does not fit."""

HINTED = (
    "本月受理工单640件，其中电话512件、微信86件、网站{42|24}件；按类别分，咨询类301件、投诉类212件、求助类127件。",
    "诉求量排名前五位的是：城乡建设126件、社会保障98件、交通出行{87|107}件、教育医疗64件、环境保护41件。",
    "本月共有{5|4}家单位逾期：县住建局4件、县城管局3件、石桥镇2件、柳溪镇1件、白水乡1件。",
)
"""With the second figure, the text only looks unusual: a list may be open, or be ranked by something else."""


def told(pair: str, side: int, severity: int) -> list[Finding]:
    text = re.sub(r"\{([^|]+)\|([^}]+)\}", lambda m: m[side], pair)
    found = parse_payload((HEAD + text).encode(), file_name="bulletin.md").findings
    return [f for f in found if f.severity >= severity and f.verdict != "consistent"]


@pytest.mark.parametrize("pair", [*TOLD, *HINTED])
def test_nothing_is_said_of_a_paragraph_that_adds_up(pair: str) -> None:
    assert [f.statement_zh for f in told(pair, 1, 2)] == []


@pytest.mark.parametrize("pair", TOLD)
def test_one_wrong_figure_is_found(pair: str) -> None:
    assert told(pair, 2, 2)


@pytest.mark.parametrize("pair", HINTED)
def test_one_unusual_figure_is_noticed(pair: str) -> None:
    assert len(told(pair, 2, 1)) > len(told(pair, 1, 1))
