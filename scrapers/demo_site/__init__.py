"""The demo site: a small web server on loopback that plays the sites of five places, for ``wenzheng demo`` and tests.

What belongs here: invented letters, pages in the markup of the platforms, the server, and the descriptions (``demo-*``,
synthetic) under which it is crawled. What does not: crawling it, and anything that a real site is needed for. The
letters are made up; the figures printed in the bulletins, in the counters of the county's mailbox and in the letter
about it are those of published documents, told in words of our own. The server listens on 127.0.0.1 only.

``documents/`` holds what ``tests/fixtures/twins`` holds, because tests are no part of an installation; ``fufeng.pdf``
is what ``tests.twins.fufeng_pdf`` draws. A test keeps them from drifting apart.
"""

from scrapers.demo_site.server import DemoServer, serving
from scrapers.demo_site.sources import SOURCE_IDS, demo_sources, write_sources

__all__ = ["SOURCE_IDS", "DemoServer", "demo_sources", "serving", "write_sources"]
