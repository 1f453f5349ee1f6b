"""Findings of the twins by their ids, with what they rest on, and the pages made of them."""

import dataclasses
import html
import re
from pathlib import Path

import pytest

from pipelines.build import DATABASE
from pipelines.evidence.case import Case, EvidenceError, find_case
from pipelines.evidence.dossier import dossier_html, dossier_markdown
from pipelines.evidence.inquiry import MOST_QUOTES, inquiry, questions, quoted_once
from pipelines.evidence.readings import in_words
from pipelines.language import NOT_FALSIFICATION, Language
from pipelines.parse import parse_payload
from pipelines.register import registered_checks
from tests.pipelines.evidence.cases import found
from tests.twins import TWINS


def test_a_finding_is_known_by_the_beginning_of_its_id(warehouse: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    again = find_case(warehouse, warehouse / DATABASE, f" {case.finding_id[:9].upper()} ")
    assert again.finding_id == case.finding_id


@pytest.mark.parametrize("prefix", ["ffffffffffffffff0", "", "xyz"])
def test_an_unknown_id_is_one_sentence(warehouse: Path, prefix: str) -> None:
    with pytest.raises(EvidenceError, match=f"no finding has an id that begins with '{prefix}'"):
        find_case(warehouse, warehouse / DATABASE, prefix)


def test_a_beginning_that_several_share_names_them(warehouse: Path) -> None:
    digit = found(warehouse, "A1", "扶风").finding_id[0]
    with pytest.raises(EvidenceError, match=rf"several findings have an id that begins with '{digit}': {digit}\w+, "):
        find_case(warehouse, warehouse / DATABASE, digit)


def test_a_sum_shows_its_cells_its_capture_and_its_siblings(warehouse: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    assert case.status == "open"
    assert {quote.origin for quote in case.quotes} == {"table"}
    assert [len(capture["sha256"]) for capture in case.captures] == [64]
    assert {row["check_id"] for row in case.same_cause} >= {"A1"}
    page, text = dossier_html(case), dossier_markdown(case)
    for part in (case.finding["statement_zh"], case.captures[0]["sha256"], "多单位共同承办的信件可能在各单位重复计算"):
        assert part in page
        assert part in text
    assert "joint_handling" not in page
    assert "状态：待说明" in page


def test_a_claim_is_quoted_with_its_figure_marked(warehouse: Path) -> None:
    case = found(warehouse, "V1", "丹凤")
    page = dossier_html(case)
    assert "<mark>85%</mark>" in page
    assert "leadermailid=6689" in page
    # The title of a letter and what its writer says are nobody's business here.
    assert case.publication is None
    assert {quote.publication.title for quote in case.quotes} == {None}
    assert "来信 <code>shangluo-mayor:6689</code>" in page


_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|<blockquote.*?</blockquote>|<style>.*?</style>", re.DOTALL)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize(
    ("check_id", "place"), [("A1", "扶风"), ("A5", "扶风"), ("A6", "郧西"), ("V1", "丹凤"), ("T1", "丹凤")]
)
def test_the_english_page_has_nothing_chinese_but_what_is_printed(warehouse: Path, check_id: str, place: str) -> None:
    case = found(warehouse, check_id, place)
    publications = [publication for publication, _ in case.by_publication]
    printed = "".join(
        (
            *(quote.label + (quote.who or "") + (quote.clause or "") for quote in case.quotes),
            *(publication.printed() for publication in publications),
            *(str(case.finding[name] or "") for name in ("region_name", "source_name", "agency", "subject")),
            *(other["subject"] for other in case.same_cause),
        )
    )
    definitions = " ".join(check.definition + check.tolerance for check in case.checks)
    for page in (dossier_html(case, Language.EN), dossier_markdown(case, Language.EN)):
        assert case.finding["statement_en"] in html.unescape(page)
        assert case.finding["statement_zh"] not in page
        assert NOT_FALSIFICATION[Language.EN] in page
        assert f"status: {case.status}" in page
        left = {run for run in _HAN.findall(_QUOTED.sub("", page)) if run not in printed and run not in definitions}
        assert left == set()


def test_an_english_page_is_marked_as_one_and_keeps_its_quotes(warehouse: Path) -> None:
    page = dossier_html(found(warehouse, "A6", "郧西"), Language.EN)
    assert '<html lang="en">' in page
    assert "<h1>Change against an earlier period</h1>" in page
    assert "<dd>a fall of 27.5%</dd>" in page
    assert "<mark>27.5%</mark>" in page
    assert '<blockquote lang="zh-CN">' in page


def test_columns_keep_their_print_and_say_in_english_what_they_count(warehouse: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    (label,) = {quote.named(is_english=True) for quote in case.quotes}
    assert label == f"{case.quotes[0].named(is_english=False)} ({case.quotes[0].label_en})"
    added = f"- {len(case.quotes) - 1} rows added = "
    assert added in dossier_markdown(case, Language.EN)
    assert added not in dossier_markdown(case)
    broken = dataclasses.replace(case.quotes[0], label="应办\n件数", label_en="due")
    assert broken.named(is_english=True) == "应办件数 (due)"


def test_what_was_hashed_is_a_file_where_one_was_ingested(warehouse: Path) -> None:
    case = found(warehouse, "V1", "丹凤")
    (capture,) = case.captures
    assert capture["is_file"]
    line = f"文件 file {capture['file_name']}，其中所载地址 which gives the address {capture['address']}"
    assert line in dossier_markdown(case)
    assert f"文件 file</dt><dd>{capture['file_name']}" in dossier_html(case)
    assert f"（文件 {capture['file_name']}），SHA-256 {capture['sha256']}" in inquiry(case)


def test_dates_are_evidence_without_figures(warehouse: Path) -> None:
    case = found(warehouse, "T1", "丹凤")
    assert case.quotes == ()
    assert len(case.captures) == 1
    assert "2020-12-15 - 2020-12-10 = 5天" in dossier_markdown(case)


def test_a_page_escapes_what_was_printed(warehouse: Path) -> None:
    case = found(warehouse, "A6", "郧西")
    titled = dataclasses.replace(case.quotes[0].publication, title="<script>")
    quote = dataclasses.replace(case.quotes[0], clause="<b>27.5%", publication=titled)
    odd = dataclasses.replace(case, quotes=(quote,))
    page = dossier_html(odd)
    assert "<script>" not in page
    assert "&lt;b&gt;<mark>" in page


def test_an_inquiry_asks_the_office_that_printed_it(warehouse: Path) -> None:
    case = found(warehouse, "A6", "郧西")
    text, document = inquiry(case), case.publication
    assert document is not None
    assert text.startswith(f"关于《{document.title}》中统计口径的咨询\n\n{document.issuer}：\n")
    assert "该增减幅度以哪一期的哪个数为基数？" in text
    assert "27.5%" in text
    assert case.captures[0]["sha256"] in text


def test_an_inquiry_about_a_letter_has_its_address_and_not_its_title(warehouse: Path) -> None:
    text = inquiry(found(warehouse, "V1", "丹凤"))
    assert "leadermailid=6689" in text
    assert "《" not in text
    assert text.startswith("关于丹凤县县长信箱中统计口径的咨询\n\n丹凤县人民政府办公室：\n")


def test_an_inquiry_about_dates_names_office_mailbox_and_what_is_measured(warehouse: Path) -> None:
    text = inquiry(found(warehouse, "T1", "丹凤"))
    assert text.startswith("关于商洛市市长信箱（丹凤县办理的来信）中日期和内容的咨询\n\n丹凤县人民政府办公室：\n")
    assert "内容为“页面回复时间与落款日期”" in text
    assert "没有引用所印的统计数字。" in text
    assert "〔单位名称〕" not in text
    assert "〔所印数字〕" not in text


def test_an_office_that_no_letter_names_is_that_of_the_mailbox(warehouse: Path) -> None:
    unsigned = dataclasses.replace(found(warehouse, "T1", "丹凤"), signed_by=None)
    assert unsigned.office == "丹凤县负责市长信箱的单位"
    nowhere = {**unsigned.finding, "region_name": None, "channel": None}
    assert "〔单位名称〕" in inquiry(dataclasses.replace(unsigned, finding=nowhere))


def test_a_letter_quotes_the_total_first_and_says_how_much_it_leaves_out(warehouse: Path) -> None:
    case: Case = found(warehouse, "A1", "扶风")
    quotes = quoted_once(case.quotes, case.finding["claimed"])
    assert quotes[0].printed == case.finding["claimed"]
    assert f"（另有相关数字{len(quotes) - MOST_QUOTES}处，从略。）" in inquiry(case)
    assert len(quoted_once([case.quotes[0], case.quotes[0]], None)) == 1


def test_there_is_a_question_for_every_check_that_can_disagree() -> None:
    agreeing = {"consistent", "unusual", "parser_suspect"}
    disagreeing = {check.check_id for check in registered_checks() if set(check.gives) - agreeing}
    assert [check_id for check_id in sorted(disagreeing) if len(questions(check_id)) < 2] == []


def test_every_reading_of_the_twins_is_told_in_words() -> None:
    for name in ("danfeng.md", "yunxi.txt", "jixi.txt", "changsha.txt", "fufeng.txt"):
        for finding in parse_payload((TWINS / name).read_bytes(), file_name=name).findings:
            for reading in (*finding.alternatives, *filter(None, [finding.rounding])):
                assert "_" not in in_words(reading)[0], reading
    assert in_words("71/74") == ("71/74", "71/74")
    assert in_words("on_time_over_completed")[0] == "(办结-逾期办结)/办结"


def test_figures_that_are_no_claims_are_no_dates(warehouse: Path) -> None:
    case = dataclasses.replace(found(warehouse, "A6", "郧西"), quotes=())
    assert "它们没有单独成为一条数据" in dossier_markdown(case)
    assert "no claims of their own" in dossier_html(case)
    text = inquiry(case)
    assert "表格或列举所印的数字" in text
    assert "日期和内容" not in text
    assert "日期相差" not in text


@pytest.mark.parametrize("language", [Language.ZH, Language.EN])
def test_a_finding_over_a_mailbox_lists_its_letters_by_their_dates(warehouse: Path, language: Language) -> None:
    case = found(warehouse, "T1", "丹凤")
    (letter,) = case.letters.first
    assert (letter.letter_id, letter.is_told) == ("shangluo-mayor:6689", True)
    assert str(letter.page_replied_on) in case.finding["evidence"][0]
    for shown in (dossier_html(case, language), dossier_markdown(case, language)):
        assert letter.letter_id in shown
        assert str(letter.signed_on) in shown
        assert html.escape(letter.address or "") in shown or (letter.address or "") in shown


def test_a_finding_on_figures_lists_no_letters(warehouse: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    assert case.letters.first == ()
    assert "## Letters" not in dossier_markdown(case, Language.EN)


def test_an_inquiry_about_letters_lists_them_and_asks_of_no_figures(warehouse: Path) -> None:
    case = found(warehouse, "T1", "丹凤")
    text = inquiry(case)
    (letter,) = case.letters.first
    assert f"· {letter.letter_id} {letter.address}" in text
    assert "上述数字" not in text
    assert "上述数字" in inquiry(found(warehouse, "A6", "郧西"))


def test_of_what_agrees_there_is_nothing_to_ask(warehouse: Path) -> None:
    case = found(warehouse, "A6", "郧西")
    agreeing = dataclasses.replace(case, finding=case.finding | {"verdict": "consistent"})
    with pytest.raises(EvidenceError, match="is consistent"):
        inquiry(agreeing)


def test_a_region_is_told_by_its_name(warehouse: Path) -> None:
    case = found(warehouse, "T1", "丹凤")
    assert case.finding["region_code"] in case.finding["subject"]
    for shown in (dossier_html(case), dossier_markdown(case)):
        assert "（丹凤县办理）" in shown
        assert f"{case.finding['region_code']}办理" not in shown


@pytest.mark.parametrize(
    ("verdict", "heading"), [("inconsistent", "但不能成立的读法"), ("needs_definition", "其他读法")]
)
def test_what_is_not_admissible_is_no_reading_that_fits(warehouse: Path, verdict: str, heading: str) -> None:
    case = found(warehouse, "A6", "郧西")
    shown = dossier_markdown(dataclasses.replace(case, finding=case.finding | {"verdict": verdict}))
    assert heading in shown
    assert ("Other readings that fit" in shown) == (verdict != "inconsistent")


def test_a_sentence_with_several_figures_is_quoted_once(warehouse: Path) -> None:
    case = found(warehouse, "A6", "郧西")
    of_parts = [
        dataclasses.replace(case.quotes[0], clause="收到30件，其中10件、20件", printed=n) for n in ("30", "10", "20")
    ]
    shown = dataclasses.replace(case, quotes=tuple(of_parts))
    assert dossier_markdown(shown).count("收到30件，其中10件、20件") == 1
    assert "收到<mark>30</mark>件，其中<mark>10</mark>件、<mark>20</mark>件" in dossier_html(shown)
    unquoted = dataclasses.replace(case, quotes=tuple(dataclasses.replace(q, clause=None) for q in of_parts))
    assert dossier_html(unquoted).count("<mark>") == len(of_parts)
