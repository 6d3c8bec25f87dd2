"""Whether a canary came to life in an answer: as an element, an attribute, a script, an address, a formula."""

import re
from typing import Any

from lxml import html

QUIET = {
    "title", "alt", "aria-label", "aria-description", "value", "content", "placeholder", "label", "summary", "download",
}  # fmt: skip
"""Attributes whose text is only text; `data-` ones are too."""
SUM = re.compile(r"zqx[^<{]{0,8}49")
"""What an evaluated `{{7*7}}` would leave behind."""


def born(text: str) -> list[str]:
    """Every canary of an HTML answer that is more than text; a fragment may be empty."""
    if not text.strip():
        return []
    found = ["an evaluated expression"] if SUM.search(text) else []
    for one in html.document_fromstring(text.encode(), parser=PARSER).iter():
        if not isinstance(one.tag, str):
            continue
        if "zqx" in one.tag:
            found.append(f"an element in {one.getparent().tag}")
        if one.tag in ("script", "style") and "<zqx" in (one.text or ""):
            found.append(f"the text of a {one.tag}")
        found += [f"attribute {name} of {one.tag}" for name, value in one.attrib.items() if alive(name, value)]
    return found


def alive(name: Any, value: Any) -> bool:
    """The canary made this attribute, or stands in one that a browser or a script of ours reads as more than text."""
    if "zqx" in str(name):
        return True
    return "<zqx" in str(value) and name not in QUIET and not str(name).startswith("data-")


PARSER = html.HTMLParser(encoding="utf-8")
FORMULA = re.compile(r"<f[ >]")


def calculated(sheet: str) -> list[str]:
    """A canary that Excel would work out: cells of a worksheet that are formulas."""
    return ["a formula"] if FORMULA.search(sheet) else []
