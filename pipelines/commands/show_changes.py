"""What changed between two warehouses, on a terminal and as JSON.

What belongs here: layout and the words around it. What does not: finding out what changed (``pipelines.evidence``).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape

from pipelines.audit.finding import VERDICTS, VERDICTS_EN
from pipelines.evidence.compare import Changes
from pipelines.evidence.notes import STATUSES
from pipelines.language import Language, told

MOST_LINES = 20
"""Lines of one kind on a terminal; ``--json`` has all."""

_HEADS = {
    Language.ZH: {
        "findings_new": "新出现的出入",
        "findings_gone": "不再有的出入",
        "findings_changed": "结果有变的出入",
        "findings_noted": "备注改变了状态的核对",
        "letters_new": "新的来信",
        "answered": "新近得到答复的来信",
        "edited": "有改动的来信",
        "removed": "已从网站撤下的来信",
        "restored": "重新出现的来信",
        "documents_new": "新的文件",
        "documents_replaced": "有新版本的文件",
        "documents_gone": "不再有的文件",
    },
    Language.EN: {
        "findings_new": "New discrepancies",
        "findings_gone": "Discrepancies that are gone",
        "findings_changed": "Discrepancies with another result",
        "findings_noted": "Findings that notes gave another status",
        "letters_new": "New letters",
        "answered": "Letters that were answered",
        "edited": "Letters that were edited",
        "removed": "Letters that were removed from their site",
        "restored": "Letters that came back",
        "documents_new": "New documents",
        "documents_replaced": "Documents with a new version",
        "documents_gone": "Documents that are gone",
    },
}
_WORDS = {
    Language.ZH: {
        "title": "标题",
        "body": "来信内容",
        "replies": "回复文字",
        "received_on": "来信日期",
        "page_replied_on": "页面回复日期",
        "dated_on": "回复落款日期",
        "agency": "答复单位",
        "reply_withdrawn": "回复不再显示",
        "not_listed": "完整抓取的列表中不再列出",
        "page_gone": "来信页面已不存在（404或410）",
    },
    Language.EN: {
        "title": "title",
        "body": "text",
        "replies": "reply",
        "received_on": "date of the letter",
        "page_replied_on": "reply date of the page",
        "dated_on": "date of a reply",
        "agency": "office",
        "reply_withdrawn": "reply no longer shown",
        "not_listed": "no longer in the list, which was read whole",
        "page_gone": "its page is gone (404 or 410)",
    },
}
_NOTHING = {Language.ZH: "没有变化。", Language.EN: "Nothing changed."}
_ALL_NEW = {
    Language.ZH: "{day}之前没有存档，一切都是新的：{findings}处出入、{letters}封来信、{documents}份文件。",
    Language.EN: "Nothing was stored before {day}: everything is new. Discrepancies: {findings}, letters: {letters}, "
    "documents: {documents}.",
}
_MORE = {Language.ZH: "  …… 另有{}项，--json 列出全部", Language.EN: "  ... {} more; --json has all"}
_VERDICTS = {Language.ZH: VERDICTS, Language.EN: VERDICTS_EN}


def changes_json(changes: Changes) -> str:
    """Everything as one JSON object."""
    return json.dumps(dataclasses.asdict(changes), ensure_ascii=False, indent=1, default=str)


def show_changes(out: Console, changes: Changes, language: Language) -> None:
    """What changed, kind by kind, with its number; kinds without a change are left out."""
    if changes.is_empty:
        out.print(_NOTHING[language])
    for kind in _HEADS[language]:
        _show_kind(out, changes, kind, language)


def _show_kind(out: Console, changes: Changes, kind: str, language: Language) -> None:
    found = getattr(changes, kind)
    if found:
        out.print(f"[bold]{_HEADS[language][kind]}[/bold] {len(found)}")
        for one in found[:MOST_LINES]:
            out.print(f"  {_line(kind, one, language)}")
        if len(found) > MOST_LINES:
            out.print(_MORE[language].format(len(found) - MOST_LINES))


def show_all_new(out: Console, changes: Changes, day: str, language: Language) -> None:
    """How much there is where there was nothing before ``day``, and what notes say of it."""
    numbers = {kind: len(getattr(changes, f"{kind}_new")) for kind in ("findings", "letters", "documents")}
    out.print(_ALL_NEW[language].format(day=day, **numbers))
    _show_kind(out, changes, "findings_noted", language)


def _line(kind: str, one: Any, language: Language) -> str:
    names = _VERDICTS[language]
    if kind == "findings_changed":
        before, after = one.before, one.after
        was, is_now = (f"{names[r['verdict']]} {told(r['recomputed'], language)}".strip() for r in (before, after))
        said = f"{was} → {is_now}: {_about(after, language)}"
        return f"[dim]{after['finding_id'][:8]}[/dim] {escape(said)}"
    if kind == "findings_noted":
        status = STATUSES[one["status"]] if language is Language.ZH else one["status"]
        said = f"{status}: {_about(one, language)} ({one['note']})"
        return f"[dim]{one['finding_id'][:8]}[/dim] {escape(said)}"
    if kind.startswith("findings"):
        said = f"{names[one['verdict']]} · {one['check_id']} · {one['severity']}  {one[f'statement_{language}']}"
        return f"[dim]{one['finding_id'][:8]}[/dim] {escape(said)}"
    return f"{_place(one)}  {_what(kind, one, _WORDS[language])}".rstrip()


def _about(finding: Mapping[str, Any], language: Language) -> str:
    """What a finding is about; its subject is Chinese, and in English its sentence says it."""
    return str(finding["subject"] if language is Language.ZH else finding["statement_en"])


def _what(kind: str, letter: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """What was edited, or how a removal is known; nothing where the kind says it all."""
    if kind == "removed":
        return words[letter["removal_reason"]]
    if kind != "edited":
        return ""
    return "; ".join(
        words["reply_withdrawn"]
        if one["change"] == "reply_withdrawn"
        else ", ".join(words[field] for field in one["fields"])
        for one in letter["changes"]
    )


def _place(row: Mapping[str, Any]) -> str:
    """A letter by its id, because its title may name somebody; a document by id and title."""
    parts = (row.get("letter_id") or row["document_id"], row.get("title"), row["url"])
    return escape("  ".join(str(part) for part in parts if part))
