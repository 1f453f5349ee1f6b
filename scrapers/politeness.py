"""How a site is spared: who we say we are, when we may ask, whom we may ask, how long we wait.

What belongs here: the rules, as functions of their arguments. What does not: applying them (``middlewares``,
``crawl_state``), the numbers of one site (its YAML).
"""

from __future__ import annotations

import datetime as dt
import email.utils
import ipaddress
from importlib.metadata import version
from urllib.parse import urlsplit

from scrapers.source import NightPause, Source

# The reason of a page that robots.txt disallows.
ROBOTS = "robots"
# A site that asks for more patience than this within a run is left alone until the next one.
LONGEST_WAIT = 120.0
# No server may keep us away for longer by a Retry-After.
LONGEST_RETRY_AFTER = 24 * 3600.0


def user_agent(contact: str | None) -> str:
    """The name we go by, with a way to reach whoever runs the crawl."""
    return f"wenzheng/{version('wenzheng')}" + (f" (+{contact})" if contact else "")


def host_of(url: str) -> str | None:
    """Host and unusual port of an address, without ``www.``; ``None`` where there is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host.rstrip(".").removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")


def hosts_of(source: Source) -> frozenset[str]:
    """The hosts of a source: of its list and of the detail addresses that its description gives as examples."""
    urls = [source.list_url or "", *(example.url for example in source.examples)]
    return frozenset(host for url in urls if (host := host_of(url)) is not None)


def is_at_rest(pause: NightPause | None, now: dt.datetime) -> bool:
    """Whether ``now`` (an aware time) lies in the pause, which may go over midnight; start belongs to it, end not."""
    if pause is None:
        return False
    china = now.astimezone(dt.timezone(dt.timedelta(hours=8)))
    clock = f"{china:%H:%M}"
    if pause.start <= pause.end:
        return pause.start <= clock < pause.end
    return clock >= pause.start or clock < pause.end


def retry_after(printed: str | None, now: dt.datetime) -> float | None:
    """The seconds of a Retry-After header (a number or a date), capped; ``None`` where it says nothing usable."""
    text = (printed or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST_RETRY_AFTER)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def backoff(delay_seconds: float, attempts: int) -> float:
    """The wait before a page is asked for again, in seconds, after so many attempts."""
    return float(min(delay_seconds * 4**attempts, LONGEST_WAIT))


def is_forbidden_address(address: str, *, allow_loopback: bool) -> bool:
    """Whether an IP address is not on the public net: loopback, link-local, private, reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_loopback:
        return not allow_loopback
    return not ip.is_global or ip.is_multicast


def literal_address(url: str) -> str | None:
    """The IP address that an address names instead of a host; ``None`` where it names a host."""
    host = urlsplit(url).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None
