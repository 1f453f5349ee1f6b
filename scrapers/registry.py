"""The register of sources: reads ``sources/*.yaml``, says what is wrong in them, and finds the source of an address.

What belongs here: loading, checking across sources, routing. What does not: the fields themselves (``source``). Every
problem of every file is reported at once, each with file, line, field, what was found and what was expected.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from scrapers.source import LOCAL, Source

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a source file.

    ``line`` counts from 1; ``field`` is a dotted path with list positions from 0, empty for the whole file.
    """

    file: str
    line: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        field = f", field {self.field}" if self.field else ""
        return f"{self.file}, line {self.line}{field}: found {self.found}; expected {self.expected}"


class RegistryError(Exception):
    """The source files cannot be used; ``problems`` has all that is wrong, the message one line for each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


class AmbiguousAddress(Exception):
    """More than one source claims an address: the patterns of one of them are too wide."""


class Route(NamedTuple):
    """Where an address leads: the source and the external id in the address, as text."""

    source: Source
    external_id: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All sources by id, the pseudo source ``local`` among them."""

    sources: Mapping[str, Source]

    def __getitem__(self, source_id: str) -> Source:
        """The source; ``KeyError`` with the nearest known ids where there is none."""
        if source_id not in self.sources:
            near = difflib.get_close_matches(source_id, self.sources, n=3, cutoff=0.4) or sorted(self.sources)
            raise KeyError(f"no source {source_id!r}; known are, for example, {', '.join(near)}")
        return self.sources[source_id]

    def route(self, url: str) -> Route | None:
        """The source whose detail pages ``url`` is one of, with the id in it; ``None`` where no source claims it.

        Scheme, ``www.``, the order of parameters, trailing slashes and the fragment do not matter. Raises
        ``AmbiguousAddress`` where several sources claim it.
        """
        routes = [Route(s, found) for s in self.sources.values() if (found := s.external_id(url)) is not None]
        if len(routes) > 1:
            claimed_by = ", ".join(r.source.id for r in routes)
            raise AmbiguousAddress(f"{url} is claimed by {claimed_by}: make the url_patterns of one of them narrower")
        return routes[0] if routes else None


def letter_id(source_id: str, external_id: str) -> str:
    """The id of a letter: the source and the id in its detail address."""
    return f"{source_id}:{external_id}"


def load_sources(directory: Path | None = None) -> Registry:
    """All sources of ``directory`` (the bundled ones without it) and ``local``; raises ``RegistryError``."""
    folder: Traversable = files("scrapers").joinpath("sources") if directory is None else directory
    problems: list[Problem] = []
    sources: dict[str, Source] = {LOCAL.id: LOCAL}
    origins: dict[str, _SourceFile] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith((".yaml", ".yml")):
            continue
        try:
            origin = _SourceFile.read(path, f"{folder.name}/{path.name}")
            source = origin.source()
        except RegistryError as error:
            problems += error.problems
            continue
        if source.id in sources:
            place = origins[source.id].name if source.id in origins else "the built-in sources"
            problems.append(origin.problem(("id",), repr(source.id), f"an id that is not used yet; it is in {place}"))
        elif source.id != Path(path.name).stem:
            problems.append(origin.problem(("id",), repr(source.id), f"{Path(path.name).stem!r}, the name of the file"))
        else:
            sources[source.id] = source
            origins[source.id] = origin
    problems += _claimed_twice(sources, origins)
    problems += _mixed(sources, origins)
    if problems:
        raise RegistryError(tuple(problems))
    return Registry(MappingProxyType(sources))


def registry_of(data_dir: Path) -> Registry:
    """The sources that a data directory is about; raises ``RegistryError``.

    They are the bundled ones, unless the directory has descriptions of its own in ``sources/``, as that of the demo
    has. Where all of these are invented, the pseudo source of local files is left out, because it is real.
    """
    folder = data_dir / "sources"
    registry = load_sources(folder if folder.is_dir() else None)
    described = {source.id: source for source in registry.sources.values() if source.id != LOCAL.id}
    if described and all(source.synthetic for source in described.values()):
        return Registry(MappingProxyType(described))
    return registry


def _mixed(sources: Mapping[str, Source], origins: Mapping[str, _SourceFile]) -> Iterator[Problem]:
    """Invented sources beside real ones: one warehouse never holds both."""
    real = [source_id for source_id in origins if not sources[source_id].synthetic]
    if not real:
        return
    for source_id, origin in origins.items():
        if sources[source_id].synthetic:
            expected = "false beside real sources; an invented source goes into sources/ of a data directory of its own"
            yield origin.problem(("synthetic",), "true", expected)


def _claimed_twice(sources: Mapping[str, Source], origins: Mapping[str, _SourceFile]) -> Iterator[Problem]:
    """Examples that lead elsewhere, and patterns that two sources share word for word."""
    patterns: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    for source_id, origin in origins.items():
        source = sources[source_id]
        for n, pattern in enumerate(source.url_patterns):
            owner = patterns.setdefault((pattern.place, tuple(sorted(pattern.query.items()))), source_id)
            if owner != source_id:
                yield origin.problem(
                    ("url_patterns", n), repr(pattern.place), f"a pattern that {origins[owner].name} does not have"
                )
        for n, example in enumerate(source.examples):
            claims = {s.id: found for s in sources.values() if (found := s.external_id(example.url)) is not None}
            if claims != {source_id: example.external_id}:
                given = ", ".join(f"{s}:{i}" for s, i in claims.items()) or "no source"
                yield origin.problem(
                    ("examples", n), f"an address that leads to {given}", f"{source_id}:{example.external_id} alone"
                )


@dataclass(frozen=True, slots=True)
class _SourceFile:
    """A source file: its values, and its nodes for the line numbers."""

    name: str
    node: yaml.Node
    value: Any

    @classmethod
    def read(cls, path: Traversable, name: str) -> _SourceFile:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RegistryError(
                (Problem(name, 1, "", f"the byte {error.object[error.start]:#04x}", "UTF-8"),)
            ) from error
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            value = yaml.safe_load(text)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RegistryError((Problem(name, line, "", error.problem or "unreadable text", "YAML"),)) from error
        except (yaml.YAMLError, ValueError) as error:  # a control character; 2021-02-31 read as a date
            raise RegistryError((Problem(name, 1, "", str(error).splitlines()[0], "YAML"),)) from error
        if not isinstance(node, yaml.MappingNode):
            raise RegistryError((Problem(name, 1, "", _shown(value), "the fields of one source"),))
        source_file = cls(name, node, value)
        repeated = tuple(source_file.repeated_fields())
        if repeated:
            raise RegistryError(repeated)
        return source_file

    def source(self) -> Source:
        """The validated source; raises ``RegistryError`` with every problem."""
        try:
            return Source.model_validate(_with_tuples(self.value))
        except ValidationError as error:
            problems = {(p.line, p.field): p for p in map(self._problem_of, reversed(error.errors()))}
            raise RegistryError(tuple(sorted(problems.values(), key=lambda p: p.line))) from error

    def problem(self, place: tuple[str | int, ...], found: str, expected: str) -> Problem:
        known = self._known_part(place)
        return Problem(self.name, self._line(known), ".".join(map(str, place)), found, expected)

    def repeated_fields(self) -> Iterator[Problem]:
        """YAML lets a later entry silently replace an earlier one of the same name."""
        nodes: list[yaml.Node] = [self.node]
        while nodes:
            node = nodes.pop()
            if isinstance(node, yaml.SequenceNode):
                nodes += node.value
            elif isinstance(node, yaml.MappingNode):
                names: set[str] = set()
                for key, value in node.value:
                    if key.value in names:
                        line = key.start_mark.line + 1
                        yield Problem(self.name, line, str(key.value), "the field a second time", "each field once")
                    names.add(key.value)
                    nodes.append(value)

    def _problem_of(self, error: Any) -> Problem:
        place: tuple[str | int, ...] = error["loc"]
        known = self._known_part(place)
        if error["type"] == "extra_forbidden":
            fields = _fields_at(place[:-1])
            near = difflib.get_close_matches(str(place[-1]), fields, n=1)
            hint = f"{near[0]}, or another of {', '.join(fields)}" if near else f"one of {', '.join(fields)}"
            return self.problem(place, "a field that does not exist", hint)
        if error["type"] == "invalid_key":  # YAML reads the bare words on, off, yes and no as true and false
            return self.problem(known, f"the name {error['input']}", "names that are text; put it in quotes")
        if error["type"] == "missing":
            return self.problem(place, "nothing", _description(place) or "this field")
        if error["type"] == "value_error":
            expected = str(error["ctx"]["error"])
            found = "fields that do not fit together" if isinstance(error["input"], dict) else _shown(error["input"])
            return self.problem(known, found, expected)
        return self.problem(known, _shown(error["input"]), _description(known) or error["msg"])

    def _known_part(self, place: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """The leading part of a place that stands in the file; the rest is a missing field or an alternative type."""
        for end in range(len(place)):
            if _child(self._node(place[:end]), place[end]) is None:
                return place[:end]
        return place

    def _node(self, place: tuple[str | int, ...]) -> yaml.Node:
        node = self.node
        for step in place:
            child = _child(node, step)
            if child is None:
                raise LookupError(f"{self.name} has no {place}")
            node = child[1]
        return node

    def _line(self, place: tuple[str | int, ...]) -> int:
        if not place:
            return int(self.node.start_mark.line) + 1
        child = _child(self._node(place[:-1]), place[-1])
        return int((child[0] if child else self.node).start_mark.line) + 1


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that marks the line of a step, and the node of its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _with_tuples(value: Any) -> Any:
    """Lists as tuples: the fields are unchangeable, and strict validation takes no list for a tuple."""
    if isinstance(value, list):
        return tuple(_with_tuples(v) for v in value)
    if isinstance(value, dict):
        return {k: _with_tuples(v) for k, v in value.items()}
    return value


def _shown(value: Any) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        dt.date: "a date",
        dict: "fields",
        tuple: "a list",
    }
    text = repr(value) if isinstance(value, str) else str(value)
    if isinstance(value, dict | tuple | list):
        return kinds[tuple if isinstance(value, list) else type(value)]
    if value is None:
        return "nothing"
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return f"{short} ({kinds[type(value)]})" if type(value) in kinds else short


def _model_at(place: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model whose fields stand at a place, following field annotations through lists and alternatives."""
    model: type[BaseModel] = Source
    for step in place:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        nested = _nested_model(field.annotation) if field else None
        if nested is None:
            return None
        model = nested
    return model


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in getattr(annotation, "__args__", ()) if (m := _nested_model(a)) is not None), None)


def _fields_at(place: tuple[str | int, ...]) -> list[str]:
    model = _model_at(place)
    return list(model.model_fields) if model else []


def _description(place: tuple[str | int, ...]) -> str | None:
    names = [step for step in place if isinstance(step, str)]
    if not names:
        return None
    model = _model_at(tuple(names[:-1]))
    field = model.model_fields.get(names[-1]) if model else None
    return field.description if field else None
