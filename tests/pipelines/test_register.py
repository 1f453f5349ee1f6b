import dataclasses
import re
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages

import pytest

from pipelines import audit
from pipelines.audit.finding import CHECKS, RUNS, Audited, BadCheck, Check, Finding, _in_chinese
from pipelines.parse import parse_payload
from pipelines.register import (
    COLUMNS,
    FalseAlarms,
    RegisterError,
    checks_page,
    checks_page_zh,
    false_alarms,
    listed,
    rate_text,
    registered_checks,
)
from tests.twins import TWINS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "checks.md"
HEADER = ",".join(COLUMNS)


def described(audited: Audited) -> Iterator[Finding]:
    """What is held.

    Tolerance: none.
    """
    yield from ()


def undescribed(audited: Audited) -> Iterator[Finding]:
    """What is held."""
    yield from ()


def test_every_check_has_a_definition_a_tolerance_and_verdicts() -> None:
    for check in registered_checks():
        assert check.definition.endswith("."), check
        assert check.tolerance.endswith("."), check
        assert "Tolerance" not in check.definition
        assert check.gives


def test_every_check_is_told_in_chinese_and_nothing_else_is() -> None:
    checks = registered_checks()
    told = _in_chinese("definitions")
    assert set(told) == {check.name_en for check in checks}
    assert set(_in_chinese("tolerances")) == {check.tolerance for check in checks}
    assert set(_in_chinese("runs")) == set(RUNS)
    assert all(check.definition_zh.endswith("。") and check.tolerance_zh.endswith("。") for check in checks)
    assert len(set(told.values())) == len(told)


def test_the_same_name_stands_once_under_an_id() -> None:
    names = [(check.check_id, check.name_zh) for check in registered_checks()]
    assert len(set(names)) == len(names)


def test_ids_are_in_order() -> None:
    ids = list(dict.fromkeys(check.check_id for check in registered_checks()))
    assert ids.index("A2") < ids.index("A10") < ids.index("C1")


def test_definition_and_tolerance_are_the_docstring() -> None:
    check = Check("A1", "名", "name", described, ("consistent",))
    assert (check.definition, check.tolerance) == ("What is held.", "none.")


def test_a_check_that_is_not_fully_described_is_refused() -> None:
    with pytest.raises(BadCheck, match="docstring needs one paragraph that opens Tolerance:"):
        Check("A1", "名", "name", undescribed, ("consistent",))
    with pytest.raises(BadCheck, match="expected some of"):
        Check("A1", "名", "name", described, ("wrong",))
    with pytest.raises(BadCheck, match="expected one of"):
        Check("A1", "名", "name", described, ("consistent",), "everywhere")


def test_checks_give_only_the_verdicts_that_the_register_names() -> None:
    for name in ("danfeng.md", "yunxi.txt", "jixi.txt", "changsha.txt", "fufeng.txt"):
        for container in parse_payload((TWINS / name).read_bytes(), file_name=name).audited:
            for check in CHECKS:
                found = check.run(container) if check.runs == "document" else ()
                assert {f.verdict for f in found} <= {*check.gives, "parser_suspect"}, check


def test_the_page_is_made_from_the_register() -> None:
    page = checks_page(registered_checks(), false_alarms())
    assert PAGE.read_text(encoding="utf-8") == page, "run: python -m pipelines.register > docs/checks.md"


def test_the_chinese_page_of_checks_is_the_register() -> None:
    page = PAGE.with_name("checks.zh-CN.md").read_text(encoding="utf-8")
    assert page == checks_page_zh(registered_checks()), "run: python -m pipelines.register zh > docs/checks.zh-CN.md"


def test_one_id_is_listed_or_an_unknown_one_named() -> None:
    assert {check.check_id for check in listed(registered_checks(), "g2")} == {"G2"}
    with pytest.raises(RegisterError, match="there is no check 'Z9'; there are A1, A2"):
        listed(registered_checks(), "Z9")


def measurements(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "false_alarms.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_measurements_are_read_and_shown(tmp_path: Path) -> None:
    lines = ("A1,document,2000,5321,0,7/1", "G1,document,2000,0,0,7/1", "N1,document,2000,400,1,7/1")
    found = false_alarms(measurements(tmp_path, *lines))
    assert found["A1", "document"] == FalseAlarms("A1", "document", 2000, 5321, 0, "7/1")
    assert rate_text(found["A1", "document"]) == "0.00% (0 of 5321)"
    assert found["N1", "document"].rate == Fraction(1, 400)
    assert rate_text(found["G1", "document"]) == "0.00% (silent in all 2000)"
    assert rate_text(None) == "—"
    page = checks_page([dataclasses.replace(registered_checks()[0])], found)
    assert "0.00% (0 of 5321)" in page
    assert page.count("2000 7/1") == 1


def test_without_measurements_the_page_says_so(tmp_path: Path) -> None:
    assert false_alarms(tmp_path / "none.csv") == {}
    assert false_alarms(measurements(tmp_path)) == {}
    assert "nothing has been measured yet" in checks_page(registered_checks(), {})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A1,document,2000", "line 2: expected 6 cells, got 3"),
        ("A1,document,2000,many,0,7", "line 2: expected whole numbers, got 2000, many, 0"),
        ("A1,document,2000,5,6,7", "line 2: n_false 6 is more than n_applied 5"),
        ("column sum,document,2000,5,0,7", "line 2: check_id 'column sum' is no id"),
        ("A1,everywhere,2000,5,0,7", "line 2: runs 'everywhere', expected one of document, letters"),
    ],
)
def test_a_wrong_measurement_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        false_alarms(measurements(tmp_path, line))


def test_a_measurement_that_stands_twice_or_other_columns(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="line 3: A1 document stands twice"):
        false_alarms(measurements(tmp_path, "A1,document,1,1,0,7", "A1,document,1,1,0,7"))
    path = tmp_path / "other.csv"
    path.write_text("id,rate\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="line 1: expected the columns check_id"):
        false_alarms(path)


def test_the_map_of_the_audit_says_what_each_package_says() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [m for m in iter_modules(audit.__path__, "pipelines.audit.") if m.ispkg]
    about = {m.name.rpartition(".")[2]: import_module(m.name).__doc__ for m in packages}
    told = {name: text for name, text in re.findall(r"^\| `([a-z]+)/` \| (.+) \|$", page, re.M) if name in about}
    assert told == {name: text for name, text in about.items() if name not in ("rules", "wide")}


def test_each_package_names_the_checks_that_live_in_it() -> None:
    lives: dict[str, set[str]] = {}
    for check in registered_checks():
        lives.setdefault(check.run.__module__.split(".")[2], set()).add(check.check_id)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    wide = page.partition("Those in `pipelines/audit/wide/`")[2].partition("\n\n")[0]
    about = {name: import_module(f"pipelines.audit.{name}").__doc__ for name in lives} | {"wide": wide}
    assert {name: set(re.findall(r"\b[A-Z]\d{1,2}\b", text or "")) for name, text in about.items()} == lives


def test_every_sentence_belongs_to_a_module() -> None:
    modules = {m.name.rpartition(".")[2] for m in walk_packages(audit.__path__, "pipelines.audit.")}
    assert {path.stem for path in (ROOT / "pipelines" / "audit" / "statements").glob("*.yaml")} <= modules
