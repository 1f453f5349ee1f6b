"""Bulletins and articles: what one prints about itself, and everything in it, from a ``Document``.

Read in steps, each a module that imports only those before it: ``marks`` (what the parts are told by), ``fields``
(what stands behind a label), ``head`` (title, number, office, days), ``period`` (of what time it speaks), ``sections``
(headings), ``metadata`` (all that it says about itself), ``narrative`` (its running text). What does not belong here:
reading figures (``parsers.claims``), tables (``parsers.tables``), files (``parsers.readers``).
"""

from __future__ import annotations

from dataclasses import replace

from parsers import vocabulary
from parsers.bulletins.fields import fields_of
from parsers.bulletins.metadata import RegionOf, attributed_to, metadata
from parsers.bulletins.narrative import lead_channel, narrative, settle_title
from parsers.bulletins.period import own_period
from parsers.bulletins.sections import is_of_several, sectioned
from parsers.claims.cells import platform_in, table_claims
from parsers.claims.counted import names_other_business
from parsers.claims.printed import printed_counts
from parsers.claims.scope import Scope, unassigned, unassigned_claim
from parsers.compliance import compliance
from parsers.document import Document, texts_of
from parsers.length import within_length
from parsers.records import Bulletin, Claim
from parsers.tables import tables
from parsers.text.numbers import half_width
from parsers.undamaged import undamaged

__all__ = ["read_bulletin"]


def read_bulletin(document: Document, region_of: RegionOf) -> Bulletin:
    """Everything that one document says; ``region_of`` gives the code of the region that a text names."""
    document, left_out = within_length(document)
    document, as_printed = undamaged(document)
    meta, title = metadata(document, region_of)
    texts = texts_of(document)
    _, field_places = fields_of(document)
    found = tables(document)
    issues = found.issues
    period = own_period(meta, texts)
    channel = meta.channel
    scope = Scope(
        stated_by=meta.stated_by,
        region_code=meta.region_code,
        channel=channel or lead_channel(texts),
        period=period,
        as_of=meta.cutoff_on,
        attributed_to=attributed_to(texts) if meta.stated_by == "press" else None,
        written_on=meta.dated_on or meta.published_on,
        own_items=title is not None and names_other_business(title.text),
    )
    titles = [" ".join(filter(None, (table.title, *table.caption))) for table in found.known]
    of_several = is_of_several(texts, channel, titles)
    claims, loose, promises = narrative(
        texts, title, field_places, replace(scope, channel=channel), scope.channel, meta, of_several=of_several
    )
    standing = [(t, s[-1]) for t, s in sectioned(texts, channel, period, of_several=of_several) if s]
    channels = {t.locator: s.channel for t, s in standing} | {s.title: s.channel for _, s in standing}
    for table, own in zip(found.known, titles, strict=True):
        above = channels.get(table.lead or table.section or "", channel)
        above = (platform_in(half_width(own)) if of_several else None) or above
        from_table, table_issues = table_claims(table, replace(scope, channel=above))
        claims += from_table
        issues += table_issues
    claims, loose = settle_title([_with_platform(c) for c in claims], loose, title)
    return Bulletin(
        meta=meta,
        tables=tuple(found.known),
        claims=tuple(map(as_printed, claims)),
        compliance=tuple(compliance(found.known)),
        commitments=tuple(promises),
        issues=(*document.issues, *left_out, *issues, *unassigned(loose)),
        unassigned=tuple(as_printed(unassigned_claim(item, scope)) for item in loose),
        unread_tables=tuple(found.unread),
        printed=tuple(
            as_printed(c)
            for t in texts
            if t.locator not in field_places
            for c in printed_counts(t.text, t.locator, scope)
        ),
    )


def _with_platform(claim: Claim) -> Claim:
    """A claim whose channel is only the name of a platform, as one of that platform and of no channel."""
    is_code = claim.channel is None or claim.channel in vocabulary.load("channels")
    return claim if is_code else replace(claim, channel=None, platform=claim.channel)
