"""Texts of documents: read by their own numbering, addressed for ever, compared word by word."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundations.rulebook.documents import comparing, docx, keys, numerals, parsing, tree
from linli.foundations.rulebook.documents.states import ClauseKind, Style
from linli.foundations.rulebook.documents.tree import Row
from linli.kernel.errors import Refusal

MEASURES = """示例区服务办法（试行）
第一章　总则
第一条　为规范服务，制定本办法。
第二条 服务包括：
（一）助餐；
（二）助浴：
1.上门助浴；
2.集中助浴。
前款服务由街道购买。
第二章 附则
第三条　本办法自公布之日起施行。"""
OPINION = """示例区实施意见
一、总体要求
（一）指导思想。
坚持需求导向。
（二）基本原则。
二、组织保障
加强领导。"""

characters = st.sampled_from("区民政局镇街道办法服务一二三的了，。ab12 ")
texts = st.text(characters, min_size=1, max_size=30)
kinds = st.sampled_from([str(kind) for kind in ClauseKind])
plain_rows = st.lists(st.builds(Row, kinds, texts), max_size=12)


def numbered(rows: list[Row]) -> list[tree.Numbered]:
    return tree.number(keys.keyed(rows, Style.ARTICLES), Style.ARTICLES)


def test_a_text_in_articles_is_read_by_its_numbering() -> None:
    found = parsing.parse(MEASURES)
    assert found.mistakes == []
    assert (found.title, found.style) == ("示例区服务办法（试行）", Style.ARTICLES)
    clauses = tree.number(keys.keyed(found.rows, found.style), found.style)
    assert [(one.key, one.label) for one in clauses] == [
        ("ch1", "第一章"), ("1", "第一条"), ("2", "第二条"), ("2i1", "（一）"), ("2i2", "（二）"), ("2i2n1", "1."),
        ("2i2n2", "2."), ("2p2", ""), ("ch2", "第二章"), ("3", "第三条"),
    ]  # fmt: skip
    names = {one.key: one.name for one in clauses}
    assert names["2i2n1"] == "第二条第（二）项第1目"
    assert names["2p2"] == "第二条第二款"
    assert clauses[-1].name_en == "Art. 3"


def test_a_text_in_heads_keeps_its_paragraphs_with_what_they_follow() -> None:
    found = parsing.parse(OPINION)
    assert found.mistakes == []
    clauses = tree.number(keys.keyed(found.rows, found.style), found.style)
    assert [(one.key, one.name, one.depth) for one in clauses] == [
        ("1", "一", 0), ("1i1", "一（一）", 1), ("1i1p2", "一（一）第二段", 2), ("1i2", "一（二）", 1), ("2", "二", 0),
        ("2p2", "二第二段", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("示例办法\n第一条 甲。\n第三条 乙。", 3, "应为“第二条”，写的是“第三条”"),
        ("示例办法\n第一条 甲：\n（二）乙。", 3, "应为“（一）”"),
        ("示例办法\n第一条 甲：\n一、乙。", 3, "应写“（一）”"),
        ("示例办法\n第一条\n第二条 乙。", 2, "后面没有文字"),
        ("", 1, "没有条款"),
        ("示例办法\n\n第一条 " + "长" * 4001, 3, "最多 4000 个字"),
        ("示例办法\n" + "\n".join("段落。" for _ in range(301)), 302, "超过 300 个条款"),
    ],
)
def test_what_does_not_add_up_is_named_by_line(text: str, line: int, words: str) -> None:
    mistakes = parsing.parse(text).mistakes
    assert [one.line for one in mistakes] == [line]
    assert words in str(mistakes[0])
    assert str(mistakes[0]).startswith(f"第 {line} 行")


def test_a_first_sentence_is_no_title() -> None:
    found = parsing.parse("为了规范服务，现通知如下：\n一、加强领导。")
    assert (found.title, [row.text for row in found.rows]) == ("", ["为了规范服务，现通知如下：", "加强领导。"])


def test_one_wrong_number_is_one_mistake() -> None:
    text = "示例办法\n第一条 甲。\n第三条 乙。\n第四条 丙。\n第五条 丁。"
    assert [one.line for one in parsing.parse(text).mistakes] == [3]


@given(st.integers(1, 999))
def test_numerals_go_both_ways(count: int) -> None:
    assert numerals.from_chinese(numerals.to_chinese(count)) == count
    assert numerals.from_chinese(str(count)) == count


@given(plain_rows)
def test_what_is_printed_is_read_again(rows: list[Row]) -> None:
    """A text that our own labels were put to reads back as the same clauses, whatever its kinds."""
    spoken = [Row(row.kind, f"文{row.text.strip()}字") for row in [Row("article", "甲"), *rows]]
    clauses = tree.number(spoken, Style.ARTICLES)
    found = parsing.parse(parsing.as_text("示例办法", [(one.label, one.text) for one in clauses]))
    assert [(row.kind, row.text) for row in found.rows] == [(row.kind, row.text) for row in spoken]
    assert found.mistakes == []


@given(plain_rows, plain_rows)
def test_every_clause_has_an_address_and_no_two_the_same(first: list[Row], second: list[Row]) -> None:
    old = keys.keyed(first, Style.ARTICLES)
    used = {row.key for row in old}
    assert len(used) == len(old)
    new = keys.keyed(second, Style.ARTICLES, used)
    assert not used & {row.key for row in new}, "an address is never given again"
    again = keys.keyed(keys.matched(first, old), Style.ARTICLES, used)
    assert {row.key for row in again} == used, "the same text keeps every address"


def test_an_inserted_clause_does_not_take_anothers_address() -> None:
    old = keys.keyed([Row("article", "甲条内容"), Row("article", "乙条内容")], Style.ARTICLES)
    new = parsing.parse("示例办法\n第一条 甲条内容\n第二条 新的一条\n第三条 乙条的内容").rows
    made = keys.keyed(keys.matched(new, old), Style.ARTICLES, {"1", "2"})
    assert [row.key for row in made] == ["1", "2-2", "2"]


@given(plain_rows)
def test_a_text_compared_with_itself_has_no_change(rows: list[Row]) -> None:
    clauses = numbered(rows)
    changes = comparing.compare(clauses, clauses)
    assert [change for change in changes if change.is_change or change.renumbered] == []
    assert len(changes) == len(clauses)


@st.composite
def revisions(draw: st.DrawFn) -> tuple[list[tree.Numbered], list[tree.Numbered]]:
    """A text and what somebody made of it: clauses deleted, reworded, moved, added."""
    old = keys.keyed(draw(plain_rows), Style.ARTICLES)
    kept = draw(st.permutations(old)) if draw(st.booleans()) else list(old)
    kept = [row for row in kept if draw(st.integers(0, 4))]
    new = [Row(row.kind, draw(texts), row.key) if not draw(st.integers(0, 2)) else row for row in kept]
    for row in draw(st.lists(st.builds(Row, kinds, texts), max_size=3)):
        new.insert(draw(st.integers(0, len(new))), row)
    made = keys.keyed(new, Style.ARTICLES, {row.key for row in old})
    return tree.number(old, Style.ARTICLES), tree.number(made, Style.ARTICLES)


@given(revisions())
def test_the_differences_applied_give_the_other_text(pair: tuple[list[tree.Numbered], list[tree.Numbered]]) -> None:
    old, new = pair
    changes = comparing.compare(old, new)
    assert comparing.apply(old, changes) == [one.row for one in new]
    back = comparing.compare(new, old)
    assert comparing.apply(new, back) == [one.row for one in old]


def test_differences_of_another_text_do_not_fit() -> None:
    old, new = numbered([Row("article", "甲")]), numbered([Row("article", "乙")])
    with pytest.raises(ValueError, match="does not fit"):
        comparing.apply(new, comparing.compare(old, numbered([Row("article", "甲丙")])))
    with pytest.raises(ValueError, match="nothing is said"):
        comparing.apply(old, [])


def test_added_deleted_changed_and_moved_are_told_apart() -> None:
    old = tree.number(keys.keyed([Row("article", f"第{n}项规定的内容") for n in "甲乙丙丁"], "articles"), "articles")
    rows = [Row("article", "第丁项规定的内容", "4"), Row("article", "第甲项规定的全部内容", "1"), Row("article", "新条", "5"),
            Row("article", "第丙项规定的内容", "3")]  # fmt: skip
    changes = comparing.compare(old, tree.number(rows, "articles"))
    assert [(one.key, one.kind, one.moved) for one in changes] == [
        ("4", "same", True), ("1", "changed", False), ("2", "deleted", False), ("5", "added", False),
        ("3", "same", False),
    ]  # fmt: skip
    assert [(part.op, part.text) for part in changes[1].parts] == [
        ("same", "第甲项规定的"), ("new", "全部"), ("same", "内容"),
    ]  # fmt: skip


def word_file(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_word_file_is_read_paragraph_by_paragraph() -> None:
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>示例办法</w:t></w:r></w:p><w:p><w:r><w:t>第一条</w:t><w:tab/><w:t>甲。</w:t></w:r></w:p></w:body></w:document>"
    found = parsing.parse(docx.text_of("办法.docx", word_file(body)))
    assert (found.title, found.rows) == ("示例办法", [Row("article", "甲。")])
    assert docx.text_of("办法.txt", "第一条 甲。".encode("gb18030")) == "第一条 甲。"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("办法.docx", word_file(f"<w:document {W}><w:p><w:pPr><w:numPr/></w:pPr></w:p></w:document>"), "自动编号"),
        ("办法.docx", word_file("<not-closed"), "打不开"),
        ("办法.docx", word_file('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "打不开"),
        ("办法.doc", b"x", "只能从"),
        ("办法.docx", b"PK no archive", "内容却不是"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        docx.text_of(name, data)
