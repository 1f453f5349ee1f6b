"""The Scrapy settings of a crawl: polite by default, bounded in size and time, nothing kept by Scrapy itself.

What belongs here: settings, made from a source's description. What does not: the numbers of one site (its YAML).
"""

from __future__ import annotations

from typing import Any

from scrapers.politeness import user_agent
from scrapers.source import Source


def settings_for(source: Source, contact: str | None) -> dict[str, Any]:
    """The settings for one crawl of ``source`` by whoever can be reached at ``contact``."""
    delay, limits = source.politeness.delay_seconds, source.limits
    return {
        "USER_AGENT": user_agent(contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "wenzheng",
        "CONCURRENT_REQUESTS": source.politeness.concurrency_per_host,
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.politeness.concurrency_per_host,
        # The delay is a promise: it is not made shorter at random, only longer where the server is slow.
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, delay),
        "DOWNLOAD_TIMEOUT": limits.timeout_seconds,
        "DOWNLOAD_MAXSIZE": limits.body_bytes,
        "DOWNLOAD_WARNSIZE": limits.body_bytes,
        # Retries, redirects and the filter of duplicates are the frontier's, which remembers them.
        "RETRY_ENABLED": False,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "METAREFRESH_ENABLED": False,
        # The one cookie that some lists want is the spider's; Scrapy's jar asks another host which names are domains.
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "HTTPCACHE_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapers.middlewares.HostGuard": 50,
            "scrapers.middlewares.Robots": 100,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapers.middlewares.Patience": 120,
            "scrapers.middlewares.Decompression": 590,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "scrapers.middlewares.Meter": 595,
        },
    }
