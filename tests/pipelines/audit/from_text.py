"""What the audit says of a short bulletin, read from Markdown.

What belongs here: the way from a text to verdicts, for checks whose subject is a text as people write it. What does
not: claims made by hand (``stated_by_hand``).
"""

from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload

HEAD = "# 岭溪县2022年3月县长信箱办理情况通报\n\n"


def findings(text: str, check_id: str, head: str = HEAD) -> list[Finding]:
    """The findings of one check in a bulletin of a county mailbox in March 2022, or under another ``head``."""
    found = parse_payload((head + text).encode(), file_name="bulletin.md").findings
    return [f for f in found if f.check_id == check_id]


def verdicts(text: str, check_id: str) -> list[tuple[str, int]]:
    """Verdict and severity of each of them."""
    return [(f.verdict, f.severity) for f in findings(text, check_id)]


def table(caption: str, header: str, *rows: str) -> str:
    """A table of Markdown from rows whose cells are set apart by blanks."""
    lines = [header, *rows]
    cells = [f"| {' | '.join(line.split())} |" for line in lines]
    return "\n".join([f"**{caption}**", "", cells[0], "|" + " --- |" * len(header.split()), *cells[1:], ""])
