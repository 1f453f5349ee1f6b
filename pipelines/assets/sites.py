"""The sites as assets: where everything begins, one for each source that can be asked.

Nothing here makes a site. A crawl job reports each complete crawl as a materialization, so that the site is as fresh as
what is known of all of it; a crawl that is not complete is an observation and makes nothing fresh.
"""

from __future__ import annotations

import dagster as dg
from dagster._utils.schedules import get_smallest_cron_interval

from scrapers.registry import Registry
from scrapers.source import Source


def site_key(source_id: str) -> dg.AssetKey:
    """The key of the site of a source."""
    return dg.AssetKey(["site", source_id])


def assets(registry: Registry) -> list[dg.AssetSpec]:
    """An external asset for each site that can be asked, with a link to it."""
    return [_spec(source) for source in registry.sources.values() if source.list_url is not None]


def _spec(source: Source) -> dg.AssetSpec:
    if source.synthetic:
        seen = "Invented: it is served on this machine while the demo runs."
    elif source.verified == "never":
        seen = "Nobody has seen its addresses answer yet."
    else:
        seen = f"Seen on {source.verified}."
    return dg.AssetSpec(
        site_key(source.id),
        group_name="sites",
        kinds={"html"},
        owners=["team:scrapers"],
        description=f"{source.names.zh} ({source.names.en}). {seen} An event here is a crawl; complete ones count.",
        metadata={
            "list": dg.MetadataValue.url(source.list_url or ""),
            "publishes": source.publishes,
            "platform": source.platform,
        },
        tags={name: value for name, value in (("region", source.region_code), ("channel", source.channel)) if value},
        freshness_policy=freshness_of(source),
    )


def freshness_of(source: Source) -> dg.FreshnessPolicy | None:
    """Stale when a scheduled crawl comes due and the one before it has not been complete since; ``None`` without a
    schedule.
    """
    if source.schedule is None:
        return None
    return dg.FreshnessPolicy.cron(
        deadline_cron=source.schedule.cron,
        lower_bound_delta=get_smallest_cron_interval(source.schedule.cron),
        timezone=source.schedule.timezone,
    )
