"""Schedules: when each source is crawled, as its YAML says, by the clock of China.

What belongs here: a schedule for each source that has one. What does not: the times themselves (``schedule`` in the
source's YAML), what a crawl does. All of them are off until somebody switches them on.
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from pipelines.crawl_jobs import CrawlJob


def crawl_schedules(jobs: Iterable[CrawlJob]) -> list[dg.ScheduleDefinition]:
    """A schedule for the job of each source that has one."""
    return [
        dg.ScheduleDefinition(
            name=f"{job.job.name}_when_due",
            job=job.job,
            cron_schedule=job.source.schedule.cron,
            execution_timezone=job.source.schedule.timezone,
            default_status=dg.DefaultScheduleStatus.STOPPED,
            description=f"Crawls {job.source.names.zh} at `{job.source.schedule.cron}`, time of China.",
        )
        for job in jobs
        if job.source.schedule is not None
    ]
