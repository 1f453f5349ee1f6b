"""Requests of an incremental crawl of an unchanged mailbox, beside those of the first crawl, on three kinds of system.

Run by `make bench`; the number of letters may be given (1,000 without). The mailboxes are served on loopback, ten of
their letters wait for an answer. A request for robots.txt counts like any other.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.large_mailboxes import NOTICE, SYSTEMS, mailbox
from tests.platform_sites import serving
from tests.scrapers.mailbox_server import start_crawl

WAITING = 10


def main() -> None:
    """Print a line for each system; fails where the second crawl costs more than 5 % of the first."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for system in SYSTEMS:
        box = mailbox(system, size)
        box.replies |= dict.fromkeys(range(1, WAITING + 1), NOTICE)
        box.publish()
        with tempfile.TemporaryDirectory() as folder, serving(box.site):
            first, second = (start_crawl(box.site.source, Path(folder)).outcome(timeout=3600) for _ in range(2))
        share = second["requests"] / first["requests"]
        print(f"{system:8} {first['requests']:6} requests, then {second['requests']:4} ({share:.1%})")
        if not (first["complete"] and second["complete"]) or share > 0.05:
            sys.exit(f"{system}: a complete second crawl with at most 5 % of the requests was expected")


if __name__ == "__main__":
    main()
