"""Words that may not occur, held against every template and every sentence that the fixtures give."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from pipelines.audit.finding import CHECKS
from pipelines.audit.unsaid import reasons, unsaid_in
from pipelines.language import NOT_FALSIFICATION
from pipelines.parse import parse_payload
from tests.twins import TWINS

STATEMENTS = sorted(path.name for path in files("pipelines.audit").joinpath("statements").iterdir())
TEMPLATES = [
    *((room, path.name) for room in ("pipelines", "warehouse") for path in files(room).joinpath("templates").iterdir()),
    ("pipelines.audit", "rules/inquiry.yaml"),
    ("pipelines.audit", "rules/practices.yaml"),
    ("pipelines.audit", "rules/evidence.yaml"),
    ("pipelines.audit", "rules/english.yaml"),
    ("pipelines", "show_discrepancies.py"),
    ("pipelines", "show_checked.py"),
    ("pipelines", "verdicts.py"),
    ("pipelines", "commands/show_changes.py"),
    ("pipelines", "show_demo.py"),
]
DEMO = Path(str(files("scrapers"))) / "demo_site" / "documents"
DOCUMENTS = sorted([*TWINS.glob("*.txt"), TWINS / "danfeng.md", *DEMO.glob("*.html")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("该县虚报办结率。", ["虚报"]),
        ("回复称“情况失实”，按所印数字为12.7%。", []),
        ("出入不等于造假：未公开不等于未办理。", []),
        ("The office lied about it.", ["lied"]),
        ("A Falsified figure, hidden from readers", ["Falsified", "hidden"]),
        ("Believe the earlier period; it relies on what lies below", []),
        ("An error of the clerk: inflated by mistakes", ["error", "inflated", "mistakes"]),
        ("A discrepancy is no proof of falsification.", []),
    ],
)
def test_words_are_found_and_quotations_left_alone(text: str, found: list[str]) -> None:
    assert unsaid_in(text) == found


def test_every_word_has_a_reason() -> None:
    assert {word.isascii() for word in reasons()} == {True, False}
    assert all(reasons().values())


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_uses_one(name: str) -> None:
    cases = yaml.safe_load(files("pipelines.audit").joinpath("statements", name).read_text(encoding="utf-8"))
    for case, template in cases.items():
        for language in ("zh", "en"):
            assert unsaid_in(template[language]) == [], f"{name}: {case}.{language}"


def shown_text(room: str, name: str) -> str:
    """What a file shows: the texts of a module; a template without its style sheet, whose properties are no words."""
    if name.endswith(".py"):
        nodes = ast.walk(ast.parse(files(room).joinpath(name).read_text(encoding="utf-8")))
        return "\n".join(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    folder = "" if "/" in name else "templates"
    text = files(room).joinpath(folder, name).read_text(encoding="utf-8")
    return text.partition("<style>")[0] + text.rpartition("</style>")[2]


@pytest.mark.parametrize(("room", "name"), TEMPLATES, ids=lambda value: str(value))
def test_no_page_and_no_letter_uses_one(room: str, name: str) -> None:
    assert unsaid_in(shown_text(room, name)) == []


def test_no_name_of_a_check_uses_one() -> None:
    for check in CHECKS:
        assert unsaid_in(f"{check.name_zh} {check.name_en} {check.definition}") == []


def test_the_sentence_under_every_page_is_allowed() -> None:
    assert [unsaid_in(sentence) for sentence in NOT_FALSIFICATION.values()] == [[], []]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_finding_of_the_demo_and_the_twins_uses_one(path: Path) -> None:
    parsed = parse_payload(path.read_bytes(), file_name=path.name)
    assert parsed.findings
    for finding in parsed.findings:
        said = (finding.subject, finding.statement_zh, finding.statement_en, *finding.alternatives, *finding.evidence)
        assert [word for text in said for word in unsaid_in(text)] == [], finding
