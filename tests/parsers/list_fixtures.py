"""How the list fixtures are read: the platform and address of each page, and what was read from it as plain JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsers.platforms.lists import ListPage

FOLDER = Path(__file__).parents[1] / "fixtures" / "lists"
LISTS = {
    "leadermail.html": (
        "boda_vsb",
        "http://www.example.gov.cn/zmhd/ldxxlb.jsp?formname2050at=54&formname2050ap=2&formname2050ac=15",
    ),
    "labelled-table.html": ("generic", "http://www.example.gov.cn/appeal/list.jsp?model_id=1"),
    "loose-rows.html": ("generic", "http://www.example.gov.cn/mail/index_3.html"),
    "script-rows.html": ("generic", "http://www.example.gov.cn/mail/index.html"),
}


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def _plain(value: object) -> Any:
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, tuple | list) else value


def as_json(page: ListPage) -> dict[str, Any]:
    """A list page as JSON; of issues code, place and raw text, because their sentences may be improved."""
    found = _plain(asdict(page))
    found["issues"] = [{k: issue[k] for k in ("code", "place", "raw")} for issue in found["issues"]]
    return dict(found)
