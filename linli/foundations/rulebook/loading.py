"""From law/*.yaml to the rule book, every mistake named by file and place.

A lower layer's value goes over the upper ones only towards stricter, unless the upper clause leaves it free (`local: free`):
compared on the day from which it applies. What a later upper value overtakes gives way (layers.py).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from linli.foundations.rulebook.law import Clause, Document, Law, LawError, article
from linli.foundations.rulebook.layers import LEVELS, Entry, Parameter
from linli.foundations.rulebook.schema import Decision, DecisionsFile, LawFile, ParameterText, typed

Shape = TypeVar("Shape", bound=BaseModel)

FOLDERS = (("provinces", 2), ("cities", 4), ("districts", 6), ("streets", 9))
"""Where the documents of the layers below the nation stand, each in a folder called by its division code."""


Said = dict[str, list[tuple[str, Document, ParameterText]]]


def load(folder: Path, district: str) -> Law:
    """Read the nation's documents, then those of the province, city, district and streets, then what was decided
    (decisions/*.yaml). Raises LawError."""
    documents: dict[str, Document] = {}
    said: Said = {}
    for place, path in _files(folder, district):
        file = parse(path, LawFile, folder)
        document = _document(path, folder, LEVELS[len(place)], file)
        if document.key in documents:
            raise LawError(f"{document.file}: another document is called {document.key}")
        documents[document.key] = document
        for name, text in file.parameters.items():
            said.setdefault(name, []).append((place, document, text))
    made = Law(documents, {name: _parameter(name, texts, district) for name, texts in sorted(said.items())})
    entries = [one for path in sorted((folder / "decisions").glob("*.yaml")) for one in decisions(path, made, folder)]
    return with_entries(made, entries)


def _files(folder: Path, district: str) -> Iterable[tuple[str, Path]]:
    national = sorted((folder / "national").glob("*.yaml"))
    if not national:
        raise LawError(f"{folder / 'national'} holds no rule book")
    yield from (("", path) for path in national)
    for name, digits in FOLDERS:
        for where in sorted((folder / name).glob("[0-9]*")):
            if len(where.name) == digits and (where.name.startswith(district) or district.startswith(where.name)):
                yield from ((where.name, path) for path in sorted(where.glob("*.yaml")) if is_law(path))


def is_law(path: Path) -> bool:
    """Other data of the district lies beside its documents."""
    return path.name != "catalogue.yaml"


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where PyYAML has it: ten times as fast, and as safe."""


class _NoRepeats(_Loader):  # type: ignore[misc]
    """YAML lets a key come twice and keeps the last; here that is a mistake."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is there twice", node.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


# As in YAML 1.2, only true and false are booleans: `on:` is a key of ours.
_NoRepeats.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_NoRepeats.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse_yaml(path: Path) -> Any:
    """A YAML file without repeated keys. Raises LawError naming file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_NoRepeats)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LawError(f"{path}: {error}") from error


def parse(path: Path, shape: type[Shape], folder: Path | None = None) -> Shape:
    """A file that says what its shape allows and nothing else. Raises LawError naming file and place."""
    try:
        return shape.model_validate(parse_yaml(path))
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise LawError(f"{_named(path, folder)}: " + "; ".join(lines)) from error


def _named(path: Path, folder: Path | None) -> str:
    return str(path.relative_to(folder)) if folder else path.name


def _document(path: Path, folder: Path, level: str, file: LawFile) -> Document:
    document = Document(key=path.stem, level=level, file=str(path.relative_to(folder)), **file.document.model_dump())
    for key, text in file.clauses.items():
        if not text.label and not key.isdigit():
            raise LawError(f"{document.file}: clauses.{key}: a clause without an article number needs a label")
        label, label_en = text.label or article(int(key)), text.label_en or f"Art. {key}"
        document.clauses[key] = Clause(document, key, label, label_en, text.gist)
    return document


def _parameter(name: str, texts: list[tuple[str, Document, ParameterText]], district: str) -> Parameter:
    highest, document, first = texts[0]
    if not (first.title and first.title_en and first.unit and first.direction):
        raise LawError(
            f"{document.file}: {name}: title, title_en, unit and direction are needed where it first appears"
        )
    layers: dict[str, tuple[Entry, ...]] = {}
    for place, source, text in texts:
        if source is not document and place == highest:
            raise LawError(f"{source.file}: {name}: already in {document.file}")
        if source is not document and (text.unit or text.direction or text.choices):
            raise LawError(f"{source.file}: {name}: {document.file} says what it is; give values only")
        if place in layers:
            raise LawError(f"{source.file}: {name}: another {source.level} document has it already")
        layers[place] = tuple(_entries(name, place, source, text, first))
    made = Parameter(
        name, first.title, first.title_en, str(first.unit), str(first.direction), first.measure, first.choices,
        first.labels, first.local == "free", district, layers,
    )  # fmt: skip
    check_stricter(made)
    return made


def _entries(name: str, place: str, document: Document, text: ParameterText, first: ParameterText) -> Iterable[Entry]:
    for dated in text.values:
        if dated.clause not in document.clauses:
            raise LawError(f"{document.file}: {name}: the document has no clause {dated.clause!r}")
        try:
            value = typed(str(first.unit), dated.value, first.choices)
        except ValueError as error:
            raise LawError(f"{document.file}: {name}: from {dated.since}: {error}") from error
        yield Entry(dated.since, value, document.clauses[dated.clause], dated.verified, dated.assumed, place)


def check_stricter(parameter: Parameter) -> None:
    """Raise LawError for an entry that is looser, from its first day, than what stands above it."""
    for place, layer in parameter.layers.items():
        for own in layer:
            upper = parameter.above(own.since, place)
            if upper is not None and not parameter.allows(own.value, upper.value):
                raise LawError(
                    f"{own.clause.document.file}: {parameter.name}: {own.value} from {own.since} is looser than "
                    f"{upper.value} of {upper.clause.document.file} ({parameter.direction})"
                )


Find = Callable[[str, date], Clause | None]


def decisions(path: Path, law: Law, folder: Path | None = None, find: Find | None = None) -> list[tuple[str, Entry]]:
    """The entries of a file of decisions, each with its parameter's name; every fault of the file is named, not only the first.
    `find` answers for clauses by address and day; by default those of `law`."""
    file, made, faults = parse(path, DecisionsFile, folder), [], []
    for number, one in enumerate(file.decisions, start=1):
        try:
            made.append((one.parameter, _decided(one, law, find or shipped(law))))
        except (LawError, ValueError) as error:
            faults.append(f"{_named(path, folder)}: decisions.{number}: {error}")
    if faults:
        raise LawError("\n".join(faults))
    return made


def shipped(law: Law) -> Find:
    """Finds the clauses of a rule book's own files."""

    def find(address: str, day: date) -> Clause | None:
        document, _slash, clause = address.partition("/")
        return law.documents[document].clauses.get(clause) if document in law.documents else None

    return find


def _decided(one: Decision, law: Law, find: Find) -> Entry:
    parameter, clause = law.parameter(one.parameter), find(one.clause, one.since)
    if clause is None:
        raise LawError(f"{one.parameter}: the rule book has no clause {one.clause}")
    place = one.place or parameter.home
    if not place.startswith(parameter.home) or len(place) not in LEVELS:
        raise LawError(f"{one.parameter}: {place} is neither the district {parameter.home} nor a street in it")
    value = typed(parameter.unit, one.value, parameter.choices)
    return Entry(one.since, value, clause, one.verified, one.assumed, place)


def with_entries(law: Law, entries: Iterable[tuple[str, Entry]]) -> Law:
    """The rule book with further entries; of two for one day and place the one decided later counts."""
    more: dict[str, dict[str, list[Entry]]] = {}
    for name, entry in entries:
        more.setdefault(name, {}).setdefault(entry.place, []).append(entry)
    parameters = dict(law.parameters)
    for name, places in more.items():
        known = law.parameter(name)
        layers = dict(known.layers)
        for place, added in places.items():
            both = [*layers.get(place, ()), *sorted(added, key=lambda e: e.decided)]
            latest = {entry.since: entry for entry in both}
            layers[place] = tuple(latest[day] for day in sorted(latest))
        parameters[name] = replace(known, layers=layers, _lines={})
    return replace(law, parameters=parameters)
