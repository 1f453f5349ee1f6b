"""Packages that read in steps say so, and in which order; each of their modules imports only those before it."""

import ast
import re
from importlib import import_module
from importlib.resources import files

import pytest

STEPS = "imports only those before it:"
IN_STEPS = pytest.mark.parametrize("package", ["parsers.bulletins", "parsers.claims"])


def steps(package: str) -> list[str]:
    """The modules that the docstring of a package names as its steps, in order."""
    described = " ".join((import_module(package).__doc__ or "").split())
    return re.findall(r"``(\w+)``", described.partition(STEPS)[2].partition(". ")[0])


def imports(package: str) -> dict[str, set[str]]:
    """The modules of a package, each with those of the same package that it imports, wherever it does so."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in files(package).iterdir() if path.is_file()}
    return {
        name.removesuffix(".py"): {found for node in ast.walk(ast.parse(source)) for found in _imported(node, package)}
        for name, source in sources.items()
        if name.endswith(".py") and name != "__init__.py"
    }


def _imported(node: ast.AST, package: str) -> set[str]:
    if not isinstance(node, ast.ImportFrom) or not node.module:
        return set()
    if node.module == package:
        return {alias.name for alias in node.names}
    return {node.module.removeprefix(f"{package}.")} if node.module.startswith(f"{package}.") else set()


@IN_STEPS
def test_every_module_is_a_step(package: str) -> None:
    assert sorted(steps(package)) == sorted(imports(package))


@IN_STEPS
def test_a_step_imports_only_those_before_it(package: str) -> None:
    order = steps(package)
    later = {name: needed - set(order[: order.index(name)]) for name, needed in imports(package).items()}
    assert {name: needed for name, needed in later.items() if needed} == {}
