"""Where the code asks for a parameter: read from the source once a process, by room, function and verb.

A verb is named where its own function, or one that it calls within its room, holds the parameter's name, or asks by the
keyword under which a table of the room holds it (`bid_days="tender.bid_days"` and `rule.bid_days`).
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps

from linli.foundations.rulebook import book
from linli.kernel.actions import registry

SKIPPED = {"tests", "migrations", "locale", "templates", "static"}
NONE: frozenset[str] = frozenset()
ROUNDS = 6
"""How many calls deep a parameter is followed from where it stands to the verbs that reach it."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place: the room's label, the file within it, the verbs that reach it (their names in the registry)."""

    room: str
    file: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Function:
    name: str
    file: str
    texts: frozenset[str]
    calls: frozenset[str]
    asked: frozenset[str]
    keywords: tuple[tuple[str, str], ...]


def uses(parameter: str) -> list[Use]:
    """Where a parameter is applied, by room."""
    return _index().get(parameter, [])


@cache
def _index() -> dict[str, list[Use]]:
    names = frozenset(book.base().parameters)
    found: dict[str, list[Use]] = defaultdict(list)
    for config in apps.get_app_configs():
        if config.name.startswith("linli.") and config.label != "demo":
            for name, use in _room(config, names):
                found[name].append(use)
    return found


def _room(config: AppConfig, names: frozenset[str]) -> Iterator[tuple[str, Use]]:
    root = Path(config.path)
    functions = [one for path in _files(root) for one in _functions(path, str(path.relative_to(root)), names)]
    verbs = _reached(functions, config.name)
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for function in functions:
        for keyword, text in function.keywords:
            named[keyword].add(text)
    for function in functions:
        for text in function.texts.union(*(named[word] for word in function.asked if word in named)):
            seen[text, function.file] |= verbs.get(function.name, set())
    for (name, file), reached in sorted(seen.items()):
        yield name, Use(config.label, file, tuple(sorted(reached)))


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.py")):
        if not SKIPPED & set(path.relative_to(root).parts):
            yield path


def _functions(path: Path, file: str, names: frozenset[str]) -> Iterator[_Function]:
    """Every function of a file, and the file's own lines under the empty name. Pages are only searched: no verb calls them."""
    source = path.read_text(encoding="utf-8")
    if "web" in path.parts:
        yield _Function("", file, frozenset(name for name in names if f'"{name}"' in source), NONE, NONE, ())
        return
    tree = ast.parse(source)
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inside = list(ast.walk(node))
            inner |= set(inside)
            yield _made(node.name, file, inside, names)
    yield _made("", file, [node for node in ast.walk(tree) if node not in inner], names)


def _made(name: str, file: str, nodes: list[ast.AST], names: frozenset[str]) -> _Function:
    texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant) and node.value in names}
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    calls = {func.id if isinstance(func, ast.Name) else func.attr for func in called
             if isinstance(func, ast.Name | ast.Attribute)}  # fmt: skip
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    keywords = tuple(
        (str(node.arg), str(node.value.value))
        for node in nodes
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant) and node.value.value in names
    )
    return _Function(name, file, frozenset(texts), frozenset(calls), frozenset(asked), keywords)


def _reached(functions: list[_Function], package: str) -> dict[str, set[str]]:
    """Which verbs of a package reach each function, by name."""
    reached: dict[str, set[str]] = defaultdict(set)
    for verb in registry.values():
        if verb.function.__module__.startswith(package + "."):
            reached[verb.function.__name__].add(verb.name)
    known = {one.name for one in functions}
    for _round in range(ROUNDS):
        before = {name: set(verbs) for name, verbs in reached.items()}
        for function in functions:
            for called in function.calls & known:
                if called != function.name and called:
                    reached[called] |= before.get(function.name, set())
        if before == reached:
            break
    return reached
