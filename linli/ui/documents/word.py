"""HTML of a document to Word. The same template makes the PDF; here its few elements become Word's own paragraphs,
tables and fields, with the fonts that offices have (仿宋, 小标宋, 黑体, 楷体)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from linli.ui.documents import styles
from linli.ui.documents.paper import png

FLOW = {"div", "section", "article", "header", "body", "html"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks. `size` in points; `indent` in characters; `align` left, center or right."""

    font: str = styles.BODY
    size: float = 16
    align: str = "left"
    indent: int = 2
    before: float = 0
    color: str = ""
    bold: bool = False
    exact: bool = True


LOOKS = {
    "mark": Look(styles.TITLE, 36, "center", 0, 99, styles.RED, exact=False),
    "number": Look(align="center", indent=0),
    "h1": Look(styles.TITLE, 22, "center", 0, exact=False),
    "h2": Look(styles.HEI),
    "h3": Look(styles.KAI),
    "addressee": Look(indent=0),
    "flush": Look(indent=0),
    "attachments": Look(before=29),
    "signature": Look(align="right", indent=0),
    "seal": Look(align="right", indent=0, size=9, color=styles.RED),
    "cell": Look(size=12, indent=0, exact=False),
    "proof": Look(styles.HEI, 9, indent=0, exact=False),
    "p": Look(),
}


def write(html: str) -> bytes:
    """The document as a Word file (.docx)."""
    import docx
    import tinyhtml5

    document = docx.Document()
    styles.set_page(document)
    _blocks(document, tinyhtml5.parse(html, namespace_html_elements=False).find("body"), "")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blocks(document: Any, parent: Any, inside: str) -> None:
    for element in parent:
        names = (element.get("class") or "").split()
        name = next((one for one in names if one in LOOKS), inside)
        if "demo" in names:
            styles.head(document, "".join(element.itertext()).strip())
        elif element.tag == "hr":
            styles.red_rule(document)
        elif element.tag == "table":
            _table(document, element, bordered=inside not in ("proof", "sides"))
        elif element.tag in FLOW and "seal" not in names:
            _blocks(document, element, name or (names[0] if names else ""))
        else:
            look = LOOKS.get(name) or LOOKS.get(element.tag) or LOOKS["p"]
            _fill(document.add_paragraph(), element, look)


def _fill(paragraph: Any, element: Any, look: Look) -> None:
    styles.shape(paragraph, look.align, look.indent, look.before, exact=look.exact)
    for kind, text, bold in _runs(element, look.bold):
        if kind == "picture":
            paragraph.add_run().add_picture(png(text), width=styles.QR)
        elif kind == "break":
            paragraph.add_run().add_break()
        else:
            styles.dress(paragraph.add_run(text), look.font, look.size, look.color, bold)


def _runs(element: Any, bold: bool) -> Iterator[tuple[str, str, bool]]:
    """The text of an element in runs: words, breaks and pictures."""
    if element.text:
        yield from _words(element.text, bold)
    for child in element:
        if child.tag == "br":
            yield "break", "", bold
        elif child.tag == "img":
            yield "picture", child.get("src") or "", bold
        else:
            yield from _runs(child, bold or child.tag in ("b", "strong"))
        if child.tail:
            yield from _words(child.tail, bold)


def _words(text: str, bold: bool) -> Iterator[tuple[str, str, bool]]:
    joined = " ".join(text.split())
    if joined:
        yield "text", joined, bold


def _table(document: Any, element: Any, *, bordered: bool) -> None:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    columns = max((sum(int(cell.get("colspan") or 1) for cell in row) for row in rows), default=0)
    caption = element.find("caption")
    if caption is not None:
        _fill(document.add_paragraph(), caption, LOOKS["flush"])
    if not columns:
        return
    table = document.add_table(len(rows), columns)
    if bordered:
        table.style = "Table Grid"
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            wide = int(cell.get("colspan") or 1)
            box = table.cell(at, column).merge(table.cell(at, column + wide - 1))
            _cell(box, cell, heading=any(one.tag == "thead" and cell in list(one.iter("th")) for one in element))
            column += wide


def _cell(box: Any, cell: Any, *, heading: bool) -> None:
    right = "amount" in (cell.get("class") or "").split()
    align = "right" if right else "center" if heading else "left"
    font = styles.HEI if cell.tag == "th" else styles.BODY
    look = Look(font, 12, align, 0, exact=False)
    parts = [one for one in cell if one.tag == "p"] or [cell]
    for at, part in enumerate(parts):
        _fill(box.paragraphs[0] if at == 0 else box.add_paragraph(), part, look)
