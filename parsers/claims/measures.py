"""What a figure measures: the metric word beside it.

What belongs here: choosing among the metric words of one clause. What does not: figures whose metric is that of another
figure (``parts``, ``lists``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers import vocabulary
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.words import any_of, words_pattern

_CHANGES = ("change", "change_count")


def of_kind(metrics: Iterable[Token], kind: str) -> list[Token]:
    """Those metric tokens whose metric is a ``count``, ``rate`` or ``duration``."""
    known = vocabulary.metrics()
    return [t for t in metrics if known[str(t.value)].kind == kind]


def metrics_before(sentence: Sentence, figure: Figure, kind: str) -> list[Token]:
    """The metric beside a figure, looking left inside its clause, and those joined to it (办结率和受理率均为)."""
    candidates = of_kind(sentence.between(sentence.clause_start(figure.index), figure.start, "metric"), kind)
    if not candidates:
        return []
    # 办理 alone is the weakest of the count words: 派单交有关单位办理25件 were handed on.
    stronger = [t for t in candidates if t.value != "handled"] or candidates
    candidates = candidates if stronger[-1] is candidates[-1] else stronger
    joined = [candidates[-1]]
    for t in reversed(candidates[:-1]):
        if not _joins(sentence.text[t.end : joined[0].start]):
            break
        joined.insert(0, t)
    return joined


def _joins(gap: str) -> bool:
    conjunction = rf"[\s“”\"']*(?:、|{any_of('joining', 'joining_metrics')})?[\s“”\"']*"
    return bool(gap.strip()) and re.fullmatch(conjunction, gap) is not None


def metrics_after(sentence: Sentence, figure: Figure, kind: str) -> list[Token]:
    """The metric behind a figure in its clause (3件已办结, 99%以上得到了办理); at most one."""
    here = of_kind(sentence.between(figure.end, sentence.clause_end(figure.index), "metric"), kind)
    return [t for t in here if t.value not in _CHANGES][:1]


def metric_in_noun(sentence: Sentence, figure: Figure) -> list[Token]:
    """The metric inside a noun straight before a figure that no metric introduces (转办件14件); at most one."""
    before = sentence.tokens[figure.index - 1] if figure.index else None
    if before is None or before.kind != "neutral" or sentence.text[before.end : figure.start].strip(" 共为有"):
        return []
    stem = re.fullmatch(rf"({words_pattern(vocabulary.metric_words())})(?:件|工单)", before.text)
    if stem is None:
        return []
    return [Token("metric", before.start, before.end, before.text, vocabulary.metric_words()[stem.group(1)])]


def item_before(sentence: Sentence, figure: Figure) -> Token | None:
    """The noun for letters straight before a figure that opens a text (网络留言27件): what was received."""
    found = re.search(rf"{any_of('items')}[“”\s共]*$", sentence.clause_before(figure))
    if found is None:
        return None
    start = sentence.clause_start(figure.index)
    return Token("metric", start + found.start(), start + found.end(), found.group().strip(), "received")


def stands_behind(sentence: Sentence, figure: Figure, metric: Token) -> bool:
    """Whether nothing but 为 or ： stands between a metric and a figure, and no noun follows it (办结数218)."""
    gap = sentence.text[metric.end : figure.start]
    followed = re.match(r"[\u4e00-\u9fff\dA-Za-z]", sentence.after(figure))
    return re.fullmatch(r"\s*[为是:：]?\s*", gap) is not None and followed is None


def changed_metric(sentence: Sentence, figure: Figure) -> str | None:
    """The metric named last before a change, changes and shares aside: what rose or fell."""
    named = [str(t.value) for t in sentence.between(0, figure.start, "metric")]
    return next((code for code in reversed(named) if code not in (*_CHANGES, "daily_average", "share")), None)
