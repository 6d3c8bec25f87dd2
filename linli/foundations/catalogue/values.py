"""An item as somebody gives it: typed into a form, read from a sheet or a file, or taken from a supplement. Pure checks."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.catalogue.states import Served
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS
from linli.foundations.rulebook import book

ALL_BUYERS = [str(kind) for kind in PURCHASERS]
ALL_PROVIDERS = [str(kind) for kind in PROVIDERS]


@dataclass(frozen=True, slots=True)
class ItemValues:
    """One item of the third level. Prices are yuan for one `unit`; the names are those of the table's columns."""

    code: str
    name: str
    section_code: str
    section: str
    field_code: str
    field: str
    unit: str
    price_from: Decimal
    price_to: Decimal
    content: str = ""
    basis: str = ""
    standard: str = ""
    standard_clause: str = ""
    buyers: list[str] = dataclasses.field(default_factory=lambda: list(ALL_BUYERS))
    served: list[str] = dataclasses.field(default_factory=list)
    providers: list[str] = dataclasses.field(default_factory=list)
    notes: str = ""
    negative_mark: str = ""
    negative_reason: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one value, and how to mend it."""

    field: str
    what: str
    remedy: str


def wrongs(item: ItemValues) -> Iterator[Wrong]:
    """Everything that is wrong with one item taken by itself."""
    yield from _missing(item)
    if not (item.code.startswith(item.field_code) and item.field_code.startswith(item.section_code)):
        what = _("目录编号 %(code)s 不在二级 %(field)s、一级 %(section)s 之下。")
        words = {"code": item.code, "field": item.field_code, "section": item.section_code}
        yield Wrong("code", what % words, _("编号应以二级编号开头，二级编号以一级编号开头。"))
    if not (item.code.isascii() and item.code.isalnum()):
        yield Wrong("code", _("目录编号“%s”含有字母和数字以外的字符。") % item.code, _("例如 A0102。"))
    if item.price_from < 0 or item.price_to < item.price_from:
        what = _("参考价 %(low)s 至 %(high)s 不成区间。") % {"low": item.price_from, "high": item.price_to}
        yield Wrong("price_to", what, _("下限不小于 0，上限不低于下限。"))
    if item.negative_mark and not item.negative_reason.strip():
        yield Wrong("negative_reason", _("没有写明认定理由。"), _("认定是否属于不得购买的事项，必须写明理由。"))
    yield from _unknown(item)


def _missing(item: ItemValues) -> Iterator[Wrong]:
    for name in ("code", "name", "section_code", "section", "field_code", "field", "unit"):
        if not getattr(item, name):
            yield Wrong(name, _("没有填写。"), _("这一项必须填写。"))


def _unknown(item: ItemValues) -> Iterator[Wrong]:
    for name, known in (("buyers", ALL_BUYERS), ("served", list(Served.values)), ("providers", ALL_PROVIDERS)):
        strange = [one for one in getattr(item, name) if one not in known]
        if strange:
            yield Wrong(name, _("不认识“%s”。") % "、".join(strange), _("请用模板说明中列出的名称。"))
    if not item.buyers:
        yield Wrong("buyers", _("没有单位可以购买。"), _("至少写一类购买主体。"))
    if item.standard_clause and not _is_clause(item.standard_clause):
        yield Wrong(
            "standard_clause",
            _("规则库中没有条款“%s”。") % item.standard_clause,
            _("写法为“文件/条款”，例如 social-work-evaluation/all；没有的留空。"),
        )


def _is_clause(address: str) -> bool:
    document, _sign, key = address.partition("/")
    found = book.law().documents.get(document)
    return found is not None and key in found.clauses


def disagreements(items: list[ItemValues]) -> Iterator[tuple[int, Wrong]]:
    """What is wrong between items: a code twice, one code of a level with two names. Yields (index, Wrong)."""
    seen: dict[str, int] = {}
    names: dict[tuple[str, str], str] = {}
    for index, item in enumerate(items):
        if item.code in seen:
            yield index, Wrong("code", _("编号 %s 重复。") % item.code, _("请删去或改号。"))
        seen.setdefault(item.code, index)
        for level, code, name in (
            ("section", item.section_code, item.section),
            ("field", item.field_code, item.field),
        ):
            known = names.setdefault((level, code), name)
            if known != name:
                what = _("编号 %(code)s 已叫“%(known)s”，这里写的是“%(name)s”。")
                yield (
                    index,
                    Wrong(level, what % {"code": code, "known": known, "name": name}, _("同一编号只能有一个名称。")),
                )
