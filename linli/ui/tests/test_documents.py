"""Official documents: the layout of GB/T 9704-2012 measured on the paper itself, and what a document may not do."""

import io
import re
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pytest
from django.template import engines
from django.test import override_settings
from pypdf import PdfReader

from linli.kernel.errors import Refusal
from linli.ui.documents import pdf, press, word
from linli.ui.documents.answers import answer, html
from linli.ui.documents.paper import Paper, Proof, png

PROOF = Proof(18402, "5d80a917c3e2b146" * 4, "http://127.0.0.1:8000/tenders/1/")
PAPER = Paper(
    title="关于示例项目中标结果的公告",
    file_name="公告",
    mark="示例街道办事处（演示）文件",
    number="示办演〔2026〕7号",
    addressee="各有关单位、社区居民",
    issuer="示例街道办事处（演示）",
    day=date(2026, 2, 5),
    attachments=("评审得分汇总表",),
    copies="示例部门（演示）",
    office="示例街道办事处（演示）",
    issued=date(2026, 2, 5),
    proof=PROOF,
)
MM = 72 / 25.4
Line = tuple[float, float, str]


def document(text: str, paper: Paper = PAPER, **more: Any) -> str:
    """The document with this text between head and signature."""
    source = '{% extends "ui/paper/document.html" %}{% block text %}' + text + "{% endblock %}"
    return engines["django"].from_string(source).render({"paper": paper, "demo": False, **more})


def pages(made: bytes) -> list[list[Line]]:
    """Every line of every page: mm from the left, mm from the top, text."""
    return [_lines(page) for page in PdfReader(io.BytesIO(made)).pages]


def _lines(page: Any) -> list[Line]:
    found: list[Line] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], *_more: Any) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((x / MM, (height - y) / MM, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def long() -> bytes:
    """Some five pages of running text."""
    return press.make(document("<p>" + "居民服务" * 600 + "</p>"))


def test_the_paper_is_a4_and_has_its_pages(long: bytes) -> None:
    reader = PdfReader(io.BytesIO(long))
    assert len(reader.pages) == 6
    for page in reader.pages:
        assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (210, 297)


def test_a_full_page_has_22_lines_of_28_characters(long: bytes) -> None:
    body = [line for line in pages(long)[2] if "居民" in line[2] or "服务" in line[2]]
    assert len(body) == 22
    assert {len(text) for _x, _y, text in body} == {28}
    assert all(abs(x - 28) < 0.5 for x, _y, _text in body)
    tops = [y for _x, y, _text in body]
    assert all(abs(below - above - 225 / 22) < 0.1 for above, below in pairwise(tops))
    assert 37 < tops[0] < 47
    assert tops[-1] < 262


def test_page_numbers_stand_outside(long: bytes) -> None:
    for number, lines in enumerate(pages(long), start=1):
        x, y, _text = next(line for line in lines if re.fullmatch(rf"— ?{number} ?—", line[2]))
        assert y > 262 + 7
        assert (x > 150) if number % 2 else (x < 40)


def test_fonts_are_embedded(long: bytes) -> None:
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in PdfReader(io.BytesIO(long)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all(any(f"/FontFile{n}" in font for n in ("", "2", "3")) for font in fonts)


def test_head_signature_proof_and_imprint_stand_where_the_standard_wants_them(long: bytes) -> None:
    first, last = pages(long)[0], pages(long)[-1]
    at = {text: (x, y) for x, y, text in first}
    mark = next(y for text, (_x, y) in at.items() if text.startswith("示例街道"))
    assert 37 + 35 < mark < 37 + 35 + 16
    assert at["示办演〔2026〕7号"][1] > mark + 15
    text = "".join(line[2] for line in last).replace(" ", "")
    for wanted in (
        "附件：评审得分汇总表",
        "示例街道办事处（演示）2026年2月5日",
        "日志序号18402",
        "抄送：示例部门（演示）",
        "2026年2月5日印发",
    ):
        assert wanted in text
    assert PROOF.fingerprint in text
    imprint = next(y for _x, y, text in last if text.endswith("印发"))
    assert 250 < imprint < 262
    assert "18402" not in "".join(line[2] for page in pages(long)[:-1] for line in page)


def test_the_demo_marker_is_on_every_page() -> None:
    made = pages(press.make(document("<p>" + "居民服务" * 300 + "</p>", demo=True)))
    assert len(made) > 2
    assert all(any("演示数据 不具效力" in text for _x, _y, text in page) for page in made)


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:8000/health">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<p style="background: url(http://127.0.0.1:1/x.png)">x</p>',
        "<style>@import url(file:///etc/passwd);</style>",
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_a_document_fetches_neither_files_nor_the_network(text: str) -> None:
    with pytest.raises(BaseException, match="fetch nothing"):
        press.make(document(text))


def test_embedded_pictures_are_shown() -> None:
    made = press.make(document(f'<p><img src="{PROOF.picture}"></p>', Paper("题", "题")))
    assert len(list(PdfReader(io.BytesIO(made)).pages[0].images)) == 1


def test_words_that_people_typed_stay_words() -> None:
    paper = Paper(title='<img src="file:///etc/passwd">', file_name="题")
    made = html("ui/paper/document.html", paper, {})
    assert "<img src=&quot;file" not in made
    assert "&lt;img" in made
    press.make(made)


def test_word_has_the_same_text_and_the_same_page() -> None:
    text = "<h2>一、中标信息</h2><table><thead><tr><th>中标人</th><th>金额（元）</th></tr></thead><tbody><tr><td>示例甲</td><td class='amount'>572,000.00</td></tr></tbody></table><p>甲<b>乙</b></p>"
    made = docx.Document(io.BytesIO(word.write(document(text, demo=True))))
    section = made.sections[0]
    assert [round(v.mm) for v in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(v.mm) for v in margins] == [37, 26, 35, 28]
    assert "linesAndChars" in section._sectPr.xml
    assert "PAGE" in section.footer._element.xml
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    assert section.header.paragraphs[0].text == "演示数据 不具效力"
    paragraphs = [one.text for one in made.paragraphs]
    for wanted in (
        PAPER.mark,
        PAPER.number,
        PAPER.title,
        "各有关单位、社区居民：",
        "一、中标信息",
        "甲乙",
        "附件：评审得分汇总表",
    ):
        assert wanted in paragraphs
    assert [cell.text for cell in made.tables[0].rows[1].cells] == ["示例甲", "572,000.00"]
    assert any("18402" in cell.text for table in made.tables for row in table.rows for cell in row.cells)
    heading = next(one for one in made.paragraphs if one.text == "一、中标信息")
    assert 'w:eastAsia="黑体"' in heading._p.xml


def test_word_takes_no_picture_from_outside() -> None:
    with pytest.raises(ValueError, match="embedded"):
        png("file:///etc/passwd")
    with pytest.raises(ValueError, match="embedded"):
        word.write(document('<p><img src="http://127.0.0.1/x.png"></p>'))


@override_settings(DEMO=True)
def test_the_answer_is_named_and_chinese_in_every_language() -> None:
    from django.utils import translation

    with translation.override("en"):
        made = answer("docx", "ui/paper/document.html", PAPER, {})
    assert "attachment" in made["Content-Disposition"]
    text = [one.text for one in docx.Document(io.BytesIO(made.content)).paragraphs]
    assert "2026年2月5日" in text


def test_a_machine_without_the_libraries_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Done:
        returncode, stdout, stderr = press.MISSING, b"", b""

    monkeypatch.setattr(pdf.subprocess, "run", lambda *_a, **_k: Done)
    with pytest.raises(Refusal, match="缺少生成 PDF 的系统组件") as caught:
        pdf.write("<p>不同的文字</p>")
    assert "linli setup" in str(caught.value.remedy)
    assert caught.value.status == 503


def test_the_press_works_by_itself() -> None:
    made = pdf.write(document("<p>一</p>", Paper("题", "题")))
    assert made.startswith(b"%PDF")
    assert pdf.write(document("<p>一</p>", Paper("题", "题"))) is made
