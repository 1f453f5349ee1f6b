"""Rates that a document defines by a formula of its own (注：办结率=办结件数÷（上期结转件数+新收件数）×100%).

What belongs here: whether it defines one otherwise than its name says. What does not: recalculating by that formula,
and the formulas of names (``formulas``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.claims.words import words_pattern
from parsers.vocabulary import metric_headers, metric_words
from pipelines.audit.finding import Audited
from pipelines.audit.practices import printed_texts
from pipelines.audit.rate.formulas import formulas
from pipelines.audit.rules import field

_OPERAND = r"[（(]?[^÷/=＝。；;，,]{2,40}?[）)]?"
_DEFINITION = re.compile(
    rf"(?P<rate>[\u4e00-\u9fff]{{1,16}}率)[=＝](?P<part>{_OPERAND})[÷/](?P<base>{_OPERAND})(?=[×xX*✕。；;，,]|$)"
)
_ENDS = ("数", "量", "件数")


@lru_cache(maxsize=8)
def defined_otherwise(audited: Audited) -> frozenset[str]:
    """The metrics of the rates that notes or the text define by a formula that is none of their names: a sum, a
    difference, or what no vocabulary knows, stands in it, or they leave out of its base what is not printed.
    """
    found = set()
    for text in printed_texts(audited):
        for match in _DEFINITION.finditer(text):
            words = [word for word in metric_words() if match["rate"].endswith(word)]
            metric = metric_words()[max(words, key=len)] if words else None
            if metric is not None and not _is_of_name(metric, match["part"], match["base"]):
                found.add(metric)
    return frozenset(found | (set(field("formulas", "not_counted_in")["rates"]) if leaves_some_out(audited) else set()))


@cache
def _not_counted_in() -> re.Pattern[str]:
    rule = field("formulas", "not_counted_in")
    words, verbs = words_pattern(rule["words"]), words_pattern(rule["verbs"])
    return re.compile(rf"(?:{words})[^。；;]{{0,20}}(?:{verbs})|(?:剔除|扣除|不含)[^。；;，,]{{0,12}}(?:{words})")


@lru_cache(maxsize=8)
def leaves_some_out(audited: Audited) -> bool:
    """Whether a note leaves out of the base of a rate what it prints no figure of (未接通的不计入满意率)."""
    if not any(_not_counted_in().search(text) for text in printed_texts(audited)):
        return False
    counted = field("formulas", "not_counted_in")["unless"]
    return not any(claim.metric in counted for claim in audited.claims)


def _is_of_name(metric: str, part: str, base: str) -> bool:
    own = _counted(part), _counted(base)
    return any((f.plus, f.minus, f.denominator) == ((own[0],), (), own[1]) for f in formulas(metric) if f.agrees)


def _counted(operand: str) -> str | None:
    """The metric that one side of a formula is, if it is nothing else: 受理总件数 is, 上期受理件数 is not."""
    word = re.sub(r"总?件?[数量]$", "", re.sub("[（()）]", "", operand))
    known = {**metric_words(), **metric_headers()}
    return next((known[name] for name in (word, *(word + end for end in _ENDS)) if name in known), None)
