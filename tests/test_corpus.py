"""The corpus of bulletins, read from bytes to claims and scored; the same bulletins in other forms read the same."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from parsers.records import Claim
from parsers.vocabulary import channel_words, metrics
from pipelines.parse import Parsed, parse_payload
from tests.corpus import Score, bulletin_of, differences, folders, is_figure, rows_of, score_claims, score_figures
from tests.corpus_renderings import RENDERINGS
from tests.twins import plain

DEMANDED = Fraction(97, 100)
NO_CODES = ("rejected", "carried_over", "publication_rate", "not_published", "monthly_average", "not_replied")
"""What optional rows print and no metric is."""
RENDERED = ("21-", "27-", "45-", "49-", "61-")
"""Texts with a table and without damage of their own, by the beginning of their name."""


@cache
def parsed(folder: Path) -> Parsed:
    path = bulletin_of(folder)
    return parse_payload(path.read_bytes(), file_name=path.name)


def name(folder: Path) -> str:
    return folder.name


def rendered() -> list[Path]:
    return [folder for folder in folders() if folder.name.startswith(RENDERED)]


def printed_in(folder: Path) -> str:
    text = bulletin_of(folder).read_text(encoding="utf-8")
    return plain(re.sub(r"<[^>]*>", "", text) if bulletin_of(folder).suffix == ".html" else text)


def test_there_are_bulletins_enough_and_every_row_names_a_code() -> None:
    assert len(folders()) >= 38
    admitted = {
        *metrics(),
        "rejected",
        "carried_over",
        "publication_rate",
        "not_published",
        "monthly_average",
        "not_replied",
    }
    channels = {*channel_words().values(), "*", "-"}
    for folder in folders():
        for row in rows_of(folder):
            codes = set(row["metric"].split("|"))
            assert codes & set(metrics()) or row["optional"] == "1", f"{folder.name}: no metric is called {codes}"
            assert codes <= admitted, f"{folder.name}: {codes - admitted}"
            assert row["channel"] in channels, f"{folder.name}: no channel is called {row['channel']}"


def test_figures_and_claims_of_the_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    figures, claims = Score(), Score()
    for folder in folders():
        figures.add(score_figures(rows_of(folder), parsed(folder).claims))
        claims.add(score_claims(rows_of(folder), parsed(folder).claims))
    with capsys.disabled():
        print(f"\ncorpus of {len(folders())} bulletins, figures: {figures}; claims: {claims}")
    misses = "\n".join(f"{kind}: {words}" for kind, words in sorted(claims.misses))
    for score in (figures, claims):
        assert score.precision > DEMANDED, misses
        assert score.recall > DEMANDED, misses


@pytest.mark.parametrize("folder", folders(), ids=name)
def test_printed_string_of_each_claim_stands_in_the_bulletin(folder: Path) -> None:
    claims = parsed(folder).claims
    assert claims
    if "decoded_twice" in {issue.code for issue in parsed(folder).issues}:
        return  # what stands in the file is not what was printed
    content = printed_in(folder)
    assert [claim.printed for claim in claims if plain(claim.printed) not in content] == []


@pytest.mark.parametrize("form", RENDERINGS)
@pytest.mark.parametrize("folder", rendered(), ids=name)
def test_another_form_of_a_bulletin_reads_the_same(folder: Path, form: str) -> None:
    file_name, render = RENDERINGS[form]
    payload = render(bulletin_of(folder).read_text(encoding="utf-8"))
    score = score_claims(rows_of(folder), parse_payload(payload, file_name=file_name).claims)
    assert score.misses == []


@pytest.mark.parametrize(
    ("beginning", "code"),
    [("35-", "number_in_parts"), ("36-", "copied_text"), ("37-", "copied_text"), ("51-", "decoded_twice")],
)
def test_damage_that_was_undone_is_said(beginning: str, code: str) -> None:
    (folder,) = (folder for folder in folders() if folder.name.startswith(beginning))
    assert code in {issue.code for issue in parsed(folder).issues}


def test_a_copy_is_less_sure_and_quotes_what_it_prints() -> None:
    (folder,) = (folder for folder in folders() if folder.name.startswith("36-"))
    (received,) = (c for c in parsed(folder).claims if c.metric == "received" and c.category is None)
    assert (received.printed, received.confidence < 1) == ("143件", True)
    assert "縣長信箱" in received.quote
    block, _, span = received.locator.rpartition(":")
    assert block == "L3"
    start, end = map(int, span.split("-"))
    assert bulletin_of(folder).read_text(encoding="utf-8").splitlines()[2][start:end] == "143件"


def claim(**fields: object) -> Claim:
    base: dict[str, object] = {
        "metric": "received", "printed": "5件", "value": None, "unit": "件", "stated_by": "government",
        "scope": "whole",
        "origin": "narrative", "quote": "共收到5件。", "locator": "L1:3-5",
    }  # fmt: skip
    return Claim(**(base | fields))  # type: ignore[arg-type]


def test_a_score_counts_what_is_missing_and_what_nobody_expected() -> None:
    (folder,) = (folder for folder in folders() if folder.name.startswith("34-"))
    rows, claims = rows_of(folder), list(parsed(folder).claims)
    assert score_claims(rows, claims).misses == []
    fewer = score_claims(rows, claims[1:])
    assert fewer.recall == 1 - Fraction(1, len(rows))
    assert fewer.precision == 1
    more = score_claims(rows, [*claims, claims[0]])
    assert more.recall == 1
    assert more.precision == Fraction(len(claims), len(claims) + 1)
    assert [kind for kind, _ in more.misses] == ["not expected"]


def test_a_row_with_alternatives_admits_either_and_nothing_else() -> None:
    unknown = ["doc", "table_no", "row_label", "region_code", "channel", "agency", "category", "of_metric", "basis"]
    unknown += ["period_start", "period_end", "as_of"]
    row = {
        **dict.fromkeys(unknown, "-"),
        "place": "narrative", "is_total": "0", "stated_by": "government", "metric": "received|handled", "value": "5",
        "unit": "件", "qualifier": "exact", "each": "0", "optional": "0",
    }  # fmt: skip
    for metric, fits in (("received", True), ("handled", True), ("completed", False)):
        assert is_figure(row, claim(metric=metric, value=Decimal(5))) is fits
    assert differences(row, claim(value=Decimal(5))) == []
    assert differences(row, claim(value=Decimal(5), channel="forum")) == ["channel: expected -, read forum"]
    assert differences({**row, "channel": "*"}, claim(value=Decimal(5), channel="forum")) == []
