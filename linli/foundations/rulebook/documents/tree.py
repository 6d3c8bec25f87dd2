"""A document's text as a list of clauses whose kinds make the tree: a clause lies in the last one before it of a wider kind.

Labels (第三条, （一）) are counted, never typed, so that a clause put in between renumbers what follows; the key stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.foundations.rulebook.documents.numerals import to_chinese
from linli.foundations.rulebook.documents.states import ClauseKind, Style

RANK: dict[str, int] = {str(kind): rank for rank, kind in enumerate(ClauseKind)}
UNITS: dict[str, str] = {"chapter": "章", "section": "节", "article": "条", "item": "项", "point": "目"}
"""The document's own words, the same in every language of the interface."""
COUNTED_THROUGH = (ClauseKind.CHAPTER, ClauseKind.ARTICLE)
"""Kinds whose numbers run through the whole document; the others begin anew in each parent."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause as it is written: `key` is its address for ever, empty while it has none."""

    kind: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A clause in its document. `name` is how it is cited (第三条第二款第（一）项); `parent` its place in the list, or None."""

    row: Row
    number: int
    label: str
    name: str
    name_en: str
    depth: int
    parent: int | None

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def text(self) -> str:
        return self.row.text

    @property
    def is_heading(self) -> bool:
        return self.kind in (ClauseKind.CHAPTER, ClauseKind.SECTION)


def rank(kind: str, style: str) -> int:
    """How wide a kind is, 0 the widest. Under heads (一、（一）) a paragraph goes on with whatever it follows; under articles
    it is the article's own next paragraph (款)."""
    return len(RANK) if (kind, style) == (ClauseKind.PARAGRAPH, Style.HEADS) else RANK[kind]


def number(rows: Iterable[Row], style: str) -> list[Numbered]:
    """Give every clause its number, label, name and depth."""
    made: list[Numbered] = []
    ancestors: list[int] = []
    counts: dict[tuple[int | None, str], int] = {}
    for row in rows:
        while ancestors and rank(made[ancestors[-1]].kind, style) >= rank(row.kind, style):
            ancestors.pop()
        parent = ancestors[-1] if ancestors else None
        scope = None if row.kind in COUNTED_THROUGH else parent
        start = 1 if row.kind == ClauseKind.PARAGRAPH and _has_own_text(made, parent) else 0
        count = counts[scope, row.kind] = counts.get((scope, row.kind), start) + 1
        label = label_of(row.kind, count, style)
        above = [made[place] for place in ancestors if not made[place].is_heading]
        made.append(
            Numbered(
                row,
                count,
                label,
                _name([*above], row.kind, count, label, style),
                _name_en([*above], row.kind, count),
                len(ancestors),
                parent,
            )
        )
        ancestors.append(len(made) - 1)
    return made


def _has_own_text(made: Sequence[Numbered], parent: int | None) -> bool:
    """The text beside a clause's number is its first paragraph."""
    return parent is not None and not made[parent].is_heading


def label_of(kind: str, count: int, style: str) -> str:
    """What stands before the text."""
    if kind == ClauseKind.PARAGRAPH:
        return ""
    if kind == ClauseKind.POINT:
        return f"{count}."
    if kind == ClauseKind.ITEM:
        return f"（{to_chinese(count)}）"
    if kind == ClauseKind.ARTICLE and style == Style.HEADS:
        return f"{to_chinese(count)}、"
    return f"第{to_chinese(count)}{UNITS[kind]}"


def _name(above: Sequence[Numbered], kind: str, count: int, label: str, style: str) -> str:
    before = above[-1].name if above else ""
    if kind == ClauseKind.PARAGRAPH:
        return f"{before}第{to_chinese(count)}{'款' if above and style == Style.ARTICLES else '段'}"
    if style == Style.HEADS or kind not in (ClauseKind.ITEM, ClauseKind.POINT):
        return f"{before}{label}".rstrip("、") if kind == ClauseKind.ARTICLE else before + label
    return f"{before}第{label.rstrip('.')}{UNITS[kind]}"


ENGLISH = {
    ClauseKind.CHAPTER: "Chapter {}", ClauseKind.SECTION: "Section {}", ClauseKind.ARTICLE: "Art. {}",
    ClauseKind.PARAGRAPH: "para. {}", ClauseKind.ITEM: "({})", ClauseKind.POINT: "{}.",
}  # fmt: skip


def _name_en(above: Sequence[Numbered], kind: str, count: int) -> str:
    own = ENGLISH[ClauseKind(kind)].format(count)
    return f"{above[-1].name_en} {own}" if above else own
