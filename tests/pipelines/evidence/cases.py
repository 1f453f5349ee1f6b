"""Findings of the warehouse of the twins, by check and place."""

from pathlib import Path

from pipelines.build import DATABASE
from pipelines.evidence.case import Case, find_case
from warehouse.query import session

_QUERY = """
    SELECT finding_id FROM findings f JOIN regions r USING (region_code)
    WHERE check_id = $check AND starts_with(r.name, $place) AND verdict <> 'consistent'
    ORDER BY severity DESC, verdict = 'inconsistent' DESC, subject LIMIT 1
"""


def found(data_dir: Path, check_id: str, place: str) -> Case:
    """The most severe finding of a check about a place."""
    with session(data_dir / DATABASE) as asked:
        ((finding_id,),) = asked.ask(_QUERY, {"check": check_id, "place": place}).rows
    return find_case(data_dir, data_dir / DATABASE, finding_id)
