"""Writing answers as the XML that a phone would send: for pages without script, and for the demo."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from linli.foundations.forms.models import FormVersion


def xml_of(version: FormVersion, answers: dict[str, Any], instance_id: str, old: str = "") -> bytes:
    """`answers` by path as in Submission.answers; repeats are lists of such."""
    tree: dict[str, Any] = {}
    for path, value in answers.items():
        _put(tree, path.split("/"), value, "")
    meta = f"<meta><instanceID>{escape(instance_id)}</instanceID>"
    meta += f"<deprecatedID>{escape(old)}</deprecatedID></meta>" if old else "</meta>"
    head = f"<data id={quoteattr(version.form.form_id)} version={quoteattr(version.label)}>"
    return f'<?xml version="1.0"?>{head}{_written(tree)}{meta}</data>'.encode()


def _put(tree: dict[str, Any], parts: list[str], value: Any, above: str) -> None:
    for name in parts[:-1]:
        above = f"{above}{name}/"
        tree = tree.setdefault(name, {})
    if isinstance(value, list):
        tree[parts[-1]] = [_row(row, f"{above}{parts[-1]}/") for row in value]
    else:
        tree[parts[-1]] = value


def _row(row: dict[str, Any], above: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in row.items():
        _put(tree, path.removeprefix(above).split("/"), value, above)
    return tree


def _written(tree: dict[str, Any]) -> str:
    made = ""
    for name, value in tree.items():
        for one in value if isinstance(value, list) else [value]:
            inner = _written(one) if isinstance(one, dict) else escape(str(one))
            made += f"<{name}>{inner}</{name}>"
    return made
