"""The twins of the five real documents: where they are, what should be read from them, and how the two are compared.

What belongs here: loading expected rows, the comparisons (also used on the real documents by ``tests/acceptance``), and
the PDF twin, which is drawn rather than stored. What does not: any parsing of sentences or tables.

Every comparison gives a list of differences in words, empty when there is none, and looks both ways: what is missing
and what nobody expected. Where the expected rows hold free text that may be worded in more than one way, the tolerance
is a function of its own with the reason in its docstring (``same_category``, ``same_agency``, ``same_units_named``).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from parsers.records import Claim, Commitment, Letter, Reply
from parsers.text.numbers import half_width
from pipelines.audit.finding import Finding
from pipelines.workdays import workdays_between

TWINS = Path(__file__).parent / "fixtures" / "twins"

Row = Mapping[str, str]
T = TypeVar("T")

NOT_PRINTED = "-"
OPTIONAL_NOTE = "可选"
STAGE_COLUMNS = ("stage_no", "stage", "dated_on", "date_basis", "agency")
DISPLAYED_FROM = {"inconsistent": 0, "consistent_on_other_base": 0, "needs_definition": 1, "unverifiable": 2}
"""The severity from which the view ``discrepancies`` shows a verdict (vocabulary of verdicts)."""


# ---------------------------------------------------------------------------------------------------- expected rows


def expected_rows(path: Path, doc: str) -> list[dict[str, str]]:
    """The rows of an expected CSV that are about ``doc``; a document that the file does not know is an error.

    A column ``optional`` is filled in where the file marks optional rows by the first word of their note.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["doc"] == doc]
    if not rows:
        raise ValueError(f"{path.name}: no row with doc={doc!r}; expected at least one")
    for row in rows:
        row.setdefault("optional", "1" if row.get("note", "").startswith(OPTIONAL_NOTE) else "0")
    return rows


# ------------------------------------------------------------------------------------------------------------ claims


def plain(text: str | None) -> str:
    """A copy for comparing: half-width, without white space and quotation marks; ``-`` and nothing become ``""``."""
    kept = re.sub(r"[\s“”‘’\"'「」]", "", half_width(text or ""))
    return "" if kept == NOT_PRINTED else kept


def unit_names(text: str | None) -> frozenset[str]:
    """The offices of a list, brackets and a closing 等 left out: ``A局、B镇(场、区)和C局等`` -> {A局, B镇, C局}."""
    without_brackets = re.sub(r"\([^()]*\)", "", plain(text))
    names = re.split(r"[、,;和及]|等", without_brackets)
    return frozenset(name for name in names if name)


def same_category(expected: str, read: str | None) -> bool:
    """Whether both name the same part. 咨询 and 咨询类 are one category; brackets and quotes do not matter."""
    return plain(expected).removesuffix("类") == plain(read).removesuffix("类")


def stands_for_government(agency: str) -> bool:
    """Whether an office is named only as the voice of the whole government (县政府, 市委, 市委书记, 市委办公厅)."""
    return plain(agency).endswith(("政府", "书记", "办公厅", "市委", "县委", "区委", "省委"))


def same_agency(expected: str, read: str | None) -> bool:
    """Whether both name the same office or the same list of offices.

    Two lists are the same when one holds the other: whether a closing 等县直部门 belongs to it is a matter of taste.
    An office that stands for the whole government may be left out or be another such office, because the claim's region
    says the same.
    """
    if stands_for_government(expected) and (not plain(read) or stands_for_government(read or "")):
        return True
    wanted, found = unit_names(expected), unit_names(read)
    if not wanted or not found:
        return wanted == found
    return wanted <= found or found <= wanted


def same_units_named(expected: str, read: str | None) -> bool:
    """For claims without a number: whether only offices of the row are named (one claim may name one of several)."""
    return unit_names(read) <= unit_names(expected)


def printed_date(value: dt.date | None) -> str:
    """ISO date, or ``-``."""
    return NOT_PRINTED if value is None else value.isoformat()


def claim_fields(claim: Claim) -> dict[str, str]:
    """A claim in the columns of the expected rows, as far as they are compared by equality."""
    return {
        "place": claim.origin,
        "table_no": NOT_PRINTED if claim.table_no is None else str(claim.table_no),
        "is_total": "1" if claim.scope == "total" else "0",
        "region_code": claim.region_code or NOT_PRINTED,
        "channel": claim.channel or NOT_PRINTED,
        "stated_by": claim.stated_by,
        "of_metric": claim.of_metric or NOT_PRINTED,
        "period_start": printed_date(claim.period_start),
        "period_end": printed_date(claim.period_end),
        "as_of": printed_date(claim.as_of),
        "unit": claim.unit or NOT_PRINTED,
        "qualifier": claim.qualifier,
        "each": "1" if claim.each else "0",
    }


def is_sum(row: Row) -> bool:
    """Whether a table row adds up others: its label (合计, 小计) is no office, so a claim may carry it or not."""
    return row["is_total"] == "1" or row["row_label"].startswith("小计")


def claim_differences(row: Row, claim: Claim) -> list[str]:
    """The columns in which a claim with a number is not the expected row; empty when it is that row.

    A narrative total of the whole place may have scope ``total`` or ``whole``: ``is_total`` is about table rows only.
    """
    found = claim_fields(claim)
    if row["place"] == "narrative":
        found["is_total"] = row["is_total"]
    differences = [
        f"{column}: expected {row[column]}, read {found[column]}" for column in found if row[column] != found[column]
    ]
    if not same_category(row["category"], claim.category):
        differences.append(f"category: expected {row['category']}, read {claim.category}")
    if row["place"] == "table":
        same_office = is_sum(row) or plain(row["agency"]) == plain(claim.agency)
    else:
        same_office = same_agency(row["agency"], claim.agency)
    if not same_office:
        differences.append(f"agency: expected {row['agency']}, read {claim.agency}")
    return differences


def is_expected_wording(row: Row, claim: Claim) -> bool:
    """Whether a claim without a number is one that the row names; its category is free wording and not compared."""
    found = claim_fields(claim)
    compared = ("place", "region_code", "channel", "stated_by", "period_start", "period_end", "qualifier")
    return (
        row["metric"] == claim.metric
        and all(row[column] == found[column] for column in compared)
        and same_units_named(row["agency"], claim.agency)
    )


def pair_up(wanted: Sequence[Hashable], found: Sequence[Hashable], fits: Callable[[int, int], bool]) -> dict[int, int]:
    """As many pairs (index in ``wanted`` -> index in ``found``) as possible, none used twice (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in range(len(found)):
            if j in tried or not fits(i, j):
                continue
            tried.add(j)
            if j not in owner or place(owner[j], tried):
                owner[j] = i
                return True
        return False

    for i in range(len(wanted)):
        place(i, set())
    return {i: j for j, i in owner.items()}


def row_name(row: Row) -> str:
    """A short name of an expected claim for a message."""
    where = f"table {row['table_no']} {row['row_label']}" if row["place"] == "table" else "narrative"
    printed = row["value"] + row["unit"].strip(NOT_PRINTED)
    return f"{row['doc']} {where}: {row['channel']} {row['agency']} {row['category']} {row['metric']} {printed}"


def claim_name(claim: Claim) -> str:
    """A short name of a claim for a message."""
    subject = f"{claim.channel} {claim.agency} {claim.category} {claim.metric}"
    return f"{claim.locator}: {subject} {claim.printed!r} ({claim.quote[:40]})"


def by_figure(items: Iterable[T], figure: Callable[[T], tuple[str, Decimal]]) -> dict[tuple[str, Decimal], list[T]]:
    """Items under (metric, value)."""
    groups: dict[tuple[str, Decimal], list[T]] = defaultdict(list)
    for item in items:
        groups[figure(item)].append(item)
    return groups


def row_figure(row: Row) -> tuple[str, Decimal]:
    """Metric and value of an expected row that prints a number."""
    return row["metric"], Decimal(row["value"])


def claim_figure(claim: Claim) -> tuple[str, Decimal]:
    """Metric and value of a claim that has a number."""
    if claim.value is None:
        raise ValueError(f"{claim_name(claim)} has no number")
    return claim.metric, claim.value


def compare_figures(rows: list[Row], claims: list[Claim]) -> list[str]:
    """Differences among rows and claims of one metric and value."""
    differing = {(i, j): claim_differences(row, claim) for i, row in enumerate(rows) for j, claim in enumerate(claims)}
    pairs = pair_up(range(len(rows)), range(len(claims)), lambda i, j: not differing[i, j])
    spare = sorted(set(range(len(claims))) - set(pairs.values()))
    differences: list[str] = []
    for i, row in enumerate(rows):
        if i in pairs or row["optional"] == "1":
            continue
        nearest = min((differing[i, j] for j in spare), key=len, default=["nothing of this metric and value was read"])
        differences.append(f"missing {row_name(row)}: {'; '.join(nearest)}")
    differences += [f"unexpected {claim_name(claims[j])}" for j in spare]
    return differences


def compare_claims(expected: Sequence[Row], claims: Iterable[Claim]) -> list[str]:
    """Expected rows against the claims of one document, both ways.

    A row is met by a claim of the same metric and value that agrees in place, table, total, region, channel, speaker,
    period, as-of date, unit, qualifier, ``each`` and ``of_metric`` exactly, and in agency and category as the
    tolerances above say; one claim meets one row. Optional rows may be missing. Claims without a number (units named,
    个别单位) must be wordings that the rows name, but need not be there.
    """
    claims = list(claims)
    numbered = [row for row in expected if row["value"]]
    rows_of = by_figure(numbered, row_figure)
    claims_of = by_figure((claim for claim in claims if claim.value is not None), claim_figure)
    differences: list[str] = []
    for figure in dict.fromkeys([*rows_of, *claims_of]):
        differences += compare_figures(rows_of.get(figure, []), claims_of.get(figure, []))
    for claim in claims:
        if claim.value is None and not any(
            is_expected_wording(row, claim) for row in expected if row["optional"] == "1"
        ):
            differences.append(f"unexpected wording {claim_name(claim)}")
    return differences


# ---------------------------------------------------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class Figures:
    """The dates and the numbers of a text, signs left out."""

    dates: frozenset[dt.date]
    numbers: tuple[Decimal, ...]


_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-年](1[0-2]|0?[1-9])[-月](3[01]|[12]\d|0?[1-9])日?(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def figures(text: str) -> Figures:
    """``2020-12-15；相差5天`` -> one date and the number 5; 1,118 is one number."""
    plain_text = re.sub(r"(?<=\d),(?=\d{3})", "", half_width(text))
    dates = frozenset(dt.date(*map(int, m.groups())) for m in _DATE.finditer(plain_text))
    return Figures(dates, tuple(Decimal(m[0]) for m in _NUMBER.finditer(_DATE.sub(" ", plain_text))))


def said(finding: Finding) -> Figures:
    """Every figure that a finding shows to its reader."""
    parts = (finding.subject, finding.claimed, finding.recomputed, finding.statement_zh)
    return figures("\n".join([*(part or "" for part in parts), *finding.evidence, *finding.alternatives]))


def places(number: Decimal) -> int:
    """Printed decimals: 21.58 -> 2."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shows(number: Decimal, shown: Decimal) -> bool:
    """Whether ``shown`` is ``number``, rounded half up to at least one decimal where ``number`` has decimals."""
    decimals = places(shown)
    if decimals < min(1, places(number.normalize())):
        return False
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) == shown


def shows_all(wanted: Figures, shown: Figures) -> bool:
    """Whether every wanted date and number is shown."""
    return wanted.dates <= shown.dates and all(any(shows(n, s) for s in shown.numbers) for n in wanted.numbers)


def leading(wanted: Figures) -> Figures:
    """The dates and the first number: what a recomputed result leads with; what else is said is a matter of wording."""
    return Figures(wanted.dates, wanted.numbers[:1])


def is_same_result(row: Row, finding: Finding) -> bool:
    """Whether a finding has the check, verdict, severity and claimed figures of an expected row."""
    return (row["check_id"], row["verdict"], row["severity"]) == (
        finding.check_id,
        finding.verdict,
        str(finding.severity),
    ) and shows_all(figures(row["claimed"]), said(finding))


def shows_recomputed(row: Row, finding: Finding) -> bool:
    """Whether the finding also says what the arithmetic gives, as the row has it."""
    return shows_all(leading(figures(row["recomputed"])), said(finding))


def is_displayed(finding: Finding) -> bool:
    """Whether the view ``discrepancies`` shows it."""
    return finding.severity >= DISPLAYED_FROM.get(finding.verdict, 4)


def finding_name(finding: Finding) -> str:
    """A short name of a finding for a message."""
    what = f"{finding.subject}: claimed {finding.claimed}, recomputed {finding.recomputed}"
    return f"{finding.check_id} {finding.verdict} {finding.severity} {what}"


def compare_findings(expected: Sequence[Row], findings: Iterable[Finding]) -> list[str]:
    """Expected rows against the findings of one document, both ways.

    Every row with ``must_report`` needs a finding of its own with the same check, verdict and severity that shows the
    claimed figures and the leading recomputed one. Every finding that is displayed must be some row's result; several
    may share a row (one cause told per row and per total).
    """
    findings = list(findings)
    must = [row for row in expected if row["must_report"] == "1"]
    pairs = pair_up(
        range(len(must)),
        range(len(findings)),
        lambda i, j: is_same_result(must[i], findings[j]) and shows_recomputed(must[i], findings[j]),
    )
    differences = [
        f"missing {row['doc']} {row['check_id']} {row['verdict']} {row['severity']} {row['subject']}: "
        f"claimed {row['claimed']}, recomputed {row['recomputed']}"
        for i, row in enumerate(must)
        if i not in pairs
    ]
    differences += [
        f"displayed but not expected: {finding_name(finding)}"
        for finding in findings
        if is_displayed(finding) and not any(is_same_result(row, finding) for row in expected)
    ]
    return differences


# ----------------------------------------------------------------------------------------------------- letters


def reply_of(letter: Letter, stage: str) -> Reply | None:
    """The first reply of a stage."""
    return next((reply for reply in letter.replies if reply.stage == stage), None)


def span(count: Callable[[dt.date, dt.date], int], start: dt.date | None, stop: dt.date | None) -> str:
    """Days between two dates as text, ``-`` where one is unknown."""
    return NOT_PRINTED if start is None or stop is None else str(count(start, stop))


def calendar_days(start: dt.date, stop: dt.date) -> int:
    """Days from start to stop; the next day is 1."""
    return (stop - start).days


def letter_fields(letter: Letter) -> dict[str, str]:
    """A letter in the names of the expected fields."""
    transfer, answer = reply_of(letter, "transfer"), reply_of(letter, "substantive")
    transfer_on = transfer.dated_on if transfer else None
    signed_on = answer.dated_on if answer and answer.date_basis == "signature" else None
    texts = ("title", "url", "external_id", "letter_no", "region_code", "handling_region_code", "channel", "agency")
    return {
        **{name: getattr(letter, name) or NOT_PRINTED for name in texts},
        "category_printed": letter.category_printed or NOT_PRINTED,
        "status_printed": letter.status_printed or NOT_PRINTED,
        "received_on": printed_date(letter.received_on),
        "page_replied_on": printed_date(letter.page_replied_on),
        "transferred_to": (transfer.transferred_to if transfer else None) or NOT_PRINTED,
        "transfer_on": printed_date(transfer_on),
        "signed_on": printed_date(signed_on),
        "first_response_days": span(calendar_days, letter.received_on, transfer_on),
        "first_response_workdays": span(workdays_between, letter.received_on, transfer_on),
        "substantive_days": span(calendar_days, letter.received_on, signed_on),
        "substantive_workdays": span(workdays_between, letter.received_on, signed_on),
        "signed_minus_page_days": span(calendar_days, letter.page_replied_on, signed_on),
        "confidentiality_requested": "1" if letter.confidentiality_requested else "0",
    }


def stage_fields(reply: Reply) -> dict[str, str]:
    """A stage of a reply in the columns of the expected rows."""
    return {
        "stage_no": str(reply.stage_no),
        "stage": reply.stage,
        "dated_on": printed_date(reply.dated_on),
        "date_basis": reply.date_basis,
        "agency": reply.agency or NOT_PRINTED,
    }


def compare_letter(expected: Sequence[Row], letter: Letter) -> list[str]:
    """Expected stages and fields against a letter; rows about commitments are for ``compare_commitments``."""
    stages = [{column: row[column] for column in STAGE_COLUMNS} for row in expected if row["stage_no"]]
    read = [stage_fields(reply) for reply in letter.replies]
    differences = [f"missing stage {stage}" for stage in stages if stage not in read]
    differences += [f"unexpected stage {stage}" for stage in read if stage not in stages]
    found = letter_fields(letter)
    differences += [
        f"{row['field']}: expected {row['value']}, read {found[row['field']]}"
        for row in expected
        if row["field"] and not row["field"].startswith("commitment") and found[row["field"]] != row["value"]
    ]
    return differences


def compare_commitments(expected: Sequence[Row], commitments: Iterable[Commitment]) -> list[str]:
    """The promise of the expected rows must be quoted by a commitment with its date."""
    wanted = {row["field"]: row["value"] for row in expected if row["field"].startswith("commitment")}
    read = [(printed_date(c.promised_on), c.quote) for c in commitments]
    promised_on, words = wanted["commitment_promised_on"], plain(wanted["commitment"])
    if any(day == promised_on and words in plain(quote) for day, quote in read):
        return []
    return [f"missing commitment of {promised_on}: {wanted['commitment']}; read {read}"]


# ------------------------------------------------------------------------------------------------- the PDF twin

FONT = "STSong-Light"
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=17, wordWrap="CJK", firstLineIndent=22)
CENTRED = ParagraphStyle("centred", parent=BODY, alignment=1, firstLineIndent=0)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8.5, leading=11, wordWrap="CJK")
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 7),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
]
PAGE_MARGIN = 56


def table_fragments(lines: Sequence[str]) -> list[list[list[str]]]:
    """Tab-separated lines as tables: fragments with one header line are one table, the repeated header left out."""
    fragments = [list(group) for has_tab, group in groupby(lines, lambda line: "\t" in line) if has_tab]
    tables: list[list[list[str]]] = []
    for fragment in fragments:
        rows = [line.split("\t") for line in fragment]
        if tables and tables[-1][0] == rows[0]:
            tables[-1] += rows[1:]
        else:
            tables.append(rows)
    return tables


def drawn_table(rows: Sequence[Sequence[str]], width: float) -> Table:
    """A ruled table over the page width; its header is repeated after each page break, long cells wrap."""
    longest = [max(4, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    weights = [min(length, 12) for length in longest]
    widths = [width * weight / sum(weights) for weight in weights]
    return Table([[Paragraph(cell, CELL) for cell in row] for row in rows], colWidths=widths, repeatRows=1, style=GRID)


def fufeng_pdf() -> bytes:
    """The 扶风 twin as a PDF: the text of ``fufeng.txt``, annexes on new pages, tables ruled and continued over pages.

    Remarks wrap inside their cells, totals stand only at the end of the last fragment, pages carry no header or number.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    lines = (TWINS / "fufeng.txt").read_text(encoding="utf-8").split("\n")
    target = io.BytesIO()
    page = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=PAGE_MARGIN, rightMargin=PAGE_MARGIN, invariant=1, title="", author=""
    )
    tables = iter(table_fragments(lines))
    story: list[Flowable] = []
    header: str | None = None
    for has_tab, group in groupby(lines, lambda line: "\t" in line):
        block = list(group)
        if has_tab:
            if block[0] != header:
                story += [drawn_table(next(tables), page.width), Spacer(0, 12)]
            header = block[0]
            continue
        for line in filter(None, block):
            if line.startswith("附件 "):
                story.append(PageBreak())
            story.append(Paragraph(line, CENTRED if len(line) < 30 and not line.endswith("。") else BODY))
    page.build(story)
    return target.getvalue()
