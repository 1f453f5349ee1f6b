import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.text.periods import months

QUARTER = Scope(stated_by="government", period=months(2023, 1, 3))


def amounts(text: str, scope: Scope = QUARTER) -> list[tuple[str, str | None]]:
    """Amounts and their changes, with what they are of."""
    claims = paragraph_claims(text, "L1", scope).claims
    return [(c.printed, c.category) for c in claims if "amount" in (c.metric, c.of_metric)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为消费者挽回经济损失1407.76万元。", [("1407.76万元", "挽回经济损失")]),
        (
            "共为群众挽回损失31.28万元，上季度30.05万元，环比增长4.09%。",
            [("31.28万元", "挽回损失"), ("30.05万元", "挽回损失"), ("4.09%", "挽回损失")],
        ),
        (
            "涉及争议金额96500元（去年同期88000元），同比增长9.66%。",
            [("96500元", "涉及争议金额"), ("88000元", "涉及争议金额"), ("9.66%", "涉及争议金额")],
        ),
        (
            "挽回经济损失52.31万元，同比增加3.10万元，增长6.30%。",
            [("52.31万元", "挽回经济损失"), ("3.10万元", "挽回经济损失"), ("6.30%", "挽回经济损失")],
        ),
        (
            "商品类投诉挽回损失12万元，服务类投诉挽回损失8万元。",
            [("12万元", "商品类投诉挽回损失"), ("8万元", "服务类投诉挽回损失")],
        ),
    ],
)
def test_an_amount_and_what_it_is_of(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert amounts(text) == expected


def test_an_amount_is_in_yuan_and_as_exact_as_its_print() -> None:
    (claim,) = paragraph_claims("为消费者挽回经济损失1407.76万元。", "L1", QUARTER).claims
    assert (claim.value, claim.unit, claim.low, claim.high) == (14077600, "元", 14077550, 14077650)


@pytest.mark.parametrize(
    "text",
    [
        "总投资320万元，同比增长20%。",
        "罚款200元，去年同期180元。",
        "受理诉求120件，较上月增加30万元投入。",
        "（上季度1376.22万元）。",
        "挽回经济损失50余万元。",
    ],
)
def test_other_money_is_no_claim(text: str) -> None:
    assert amounts(text) == []


def test_money_in_a_letter_is_no_claim() -> None:
    letter = Scope(stated_by="letter_writer", needs_channel=True)
    assert amounts("县长信箱来信30件，要求挽回经济损失5万元。", letter) == []
