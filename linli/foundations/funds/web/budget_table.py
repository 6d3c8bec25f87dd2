"""A budget as a table (Excel or CSV): what its columns mean, and every wrong row named before anything is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import Budget, Pool, SourceKind
from linli.foundations.places.models import Place
from linli.kernel.errors import Refusal, Refusals
from linli.kernel.money import parse_yuan
from linli.ui.forms import to_ascii_digits

MOST_FAULTS = 20


def heads() -> list[str]:
    """The headings of the table; the first and the last must be filled in."""
    return [_("预算项目"), _("资金类别"), _("资金池"), _("用途编号"), _("区划代码"), _("预算数（元）")]


def sheet(budget: Budget | None) -> list[list[object]]:
    """The table to fill in: of a budget its lines, else the headings and an example."""
    rows: list[list[object]] = [list(heads())]
    if budget is None:
        rows.append([_("养老服务"), "", "", "A01", "", "500000.00"])
    for line in budget.lines.select_related("pool", "place") if budget else ():
        kind = str(line.get_kind_display()) if line.kind else ""
        place = line.place.code if line.place else ""
        rows.append([line.title, kind, line.pool.name if line.pool else "", line.purpose, place, line.amount])
    return rows


@dataclass
class Reader:
    """What the cells of a year's table may name."""

    year: int

    def __post_init__(self) -> None:
        self.kinds = {str(label): str(value) for value, label in SourceKind.choices}
        self.pools = {pool.name: pool for pool in Pool.objects.filter(year=self.year)}
        self.codes = set(CatalogueItem.objects.values_list("code", flat=True))

    def lines(self, rows: Sequence[Sequence[str]]) -> list[Line]:
        """The lines of a table whose first row with text in the first column's heading is the head. Raises Refusals."""
        wanted = heads()
        start = next((n for n, row in enumerate(rows) if [c.strip() for c in row[: len(wanted)]] == wanted), None)
        if start is None:
            raise Refusal(
                _("没有找到表头：%(heads)s。") % {"heads": "、".join(wanted)},
                remedy=_("请下载模板，在模板里填写。"),
                field="file",
            )
        made: list[Line] = []
        faults: list[Refusal] = []
        for number, row in enumerate(rows[start + 1 :], start=start + 2):
            cells = [cell.strip() for cell in row[: len(wanted)]]
            if not any(cells):
                continue
            try:
                made.append(self._line(cells + [""] * (len(wanted) - len(cells))))
            except Refusal as fault:
                words = _("第 %(row)d 行：%(what)s") % {"row": number, "what": fault.message}
                faults.append(Refusal(words, remedy=fault.remedy, field="file"))
        if faults:
            raise Refusals(_("有 %(count)d 行有错，一行也没有登记") % {"count": len(faults)}, each=faults[:MOST_FAULTS])
        return made

    def _line(self, cells: list[str]) -> Line:
        title, kind, pool, purpose, place, amount = cells
        if not title:
            raise Refusal(_("没有预算项目的名称。"), remedy=_("请填写预算项目。"))
        if kind and kind not in self.kinds:
            raise Refusal(
                _("没有“%(kind)s”这一资金类别。") % {"kind": kind},
                remedy=_("可填：%(kinds)s。") % {"kinds": "、".join(self.kinds)},
            )
        if pool and pool not in self.pools:
            raise Refusal(
                _("%(year)s 年度没有资金池“%(pool)s”。") % {"year": self.year, "pool": pool},
                remedy=_("请先建立资金池。"),
            )
        if purpose and not any(code.startswith(purpose) for code in self.codes):
            raise Refusal(
                _("目录中没有编号以 %(code)s 开头的服务。") % {"code": purpose}, remedy=_("请按指导性目录填写。")
            )
        return Line(title, _yuan(amount), self.kinds.get(kind, ""), self.pools.get(pool), purpose, _place(place))


def _place(code: str) -> Place | None:
    found = Place.objects.filter(code=to_ascii_digits(code)).first() if code else None
    if code and found is None:
        raise Refusal(_("没有区划代码 %(code)s。") % {"code": code}, remedy=_("镇街为 9 位，社区（村）为 12 位。"))
    return found


def _yuan(text: str) -> Decimal:
    amount = parse_yuan(text)
    if not amount:
        raise Refusal(_("“%(text)s”不是大于 0 的金额。") % {"text": text[:20]}, remedy=_("请以元为单位填写数字。"))
    return amount
