"""From a pasted text to clauses, by its own numbering: 第一章, 第一节, 第一条, 一、, （一）, 1.

What does not add up is named by line and never guessed at; the text comes back for correction.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.foundations.rulebook.documents.numerals import NUMERAL, from_chinese
from linli.foundations.rulebook.documents.states import ClauseKind, Style
from linli.foundations.rulebook.documents.tree import COUNTED_THROUGH, RANK, Row, label_of, rank

LONGEST, MOST, TITLE = 4000, 300, 80
"""Characters of one clause; clauses of one document; characters of a title."""
_N = f"[{NUMERAL}0-9０-９]{{1,6}}"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ClauseKind.CHAPTER, re.compile(rf"第({_N})章[:：\s]*(.*)")),
    (ClauseKind.SECTION, re.compile(rf"第({_N})节[:：\s]*(.*)")),
    (ClauseKind.ARTICLE, re.compile(rf"第({_N})条[:：\s]*(.*)")),
    (ClauseKind.ITEM, re.compile(rf"[（(]({_N})[)）]\s*(.*)")),
    ("head", re.compile(rf"([{NUMERAL}]{{1,4}})、\s*(.*)")),
    (ClauseKind.POINT, re.compile(r"([0-9０-９]{1,3})[.．、](?![0-9０-９])\s*(.*)")),
)
BLANKS = " \t　\ufeff\u200b\xa0"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a line, and what to do; lines count from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("第 %(line)d 行：%(message)s") % {"line": self.line, "message": self.message}


@dataclass(slots=True)
class Parsed:
    """What a text says, as far as it could be read."""

    title: str = ""
    style: str = Style.ARTICLES
    rows: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its numbering makes of it."""

    number: int
    kind: str
    count: int
    text: str
    raw: str


def parse(text: str) -> Parsed:
    """Read a whole document. The first line is its title unless it is numbered or reads like a sentence."""
    lines = list(_lines(text))
    found = Parsed(style=Style.ARTICLES if any(one.kind == ClauseKind.ARTICLE for one in lines) else Style.HEADS)
    if len(lines) > 1 and _is_title(lines[0]):
        found.title = lines.pop(0).raw
    if not lines:
        found.mistakes.append(Mistake(1, _("没有条款。请粘贴或上传文件正文。")))
    counter = _Counter(found)
    for line in lines[: MOST + 1]:
        counter.take(line)
    if len(lines) > MOST:
        found.mistakes.append(Mistake(lines[MOST].number, _("超过 %(most)d 个条款，请分成几个文件。") % {"most": MOST}))
    return found


def _is_title(line: Line) -> bool:
    return line.kind == ClauseKind.PARAGRAPH and len(line.raw) <= TITLE and line.raw[-1] not in "。；：，.;:,"


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip(BLANKS)
        if line:
            yield _read(number, line)


def _read(number: int, line: str) -> Line:
    for kind, pattern in PATTERNS:
        match = pattern.fullmatch(line)
        if match and from_chinese(match[1]):
            return Line(number, kind, from_chinese(match[1]), match[2].strip(BLANKS), line)
    return Line(number, ClauseKind.PARAGRAPH, 0, line, line)


class _Counter:
    """Follows the numbering as a reader does: each number must be the one after the last of its kind."""

    def __init__(self, found: Parsed) -> None:
        self.found = found
        self.last: dict[str, int] = {}

    def take(self, line: Line) -> None:
        kind, style = self._kind(line), self.found.style
        if line.count and (line.kind != "head" or style == Style.HEADS):
            self._follow(line, kind)
        for narrower in RANK:
            if rank(narrower, style) > rank(kind, style) and narrower not in COUNTED_THROUGH:
                self.last[narrower] = 0
        self._check_text(line, kind)
        self.found.rows.append(Row(kind, line.text))

    def _kind(self, line: Line) -> str:
        if line.kind != "head":
            return line.kind
        if self.found.style == Style.HEADS:
            return str(ClauseKind.ARTICLE)
        self._wrong(line, _("条文式文件的条下应写“（一）”，这里写的是“%(raw)s”。") % {"raw": line.raw[:8]})
        return str(ClauseKind.ITEM)

    def _follow(self, line: Line, kind: str) -> None:
        style, expected = self.found.style, self.last.get(kind, 0) + 1
        if line.count != expected:
            words = {"right": label_of(kind, expected, style), "said": label_of(kind, line.count, style)}
            self._wrong(line, _("序号不连续，应为“%(right)s”，写的是“%(said)s”。") % words)
        self.last[kind] = line.count

    def _check_text(self, line: Line, kind: str) -> None:
        if not line.text:
            self._wrong(line, _("“%(raw)s”后面没有文字。") % {"raw": line.raw[:8]})
        if len(line.text) > LONGEST:
            self._wrong(
                line,
                _("一段 %(length)d 个字，最多 %(most)d 个字，请分段。") % {"length": len(line.text), "most": LONGEST},
            )

    def _wrong(self, line: Line, message: str) -> None:
        self.found.mistakes.append(Mistake(line.number, message))


def as_text(title: str, labelled: list[tuple[str, str]]) -> str:
    """A document as plain text that `parse` reads back: one clause a line, its label before it."""
    body = [f"{label}{'' if label[-1:] in '、）.' else '　'}{text}" if label else text for label, text in labelled]
    return "\n".join([title, *body])
