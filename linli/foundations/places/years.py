"""Reading a table of yearly figures: every cell checked, every fault named by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.models import Place
from linli.foundations.places.sheets import Head, body_of, head_of
from linli.kernel.actor import Actor

COLUMNS = ("区划代码", "年度", "户数", "人口", "服务用房面积")
ENGLISH = ("code", "year", "households", "population", "floor_space")
MOST_PEOPLE = 100_000_000
MOST_FLOOR = Decimal("99999999.99")


@dataclass(frozen=True, slots=True)
class Figures:
    """One good row. Floor space in square metres."""

    place_id: int
    year: int
    households: int
    population: int
    floor_space: Decimal


class _Bad(Exception):
    """A cell that cannot be taken: what is wrong, and how to mend it."""


def figures_from(file: str, rows: Sequence[Sequence[str]], actor: Actor) -> list[Figures]:
    """The figures of a table whose head is among its first rows. Raises BadFile with every bad row."""
    head = head_of(rows, {name: (name, english) for name, english in zip(COLUMNS, ENGLISH, strict=True)})
    at = _columns(file, head)
    body = body_of(rows, head)
    if not body:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    wanted = {_cell(row, at[0]) for _n, row in body}
    places = dict(Place.objects.filter(code__in=wanted).values_list("code", "id"))
    faults: list[Fault] = []
    found: list[Figures] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in body:
        cells = [_cell(row, column) for column in at]
        bad = _faults(file, number, cells, places, seen, actor)
        faults += bad
        if not bad:
            year, households, population = (_count(c) for c in cells[1:4])
            found.append(Figures(places[cells[0]], year, households, population, _floor(cells[4])))
    if faults:
        raise bad_file(faults)
    return found


def _columns(file: str, head: Head) -> list[int]:
    missing = head.missing(*COLUMNS)
    if missing:
        raise whole_file(
            file,
            _("第 %(row)s 行没有“%(columns)s”列。") % {"row": head.row + 1, "columns": "、".join(missing)},
            _("请用模板的表头：%s。") % "、".join(COLUMNS),
        )
    return [head.at(name) for name in COLUMNS]


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _faults(
    file: str,
    number: int,
    cells: Sequence[str],
    places: dict[str, int],
    seen: dict[tuple[str, str], int],
    actor: Actor,
) -> list[Fault]:
    faults: list[Fault] = []
    checks: list[Callable[[str], object]] = [lambda c: _place(c, places, actor), _year, _count, _count, _floor]
    for column, cell, check in zip(COLUMNS, cells, checks, strict=True):
        try:
            check(cell)
        except _Bad as bad:
            faults.append(Fault(file, number, column, *bad.args))
    first = seen.setdefault((cells[0], cells[1]), number)
    if first != number:
        faults.append(
            Fault(file, number, COLUMNS[0], _("与第 %s 行是同一区划、同一年度。") % first, _("请删去其中一行。"))
        )
    return faults


def _place(cell: str, places: dict[str, int], actor: Actor) -> None:
    if cell not in places:
        raise _Bad(_("区划代码“%s”没有登记。") % cell, _("请核对代码，Excel 中该列应为文本格式。"))
    if actor.kind != "system" and not actor.covers(cell):
        raise _Bad(_("区划“%s”不在本单位辖区内。") % cell, _("请删去该行，由其所在镇街或区民政局登记。"))


def _count(cell: str) -> int:
    text = cell.replace(",", "").removesuffix(".0")
    if not (text.isascii() and text.isdigit()):
        raise _Bad(_("“%s”不是整数。") % cell, _("请填写 0 或正整数。"))
    if int(text) > MOST_PEOPLE:
        raise _Bad(_("%s 超过上限一亿。") % cell, _("请核对。"))
    return int(text)


def _year(cell: str) -> int:
    year = _count(cell)
    if not 1990 <= year <= 2100:
        raise _Bad(_("年度 %s 不在 1990 至 2100 之间。") % cell, _("请填写四位年份。"))
    return year


def _floor(cell: str) -> Decimal:
    try:
        area = Decimal(cell.replace(",", ""))
    except InvalidOperation:
        raise _Bad(_("“%s”不是数字。") % cell, _("请填写平方米数，最多两位小数。")) from None
    if not area.is_finite() or not 0 <= area <= MOST_FLOOR or area != round(area, 2):
        raise _Bad(_("面积 %s 不能登记。") % cell, _("请填写 0 或正数，最多两位小数。"))
    return round(area, 2)
