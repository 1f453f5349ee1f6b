import pytest

from tests.pipelines.audit.from_text import findings as in_text


def rests(text: str) -> list[tuple[str, str]]:
    found = (f for f in in_text(text, "A9") if f.subject.endswith("其余部分"))
    return [(f.verdict, f.recomputed or "") for f in found]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("3月，共受理诉求4210件，其中派发工单1764件，三方通话22件，其余均为当场答复。\n", "2424"),
        ("3月，共受理来电520件。转办180件，二次交办16件，其余均由话务员直接解答。\n", "324"),
        ("3月，共收到留言96条，其中转办57条，退回5条，其余已在线答复。\n", "34"),
    ],
)
def test_how_many_the_rest_are(text: str, rest: str) -> None:
    assert rests(text) == [("unverifiable", rest)]


@pytest.mark.parametrize(
    "text",
    [
        "3月，共受理诉求4210件，其中派发工单1764件，三方通话22件，其余2424件均为当场答复。\n",
        "3月，共受理诉求410件，其中咨询类176件，求助类22件，其余均为投诉类。\n",  # parts of one kind are summed there
        "3月，共受理诉求410件，其中转办376件，二次交办72件，其余均为当场答复。\n",  # more than the whole
        "3月，共受理诉求410件；县住建局转办176件，办结170件，其余正在办理。\n",
        "3月，共受理诉求410件，转办176件，占42.93%，二次交办12件，其余均为当场答复。\n",
        "3月，共受理诉求400余件，其中转办176件，二次交办12件，其余均为当场答复。\n",
    ],
)
def test_what_the_rest_comes_to_is_not_said(text: str) -> None:
    assert rests(text) == []
