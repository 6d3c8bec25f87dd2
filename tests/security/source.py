"""Searches of the house's own code for what makes holes: unescaped HTML, dictionaries of users, slow expressions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import linli

HOUSE = Path(linli.__file__).parent
UNSAFE_NAMES = {"mark_safe", "SafeString", "SafeText"}
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(?:seq)?\b|{%-?\s*autoescape\s+off")
TAKES_FIELDS = {
    "filter", "exclude", "get", "get_or_create", "update_or_create", "update", "create", "annotate", "aggregate",
    "order_by", "values", "values_list", "only", "defer", "extra", "alias", "distinct", "select_related",
    "prefetch_related", "earliest", "latest",
}  # fmt: skip
FROM_USERS = {"GET", "POST", "cleaned_data", "data", "COOKIES", "headers", "FILES", "body"}
REGEX_CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
LONG = 10
"""A repetition that may go on beyond this counts as endless."""


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield str(path.relative_to(HOUSE)), path.read_text("utf-8")


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.rglob("templates/**/*")):
        if path.is_file() and "node_modules" not in path.parts:
            yield str(path.relative_to(HOUSE)), path.read_text("utf-8")


def unescaped(text: str) -> Iterator[str]:
    """Calls that declare a text to be HTML. `format_html` escapes its arguments; its first must be written out."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        if name in UNSAFE_NAMES or (name == "format_html" and not _written_out(node)):
            yield ast.unparse(node)


def _written_out(call: ast.Call) -> bool:
    """The first argument is a constant, or a name that is assigned constants."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant | ast.Name)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def of_users(node: ast.AST) -> bool:
    """The expression reads something that a request brought."""
    return any(isinstance(one, ast.Attribute) and one.attr in FROM_USERS for one in ast.walk(node))


def dictionaries(text: str) -> Iterator[str]:
    """Query methods that are handed a request's names: `filter(**request.GET)`, `order_by(request.GET["sort"])`."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in TAKES_FIELDS or of_users(node.func.value):
            continue
        named = [word.value for word in node.keywords if word.arg is None]
        placed = node.args if node.func.attr not in ("get", "update") else []
        yield from (ast.unparse(node) for one in [*named, *placed] if of_users(one))


def splats(text: str) -> Iterator[str]:
    """Query methods whose field names are not written where they stand, whoever they come from."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TAKES_FIELDS:
            yield from (node.func.attr for word in node.keywords if word.arg is None)


def patterns(text: str) -> Iterator[str]:
    """Regular expressions that stand in the code: of `re`, of validators, of constraints."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        given = [*node.args[:1], *(word.value for word in node.keywords if word.arg in ("regex", "pattern"))]
        of_re = isinstance(node.func, ast.Attribute) and _name(node.func.value) == "re" and name in REGEX_CALLS
        for one in given:
            text_ = one.value if isinstance(one, ast.Constant) else None
            if isinstance(text_, str) and (of_re or name in ("RegexValidator", "RegexField", "re_path")):
                yield text_


def slow(pattern: str) -> bool:
    """An endless repetition inside an endless repetition, or two of the same one after the other: the ways in which a
    text of forty letters keeps a processor busy for minutes."""
    return _nested(parser.parse(pattern), inside=False)


def _nested(parsed: Any, *, inside: bool) -> bool:
    before = ""
    for kind, value in parsed:
        endless = kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[1] > LONG
        if endless and (inside or str(value[2]) == before):
            return True
        before = str(value[2]) if endless else ""
        if any(_nested(part, inside=inside or endless) for part in _parts(value)):
            return True
    return False


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _parts(one)


FETCHES = {"requests", "urllib.request", "urllib3", "httpx", "http.client", "aiohttp", "ftplib", "smtplib", "socket"}


def fetches(text: str) -> Iterator[str]:
    """Modules by which a program reaches other machines."""
    for node in ast.walk(ast.parse(text)):
        named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            named = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        yield from sorted(FETCHES.intersection(named))


def address_fields(text: str) -> Iterator[str]:
    """Fields, of models or forms, in which somebody may write an address that others follow."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _name(node.func) in ("URLField", "URLInput", "URLValidator"):
            yield ast.unparse(node)
