"""The entries of ``narrative.yaml``, checked: which there are, and that each holds what its readers expect.

What belongs here: the names of the entries and their shapes. What does not: how the words combine (``parsers.claims``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/narrative.yaml"
_LISTS = frozenset(
    [
        "neutral",
        "uncounted",
        "peak_spans",
        "peak_words",
        "peaks",
        "negations",
        "exceptional",
        "set_aside",
        "set_aside_ends",
        "unreached",
        "subject_openings",
        "receivers",
        "singling_out",
        "working_units",
        "together",
        "span_openings",
        "span_ends",
        "same_day",
        "ways_in",
        "visiting",
        "destinations",
        "added_up",
        "added_up_items",
        "handed_on",
        "handing_on",
        "thresholds",
        "unit_grades",
        "collecting_offices",
        "carried_on",
        "earlier_periods",
        "degrees",
        "share_bases",
        "levels",
        "level_names",
        "level_nouns",
        "line_nouns",
        "part_times",
        "told_nouns",
        "plain_words",
        "taken_up",
        "way_nouns",
        "way_sorts",
        "list_heads",
        "all_channels",
        "visits",
        "sorted_nouns",
        "object_kinds",
        "object_links",
        "standings",
        "superlatives",
        "issuing",
        "scoring_rules",
        "per_head",
        "time_spans",
        "units_of_means",
        "weights",
        "apart",
        "ranked",
        "differing",
        "fewer",
        "more",
        "items",
        "calls",
        "kind_nouns",
        "rest_kinds",
        "no_offices",
        "going_on",
        "other_items",
        "count_units",
        "foreign_units",
        "amounts",
        "amount_fillers",
        "naming_units",
        "adverts_complained_of",
        "stands_out",
        "unit_nouns",
        "assessing",
        "issue_nouns",
        "subtotal_nouns",
        "ranked_nouns",
        "heading_nouns",
        "lead_words",
        "channel_nouns",
        "running_offices",
        "before_one",
        "each",
        "respectively",
        "part_of",
        "running",
        "of_due",
        "publishing",
        "part_fillers",
        "whole_words",
        "whole_ends",
        "joining",
        "joining_metrics",
        "list_openings",
        "falls",
        "rises",
        "previous_period",
        "year_earlier",
        "arrived",
        "reasons",
        "earlier_value_fillers",
        "norms",
        "norm_sections",
        "problem_sections",
        "answering",
        "after_event",
        "office_ends",
        "lone_offices",
        "not_after_offices",
        "not_in_offices",
        "office_sites",
        "office_list_closings",
        "office_list_additions",
        "own_office",
        "whole_place",
        "award_verbs",
        "award_marks",
        "award_titles",
    ]
)
_MAPPINGS = frozenset(["duration_units"])


def checked_narrative(data: Any) -> Mapping[str, Any]:
    """The content of ``narrative.yaml``: each entry a tuple of words, ``duration_units`` printed unit -> unit.

    A missing, unknown or wrongly shaped entry is a ``ValueError`` that names file and entry.
    """
    if not isinstance(data, dict):
        raise ValueError(f"{_FILE}: entries with lists of words expected, found {data!r}")
    entries = _LISTS | _MAPPINGS
    if missing := sorted(entries - set(data)):
        raise ValueError(f"{_FILE}: entry missing: {', '.join(missing)}")
    if unknown := sorted(str(name) for name in set(data) - entries):
        raise ValueError(f"{_FILE}: {', '.join(unknown)}: no such entry; correct its name or remove it")
    return MappingProxyType(
        {name: _units(entry, name) if name in _MAPPINGS else words(entry, _FILE, name) for name, entry in data.items()}
    )


def _units(data: Any, entry: str) -> Mapping[str, str]:
    if not isinstance(data, dict) or not data:
        raise ValueError(f"{_FILE}: {entry}: printed units with the unit they stand for expected, found {data!r}")
    for printed, unit in data.items():
        for word in (printed, unit):
            if not isinstance(word, str) or not word.strip():
                raise ValueError(f"{_FILE}: {entry}, {printed!r}: words in quotes expected, found {word!r}")
    return MappingProxyType(dict(data))
