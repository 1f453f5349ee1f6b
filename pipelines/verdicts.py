"""How verdicts are told: their names, symbols and colours, what each means, and the legend on a terminal.

What belongs here: what every list of findings shares. What does not: names and meanings
(``warehouse/reference/verdicts.csv``), coming to a verdict (``pipelines.audit``), the lists
(``pipelines.show_checked``, ``pipelines.show_discrepancies``).
"""

from __future__ import annotations

from collections.abc import Collection

from rich.console import Console

from pipelines.audit.finding import VERDICTS, VERDICTS_EN
from pipelines.language import Language
from warehouse import reference

# By what follows for a reader, not by severity: red is kept for what no definition explains. The symbols say the same
# to whoever sees no colours.
_LOOKS = {
    "inconsistent": ("✗", "red"),
    "consistent_on_other_base": ("≈", "yellow"),
    "needs_definition": ("?", "yellow"),
    "unverifiable": ("○", "cyan"),
    "ambiguous": ("~", "dim"),
    "unusual": ("!", "dim"),
    "parser_suspect": ("-", "dim"),
    "consistent": ("✓", "dim"),
}
NAMES = {Language.ZH: VERDICTS, Language.EN: VERDICTS_EN}
MEANINGS = {
    language: {row["verdict"]: row[f"meaning_{language.value}"] for row in reference.rows("verdicts")}
    for language in Language
}
LEGEND = {Language.ZH: "图例", Language.EN: "Legend"}
SEVERITIES = {
    Language.ZH: "程度（3 影响标题的说法，2 影响会被引用的数字，1 舍入或措辞）",
    Language.EN: "its severity (3 changes the headline, 2 a figure that would be quoted, 1 rounding or wording)",
}


def symbol(verdict: str) -> str:
    """The sign of a verdict, one character."""
    return _LOOKS[verdict][0]


def coloured(verdict: str, language: Language) -> str:
    """Sign and name of a verdict as rich markup, in its colour."""
    sign, colour = _LOOKS[verdict]
    return f"[{colour}]{sign} {NAMES[language][verdict]}[/{colour}]"


def in_legend(verdicts: Collection[str]) -> list[str]:
    """The verdicts of a legend, in its order."""
    return [verdict for verdict in _LOOKS if verdict in verdicts]


def show_legend(out: Console, verdicts: Collection[str], code: str, language: Language) -> None:
    """What the signs of ``verdicts`` mean, and in ``code`` what stands behind them; nothing where there are none."""
    indent = " " * len(LEGEND[language].encode("gb18030"))  # a Chinese character is two columns wide
    for number, verdict in enumerate(in_legend(verdicts)):
        head = indent if number else LEGEND[language]
        out.print(f"{head}  {coloured(verdict, language)}  [dim]{MEANINGS[language][verdict]}[/dim]")
    if verdicts:
        out.print(f"{indent}  [dim]{code}[/dim]")
