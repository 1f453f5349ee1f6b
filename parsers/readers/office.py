"""Office files of the newer kind (docx, xlsx): XML parts in a zip, and the relations between them.

What belongs here: what Word and Excel files have in common. What does not: what a part says (``word``, ``xlsx``), the
zip itself (``packed``). Office has two namespaces for everything (transitional and strict), so elements and
attributes are known by their local names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.readers.packed import Packed
from parsers.records import Unreadable, brief


@dataclass(frozen=True, slots=True)
class Related:
    """A part that another one names: ``kind`` is the last word of its type (styles, worksheet), ``name`` its path."""

    kind: str
    name: str


def related(packed: Packed, part: str) -> dict[str, Related]:
    """The parts that ``part`` names, by the id that it uses for them; those outside the file are left out.

    ``""`` is the file itself, whose only office document is the main part.
    """
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in packed.names:
        return {}
    found = {}
    for relation in parsed_xml(packed.read(listing), listing):
        target = attribute(relation, "Target")
        if target is None or attribute(relation, "TargetMode") == "External":
            continue
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = (attribute(relation, "Type") or "").rpartition("/")[2]
        found[attribute(relation, "Id") or ""] = Related(kind, path)
    return found


def main_part(packed: Packed, usual: str) -> str:
    """The name of the main part. Raises ``Unreadable`` (``damaged_office``) where the file has none."""
    named = next((r.name for r in related(packed, "").values() if r.kind == "officeDocument"), usual)
    for name in (named, usual):
        if name in packed.names:
            return name
    raise Unreadable("damaged_office", f"The file is damaged: its main part ({usual}) is missing.")


def parsed_xml(payload: bytes, name: str) -> etree._Element:
    """The root of a part; entities stay unresolved, and nothing outside the part is read.

    Raises ``Unreadable`` (``damaged_office``) naming the part.
    """
    try:
        return etree.fromstring(
            payload,
            etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True),
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "damaged_office", f"The file is damaged: its part {name} cannot be read ({brief(error)})."
        ) from error


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; ``""`` for what is no element (an entity)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute of that local name."""
    if (bare := element.get(name)) is not None:
        return str(bare)
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that local name; none where there is no parent."""
    if element is not None:
        yield from (c for c in element if local_name(c) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name; ``None`` also where there is no parent."""
    return next(children(element, name), None)


def value(element: etree._Element | None, name: str) -> str | None:
    """The ``val`` of the child of that name, as most settings are written."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def whole(text: str | None, otherwise: int) -> int:
    """A whole number of up to nine digits as written, ``otherwise`` for anything else: a damaged setting is none."""
    digits = (text or "").strip().removeprefix("-")
    return int((text or "").strip()) if digits.isascii() and digits.isdigit() and len(digits) < 10 else otherwise


def is_on(element: etree._Element | None, name: str) -> bool:
    """Whether a switch is set: present, and not said to be off."""
    found = child(element, name)
    return found is not None and (attribute(found, "val") or "1") not in ("0", "false", "off", "none")
