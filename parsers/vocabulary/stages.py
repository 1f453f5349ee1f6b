"""The phrases of ``stages.yaml``, checked: by what a stage of a reply is told from another.

What belongs here: loading them. What does not: what a sentence with one of them does (``parsers.reply_sentences``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns

_FILE = "parsers/vocabulary/stages.yaml"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns of each entry; salutations and openings, which are looked for everywhere, as one each."""

    salutation: re.Pattern[str]
    opening: re.Pattern[str]
    courtesy: tuple[re.Pattern[str], ...]
    transfer: tuple[re.Pattern[str], ...]
    interim: tuple[re.Pattern[str], ...]
    refusal: tuple[re.Pattern[str], ...]
    redirect: tuple[re.Pattern[str], ...]
    date_label: tuple[re.Pattern[str], ...]
    behind_signature: tuple[re.Pattern[str], ...]
    answering: tuple[re.Pattern[str], ...]


@cache
def stage_phrases() -> Phrases:
    """The content of ``stages.yaml``; ``ValueError`` names the entry that is wrong."""
    data = load("stages")
    read = {name: patterns(data[name], _FILE, name) for name in Phrases.__slots__}
    salutation, opening = (
        re.compile("|".join(f"(?:{p.pattern})" for p in read.pop(name))) for name in ("salutation", "opening")
    )
    return Phrases(salutation=salutation, opening=opening, **read)
