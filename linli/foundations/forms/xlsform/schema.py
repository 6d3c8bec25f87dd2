"""What pages, intake and exports need to know of a form: plain data, kept with its version."""

from typing import Any
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from linli.foundations.forms.xlsform import words
from linli.foundations.forms.xlsform.check import Checked
from linli.foundations.forms.xlsform.outline import Node

XFORMS, HTML, JAVAROSA = (
    "{http://www.w3.org/2002/xforms}",
    "{http://www.w3.org/1999/xhtml}",
    "{http://openrosa.org/javarosa}",
)
NO = ("no", "false", "false()", "0")
_PLAIN = ("relevant", "constraint", "calculation", "choice_filter", "appearance", "repeat_count", "default")


def schema_of(checked: Checked, xform: str) -> dict[str, Any]:
    """The tree of nodes with labels by language, the lists, and the paths that a submission may have."""
    leaves, repeats = paths(xform)
    nodes = [_node(one) for one in checked.root.children]
    return {
        "nodes": nodes,
        "choices": {name: [_choice(one) for one in many] for name, many in checked.choices.items()},
        "leaves": leaves,
        "repeats": repeats,
        "personal": sorted(path for one in nodes for path in _personal(one)),
        "files": [_path(n) for n in checked.root.walk() if n.kind in words.FILES],
    }


def _node(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"path": _path(node), "name": node.name, "kind": node.kind, "row": node.row}
    for key, head in (
        ("labels", "label"),
        ("hints", "hint"),
        ("messages", "constraint_message"),
        ("asks", "required_message"),
    ):
        if texts := node.in_languages(head):
            made[key] = texts
    made |= {name: node.cells[name] for name in _PLAIN if name in node.cells}
    if node.listed:
        made["list"] = node.listed
    if _yes(node.cells.get("required", "")):
        made["required"] = node.cells["required"]
    if _yes(node.cells.get("read_only", "")):
        made["read_only"] = True
    said = node.cells.get("personal", "")
    if _yes(said) or (not said and (node.kind in words.TRACING or node.kind in words.PLACES)):
        made["personal"] = True
    if node.children or node.kind in ("group", "repeat"):
        made["children"] = [_node(child) for child in node.children]
    return made


def _path(node: Node) -> str:
    """The log of a surveyor's steps lies with the other data about the submission."""
    return "meta/audit" if node.kind == "audit" else node.path


def _yes(text: str) -> bool:
    return bool(text) and text.strip().lower() not in NO


def _personal(node: dict[str, Any]) -> list[str]:
    """A group marked as personal makes all that lies in it so."""
    children = node.get("children", [])
    if not children:
        return [node["path"]] if node.get("personal") else []
    if node.get("personal"):
        for child in children:
            child["personal"] = True
    return [path for child in children for path in _personal(child)]


def _choice(cells: dict[str, str]) -> dict[str, Any]:
    labels = {"": cells["label"]} if "label" in cells else {}
    labels |= {key[7:]: text for key, text in cells.items() if key.startswith("label::")}
    more = {
        k: t
        for k, t in cells.items()
        if k not in ("name", "list_name", "label") and not k.startswith(("label::", "media"))
    }
    return {"name": cells["name"], "labels": labels} | ({"filters": more} if more else {})


def paths(xform: str) -> tuple[list[str], list[str]]:
    """The paths of the primary instance's leaves and of its repeats, below the root."""
    model = fromstring(xform).find(f"{HTML}head/{XFORMS}model")
    instance = model.find(f"{XFORMS}instance") if model is not None else None
    root = instance[0] if instance is not None and len(instance) else None
    leaves: dict[str, None] = {}
    repeats: dict[str, None] = {}

    def visit(element: ElementTree.Element, above: str) -> None:
        for child in element:
            path = f"{above}/{child.tag.rpartition('}')[2]}".lstrip("/")
            if f"{JAVAROSA}template" in child.attrib:
                repeats[path] = None
            if len(child):
                visit(child, path)
            elif path not in repeats:
                leaves[path] = None

    if root is not None:
        visit(root, "")
    return list(leaves), list(repeats)
