"""The corpus of invented bulletins: what should be read from each, and how far what was read agrees.

What belongs here: loading the folders of ``fixtures/bulletins``, and precision, recall and the misses of one bulletin
or of all. What does not: the rules by which a single claim is that of a row (``tests.twins``), and what is demanded
(``test_corpus``).

Two scores are kept apart. *Figures*: metric, value and place agree, which is what a reader of a bulletin asks first.
*Claims*: everything else agrees as well (channel, period, office, part, unit, qualifier, basis ...).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

from parsers.records import Claim
from tests.twins import Row, claim_differences, claim_name, expected_rows, pair_up, plain, row_name

BULLETINS = Path(__file__).parent / "fixtures" / "bulletins"
FREE = "*"
EITHER = ("metric", "of_metric", "basis", "unit")
"""Columns in which ``a|b`` admits either."""


def folders() -> list[Path]:
    """The bulletins of the corpus, one folder each."""
    return sorted(path for path in BULLETINS.iterdir() if path.is_dir())


def bulletin_of(folder: Path) -> Path:
    """The one text of a folder."""
    (path,) = folder.glob("bulletin.*")
    return path


def rows_of(folder: Path) -> list[dict[str, str]]:
    """The expected rows of a folder."""
    return expected_rows(folder / "expected-claims.csv", folder.name)


@dataclass(slots=True)
class Score:
    """How many figures were expected (optional ones aside), read, and right; and the misses in words, by kind."""

    expected: int = 0
    read: int = 0
    met: int = 0
    right: int = 0
    misses: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> Fraction:
        """The share of what was read that some row expects."""
        return Fraction(self.right, self.read) if self.read else Fraction(0)

    @property
    def recall(self) -> Fraction:
        """The share of what was expected that was read."""
        return Fraction(self.met, self.expected) if self.expected else Fraction(0)

    def add(self, other: Score) -> None:
        """Count the figures of another bulletin as well."""
        self.expected += other.expected
        self.read += other.read
        self.met += other.met
        self.right += other.right
        self.misses += other.misses

    def __str__(self) -> str:
        return (
            f"precision {float(self.precision):.4f} ({self.right} of {self.read}), "
            f"recall {float(self.recall):.4f} ({self.met} of {self.expected})"
        )


def readings(row: Row, claim: Claim) -> Iterator[dict[str, str]]:
    """The rows that ``row`` stands for: one for each choice of its alternatives, free columns as the claim has them."""
    found = {
        "category": claim.category or "-",
        "agency": claim.agency or "-",
        "channel": claim.channel or "-",
        "qualifier": claim.qualifier,
        "each": "1" if claim.each else "0",
        "of_metric": claim.of_metric or "-",
        "basis": claim.basis or "-",
        "period_start": claim.period_start.isoformat() if claim.period_start else "-",
        "period_end": claim.period_end.isoformat() if claim.period_end else "-",
        "as_of": claim.as_of.isoformat() if claim.as_of else "-",
    }
    filled = {column: found.get(column, value) if value == FREE else value for column, value in row.items()}
    for choice in product(*(filled[column].split("|") for column in EITHER)):
        yield filled | dict(zip(EITHER, choice, strict=True))


def is_figure(row: Row, claim: Claim) -> bool:
    """Whether a claim has the metric, the value and the kind of place (text, table) of a row."""
    return (
        claim.metric in row["metric"].split("|")
        and claim.value == Decimal(row["value"])
        and claim.origin == row["place"]
    )


def differences(row: Row, claim: Claim) -> list[str]:
    """The columns in which a claim is not what a row expects, under the reading of the row that is nearest."""
    return min((_differences(reading, claim) for reading in readings(row, claim)), key=len)


def _differences(row: Row, claim: Claim) -> list[str]:
    category = claim.category if row["category"] == FREE else same_part(row["category"], claim.category)
    found = claim_differences({**row, "category": category or "-"}, claim)
    if (claim.basis or "-") != row["basis"]:
        found.append(f"basis: expected {row['basis']}, read {claim.basis}")
    return found


def same_part(expected: str, read: str | None) -> str | None:
    """``read`` where it names the part that ``expected`` names, otherwise ``expected``.

    Words that only say that it is a part (类, 方面, 问题, 诉求, 工单) may be there or not.
    """
    return read if _part(expected) == _part(read) else expected


def _part(text: str | None) -> str:
    word = plain(text)
    for ending in ("留言", "工单", "来信", "诉求", "问题", "方面", "领域", "渠道", "受理", "类"):
        word = word.removesuffix(ending)
    return word


def score_figures(rows: Sequence[Row], claims: Iterable[Claim]) -> Score:
    """The score by metric, value and place."""
    return _score(rows, claims, is_figure)


def score_claims(rows: Sequence[Row], claims: Iterable[Claim]) -> Score:
    """The score by everything."""
    return _score(rows, claims, lambda row, claim: is_figure(row, claim) and not differences(row, claim))


def _score(rows: Sequence[Row], claims: Iterable[Claim], fits: Callable[[Row, Claim], bool]) -> Score:
    """Pair rows with claims; an optional row neither adds to what is expected nor to what was read."""
    numbered = [claim for claim in claims if claim.value is not None]
    required = [row for row in rows if row["optional"] == "0"]
    optional = [row for row in rows if row["optional"] == "1"]
    pairs = pair_up(required, numbered, lambda i, j: fits(required[i], numbered[j]))
    rest = [claim for j, claim in enumerate(numbered) if j not in pairs.values()]
    allowed = set(pair_up(optional, rest, lambda i, j: is_figure(optional[i], rest[j])).values())
    spare = [claim for j, claim in enumerate(rest) if j not in allowed]
    missing = [row for i, row in enumerate(required) if i not in pairs]
    return Score(
        expected=len(required),
        read=len(numbered) - len(allowed),
        met=len(pairs),
        right=len(pairs),
        misses=[_miss(row, spare) for row in missing] + [_excess(claim, missing) for claim in spare],
    )


def _miss(row: Row, spare: Sequence[Claim]) -> tuple[str, str]:
    """The kind of a miss and its words: the nearest claim left over says what is wrong with it."""
    same = [differences(row, claim) for claim in spare if is_figure(row, claim)]
    if same:
        nearest = min(same, key=len)
        return nearest[0].split(":")[0], f"wrong {row_name(row)}: {'; '.join(nearest)}"
    values = [claim for claim in spare if claim.value == Decimal(row["value"])]
    if values:
        return "metric", f"wrong {row_name(row)}: read as {claim_name(values[0])}"
    return "not read", f"missing {row_name(row)}"


def _excess(claim: Claim, missing: Sequence[Row]) -> tuple[str, str]:
    if any(claim.value == Decimal(row["value"]) for row in missing):
        return "(second half of a miss)", f"unexpected {claim_name(claim)}"
    return "not expected", f"unexpected {claim_name(claim)}"
