"""Word's side of GB/T 9704-2012: the page, the grid of 22 lines by 28 characters, fonts, rules, page numbers."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, TITLE, HEI, KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
RED, OCHRE = "C8161D", "714408"
LATIN = "Times New Roman"
QR = Mm(21)
LINE = Pt(28.98)
"""225 mm in 22 lines, in points."""
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def set_page(document: Any) -> None:
    """A4, margins 37, 26, 35, 28 mm, the grid, page numbers outside: right on odd pages, left on even ones."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(37), Mm(26)
    section.bottom_margin, section.left_margin = Mm(35), Mm(28)
    section.footer_distance, section.header_distance = Mm(25), Mm(20)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(LINE.pt * 20)))
    section._sectPr.append(grid)
    dress_style(document.styles["Normal"])
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def dress_style(style: Any) -> None:
    """The type of running text."""
    style.font.name, style.font.size = LATIN, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def _number(footer: Any, side: str) -> None:
    paragraph = footer.paragraphs[0]
    shape(paragraph, side, 0, 0, exact=False)
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        dress(run, "宋体", 14, "", False)
        if text is None:
            for kind, word in (("begin", ""), ("", "PAGE"), ("end", "")):
                run._r.append(_field(kind, word))


def _field(kind: str, word: str) -> Any:
    if word:
        made = OxmlElement("w:instrText")
        made.text = word
        return made
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


def head(document: Any, text: str) -> None:
    """The demo marker at the head of every page."""
    for part in (document.sections[0].header, document.sections[0].even_page_header):
        paragraph = part.paragraphs[0]
        shape(paragraph, "right", 0, 0, exact=False)
        dress(paragraph.add_run(text), HEI, 9, OCHRE, False)


def red_rule(document: Any) -> None:
    """The red line under the document number."""
    paragraph = document.add_paragraph()
    shape(paragraph, "left", 0, 0, exact=True)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", RED)):
        line.set(qn(f"w:{key}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def shape(paragraph: Any, align: str, indent: int, before: float, *, exact: bool) -> None:
    """Alignment, first-line indent in characters, space before in points; `exact` keeps the line on the grid."""
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGN[align]
    form.space_before, form.space_after = Pt(before), Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent:
        form.first_line_indent = Pt(16 * indent)
        paragraph._p.pPr.ind.set(qn("w:firstLineChars"), str(100 * indent))


def dress(run: Any, font: str, size: float, color: str, bold: bool) -> None:
    """A run's type: Latin letters and figures in Times, Chinese in the font named."""
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold or None
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
