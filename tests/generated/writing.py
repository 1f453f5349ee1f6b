"""A generated bulletin as a file: text, Markdown or HTML.

What belongs here: the bytes. What does not: what the bulletin says (``bulletins``).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.generated.printed import Bulletin, Grid, Sentence, plain


def payload(bulletin: Bulletin) -> tuple[str, bytes]:
    """The file name and the bytes of a bulletin."""
    ending, write = FORMS[bulletin.form]
    return f"bulletin.{ending}", write(bulletin).encode()


def _cells(row: Sentence) -> list[str]:
    return [piece if isinstance(piece, str) else piece.text for piece in row]


def _text(bulletin: Bulletin) -> str:
    lines = [bulletin.title, ""]
    for block in bulletin.blocks:
        if isinstance(block, Grid):
            lines += [block.caption, "", "\t".join(block.header)]
            lines += ["\t".join(_cells(row)) for row in block.rows]
            lines += [*block.notes, ""]
        else:
            lines += [plain(block), ""]
    return "\n".join(lines)


def _markdown(bulletin: Bulletin) -> str:
    lines = [f"# {bulletin.title}", ""]
    for block in bulletin.blocks:
        if isinstance(block, Grid):
            lines += [f"**{block.caption}**", "", f"| {' | '.join(block.header)} |", "|" + " --- |" * len(block.header)]
            lines += [f"| {' | '.join(_cells(row))} |" for row in block.rows]
            lines += ["", *block.notes, ""]
        else:
            lines += [plain(block), ""]
    return "\n".join(lines)


def _html(bulletin: Bulletin) -> str:
    parts = [f"<h1>{escape(bulletin.title)}</h1>"]
    for block in bulletin.blocks:
        if isinstance(block, Grid):
            rows = [block.header, *map(_cells, block.rows)]
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            parts.append(f"<p>{escape(block.caption)}</p>")
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
            parts += [f"<p>{escape(note)}</p>" for note in block.notes]
        else:
            parts.append(f"<p>{escape(plain(block))}</p>")
    head = f'<meta charset="utf-8"><title>{escape(bulletin.title)}</title>'
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>\n{body}\n</body></html>\n"


def _letter(bulletin: Bulletin) -> str:
    """The page of a letter, as a mailbox shows it: field and content; the last two paragraphs are the answer."""
    question, *answer = (plain(block) for block in bulletin.blocks if not isinstance(block, Grid))
    rows = {
        "来信主题": bulletin.title,
        "来信时间": "2022-03-09",
        "来信内容": question,
        "回复时间": "2022-03-16",
        "回复内容": " ".join(answer) + " 2022年3月16日",
        "回复机构": answer[-1],
    }
    return "\n".join(["| Title | Content |", "| --- | --- |", *(f"| {k} | {v} |" for k, v in rows.items()), ""])


FORMS: dict[str, tuple[str, Callable[[Bulletin], str]]] = {
    "text": ("txt", _text),
    "markdown": ("md", _markdown),
    "html": ("html", _html),
    "letter": ("md", _letter),
}
