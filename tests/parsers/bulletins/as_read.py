"""Invented bulletins as they are read, and what the tests look at in them."""

from parsers.bulletins import read_bulletin
from parsers.readers.text import read_text
from parsers.records import Bulletin, BulletinMeta, Claim

SENTENCE = "一季度，县长信箱共收到来信120件，办结118件，办结率98.33%。"


def region_of(text: str) -> str | None:
    return next((code for name, code in (("青石县", "990101"), ("石澜县", "990202")) if name in text), None)


def read(text: str) -> Bulletin:
    return read_bulletin(read_text(text), region_of)


def meta(text: str) -> BulletinMeta:
    return read(text).meta


def by_print(text: str) -> dict[str, Claim]:
    """The claims of a text by their prints."""
    return {c.printed: c for c in read(text).claims}


def figures(bulletin: Bulletin) -> list[tuple[str, str, str | None]]:
    return [(c.metric, c.printed, c.channel) for c in bulletin.claims if c.value is not None]


def periods(text: str) -> list[tuple[str, str]]:
    return [(c.printed, f"{c.period_start}..{c.period_end}") for c in read(text).claims]
