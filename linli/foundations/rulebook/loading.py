"""From law/*.yaml to the rule book, every mistake named by file and place.

A district's values go over the national ones only towards stricter, unless the national clause leaves it free
(`local: free`): compared on every day on which one of the two changes.
"""

import operator
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from linli.foundations.rulebook.law import Clause, Document, Entry, Law, LawError, Parameter, article
from linli.foundations.rulebook.schema import LawFile, ParameterText, typed

STRICTER = {"min": operator.ge, "max": operator.le, "exact": operator.eq}


def load(folder: Path, district: str) -> Law:
    """Read national/*.yaml and districts/<code>/*.yaml. Raises LawError."""
    documents: dict[str, Document] = {}
    said: dict[str, list[tuple[Document, ParameterText]]] = {}
    for level, path in _files(folder, district):
        file = _parse(path, folder)
        document = _document(path, folder, level, file)
        if document.key in documents:
            raise LawError(f"{document.file}: another document is called {document.key}")
        documents[document.key] = document
        for name, text in file.parameters.items():
            said.setdefault(name, []).append((document, text))
    return Law(documents, {name: _parameter(name, texts) for name, texts in sorted(said.items())})


def _files(folder: Path, district: str) -> Iterable[tuple[str, Path]]:
    national = sorted((folder / "national").glob("*.yaml"))
    if not national:
        raise LawError(f"{folder / 'national'} holds no rule book")
    yield from (("national", path) for path in national)
    yield from (("district", path) for path in sorted((folder / "districts" / district).glob("*.yaml")) if is_law(path))


def is_law(path: Path) -> bool:
    """Other data of the district lies beside its documents."""
    return path.name != "catalogue.yaml"


class _NoRepeats(yaml.SafeLoader):
    """YAML lets a key come twice and keeps the last; here that is a mistake."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is there twice", node.start_mark)
        return super().construct_mapping(node, deep)


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


def _parse(path: Path, folder: Path) -> LawFile:
    try:
        return LawFile.model_validate(parse_yaml(path))
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise LawError(f"{path.relative_to(folder)}: " + "; ".join(lines)) from error


def _document(path: Path, folder: Path, level: str, file: LawFile) -> Document:
    document = Document(key=path.stem, level=level, file=str(path.relative_to(folder)), **file.document.model_dump())
    for key, text in file.clauses.items():
        if not text.label and not key.isdigit():
            raise LawError(f"{document.file}: clauses.{key}: a clause without an article number needs a label")
        label, label_en = text.label or article(int(key)), text.label_en or f"Art. {key}"
        document.clauses[key] = Clause(document, key, label, label_en, text.gist)
    return document


def _parameter(name: str, texts: list[tuple[Document, ParameterText]]) -> Parameter:
    document, first = texts[0]
    if not (first.title and first.title_en and first.unit and first.direction):
        raise LawError(
            f"{document.file}: {name}: title, title_en, unit and direction are needed where it first appears"
        )
    for other, text in texts[1:]:
        if (other.level, document.level) != ("district", "national"):
            raise LawError(f"{other.file}: {name}: already in {document.file}")
        if text.unit or text.direction or text.choices:
            raise LawError(f"{other.file}: {name}: {document.file} says what it is; give values only")
    layers: dict[str, tuple[Entry, ...]] = {"national": (), "district": ()}
    for source, text in texts:
        if layers[source.level]:
            raise LawError(f"{source.file}: {name}: another district document has it already")
        layers[source.level] = tuple(_entries(name, source, text, first))
    made = Parameter(
        name, first.title, first.title_en, first.unit, first.direction, first.measure, first.choices, first.labels,
        first.local == "free", layers["national"], layers["district"],
    )  # fmt: skip
    _check_stricter(made)
    return made


def _entries(name: str, document: Document, text: ParameterText, first: ParameterText) -> Iterable[Entry]:
    for dated in text.values:
        if dated.clause not in document.clauses:
            raise LawError(f"{document.file}: {name}: the document has no clause {dated.clause!r}")
        try:
            value = typed(str(first.unit), dated.value, first.choices)
        except ValueError as error:
            raise LawError(f"{document.file}: {name}: from {dated.since}: {error}") from error
        yield Entry(dated.since, value, document.clauses[dated.clause], dated.verified, dated.assumed)


def _check_stricter(parameter: Parameter) -> None:
    if parameter.free or not (parameter.national and parameter.district):
        return
    for day in sorted({entry.since for entry in parameter.entries}):
        below = parameter.entry(day)
        above = [entry for entry in parameter.national if entry.since <= day]
        if below.level != "district" or not above:
            continue
        upper, lower = above[-1].value, below.value
        if not STRICTER[parameter.direction](lower, upper):
            raise LawError(
                f"{below.clause.document.file}: {parameter.name}: {lower} from {day} is looser than "
                f"{upper} of {above[-1].clause.document.file} ({parameter.direction})"
            )
