"""From bytes to characters: strict UTF-8, then GB18030, whatever the page claims about itself.

What belongs here: character sets. What does not: file formats (``dispatch``). Nothing is decoded with replacement
characters: a text that is in neither set is ``Unreadable``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from parsers.records import Issue, Unreadable

_CLAIM = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_CLAIM_WITHIN = 4096
_ASCII = re.compile(r"[\x00-\x7f]+")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.01
_FEWEST_COMMON = 0.7
"""Of the characters beyond ASCII, at least this share stands in GB 2312 when the bytes really are Chinese in GB18030;
Big5 or UTF-8 read as GB18030 gives rarer ones."""


_FEWEST_TWICE = 8  # characters beyond ASCII; fewer go into another set by chance
_SURE_COMMON = 0.95


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the set they were read in (``utf-8``, ``gb18030``, ``utf-16``), and what was odd about it."""

    text: str
    charset: str
    issues: tuple[Issue, ...] = ()


def decode(payload: bytes, claimed: str | None = None) -> Decoded:
    """The text of ``payload``; ``claimed`` is the charset of the response header, where there is one.

    Raises ``Unreadable``: ``empty``, ``binary`` (control characters all over), ``unknown_charset``. A claim, in the
    header or in the page, that differs from what the bytes are is an issue ``charset_differs``; a UTF-8 text that stops
    within a character is read up to there with an issue ``cut_off_text``.
    """
    if not payload.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", "The file is empty: there is nothing to read in it.")
    text, charset, issues = _characters(payload)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise Unreadable("binary", "The file holds binary data, not text, and is of no format that can be read.")
    if (again := decoded_twice(text)) is not None:
        issues.append(
            Issue(
                code="decoded_twice",
                message="The text was once saved in a character set that it was not in; that was undone, and every "
                "figure in it should be looked up in the original.",
            )
        )
        text = again
    if not text.strip():
        raise Unreadable("empty", "The file holds white space only: there is nothing to read in it.")
    claim = claimed or _printed_claim(payload)
    if claim is not None and not payload.isascii() and _family(claim) != charset:
        issues.append(
            Issue(
                code="charset_differs",
                message=f"The page claims to be written in {claim}, but its bytes are {charset.upper()}, "
                "and as such it was read.",
                raw=claim,
            )
        )
    return Decoded(text, charset, tuple(issues))


def _characters(payload: bytes) -> tuple[str, str, list[Issue]]:
    if payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return payload.decode("utf-16"), "utf-16", []
        except UnicodeDecodeError as error:
            raise Unreadable(
                "unknown_charset", f"The file begins like UTF-16 but is not: byte {error.start}."
            ) from error
    try:
        return payload.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start:
            cut = Issue(
                code="cut_off_text",
                message=f"The text stops within a character, after byte {error.start}: its end is missing.",
            )
            return payload[: error.start].decode("utf-8-sig"), "utf-8", [cut]
        not_utf8 = error
    try:
        text = payload.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unknown_charset(not_utf8.start, error.start) from error
    beyond = _ASCII.sub("", text)
    if sum(map(_is_common, beyond)) < _FEWEST_COMMON * len(beyond):
        raise _unknown_charset(not_utf8.start, None)
    return text, "gb18030", []


def decoded_twice(text: str) -> str | None:
    """The Chinese of a text whose bytes somebody read in the wrong set and saved again; ``None`` if it is not one.

    GB18030 read as Latin (¸£ÐÂÊÐ) and UTF-8 read as GB18030 (鍘块暱淇＄). Only what goes back without a single loss
    counts.
    """
    beyond = _ASCII.sub("", text)
    if len(beyond) < _FEWEST_TWICE:
        return None
    is_chinese = _CHINESE.search(beyond) is not None
    for wrong, right in (("latin-1", "gb18030"), ("cp1252", "gb18030"), ("gb18030", "utf-8")):
        if is_chinese and wrong != "gb18030":
            continue
        try:
            again = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        chinese = _ASCII.sub("", again)
        if sum(map(_is_common, chinese)) >= _SURE_COMMON * len(chinese) and _CHINESE.search(chinese):
            return again
    return None


def _unknown_charset(utf8_byte: int, gb_byte: int | None) -> Unreadable:
    gb = "gives no Chinese text" if gb_byte is None else f"fails at byte {gb_byte}"
    return Unreadable(
        "unknown_charset",
        f"The text is in no character set that can be told: UTF-8 fails at byte {utf8_byte}, GB18030 {gb}. "
        "Save it again as UTF-8.",
    )


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return character in "\u00a0\u2002\u2003\u200b·—"
    return True


def _printed_claim(payload: bytes) -> str | None:
    found = _CLAIM.search(payload[:_CLAIM_WITHIN])
    return found[1].decode("ascii") if found else None


def _family(charset: str) -> str:
    """GB2312, GBK and CP936 are parts of GB18030; an unknown name stands for itself."""
    name = charset.lower().replace("_", "-")
    if name in ("gb2312", "gbk", "gb18030", "cp936", "x-gbk", "hz-gb-2312"):
        return "gb18030"
    return {"utf8": "utf-8", "unicode-1-1-utf-8": "utf-8"}.get(name, name)
