"""Checking the staged rows, all at once in SQL. Each check names the rows that fail it and how to mend them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import SHOWN, Fault


@dataclass(frozen=True, slots=True)
class Check:
    """`bad` selects (file, row, found, detail) of the rows at fault; `words` make what is wrong and the remedy of them."""

    column: str
    bad: str
    words: Callable[[str, str], tuple[str, str]]


LEVELS = {"district": "区", "town": "镇街", "zone": "开发区", "community": "社区（村）"}


def _code(found: str, _detail: str) -> tuple[str, str]:
    if not found:
        return _("区划代码是空的。"), _("请填写 6、9 或 12 位数字。")
    if "E+" in found.upper() or "." in found:
        return _("区划代码“%s”已被表格软件改写。") % found, _("请把该列设为文本格式后重新填写。")
    if not (found.isascii() and found.isdigit()):
        return _("区划代码“%s”含有数字以外的字符。") % found, _("请填写 6、9 或 12 位数字。")
    return (
        _("区划代码“%(code)s”有 %(length)s 位。") % {"code": found, "length": len(found)},
        _("区为 6 位，镇街为 9 位，社区（村）为 12 位；省、市不导入，请删去该行。"),
    )


def _name(found: str, _detail: str) -> tuple[str, str]:
    if not found:
        return _("名称是空的。"), _("请填写名称。")
    if len(found) > 100:
        return _("名称有 %s 个字。") % len(found), _("最多 100 个字，请缩短。")
    return _("名称中有控制字符。"), _("请删去换行、制表等看不见的字符。")


def _level(found: str, detail: str) -> tuple[str, str]:
    wanted = LEVELS[detail]
    if found not in LEVELS:
        return _("层级“%s”无法识别。") % found, _("该代码的层级应为“%s”，也可不填。") % wanted
    return (
        _("层级是“%(found)s”，与区划代码的位数不符。") % {"found": LEVELS[found]},
        _("该代码的层级应为“%s”，请核对代码或层级。") % wanted,
    )


def _parent(found: str, detail: str) -> tuple[str, str]:
    return (
        _("上级代码“%(found)s”与区划代码“%(code)s”不符。") % {"found": found, "code": detail},
        _("上级代码应是区划代码的开头部分，请核对两列。"),
    )


def _twice(found: str, detail: str) -> tuple[str, str]:
    return _("区划代码“%(code)s”与第 %(row)s 行重复。") % {"code": found, "row": detail}, _("请删去其中一行。")


def _unknown(found: str, detail: str) -> tuple[str, str]:
    return (
        _("区划代码“%(code)s”的上级“%(parent)s”既不在文件中，也没有登记。") % {"code": found, "parent": detail},
        _("请在文件中补上该上级，或更正代码。"),
    )


CHECKS = (
    Check("code", "SELECT file, row, code, '' FROM place_stage WHERE NOT fit", _code),
    Check(
        "name",
        "SELECT file, row, name, '' FROM place_stage WHERE name = '' OR length(name) > 100 OR name ~ '[[:cntrl:]]'",
        _name,
    ),
    Check(
        "level",
        "SELECT file, row, level, kind FROM place_stage WHERE fit AND level <> '' AND level <> kind"
        " AND NOT (kind = 'zone' AND level = 'town')",
        _level,
    ),
    Check(
        "parent_code",
        "SELECT file, row, parent, code FROM place_stage WHERE fit AND parent <> ''"
        " AND CASE WHEN above IS NULL THEN NOT starts_with(code, parent) ELSE parent <> above END",
        _parent,
    ),
    Check(
        "code",
        "SELECT file, row, code, first::text FROM (SELECT file, row, code, first_value(row) OVER same AS first,"
        " row_number() OVER same AS nth FROM place_stage WHERE fit"
        " WINDOW same AS (PARTITION BY code ORDER BY file, row)) numbered WHERE nth > 1",
        _twice,
    ),
    Check(
        "code",
        "SELECT file, row, code, above FROM place_stage s WHERE fit AND above IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM place_stage p WHERE p.code = s.above)"
        " AND NOT EXISTS (SELECT FROM places_place p WHERE p.code = s.above)",
        _unknown,
    ),
)


def run(files: Sequence[Path]) -> tuple[list[Fault], int]:
    """The first faults in the order of the files' rows, and how many there are in all."""
    faults: list[tuple[int, int, Fault]] = []
    total = 0
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(f"SELECT *, count(*) OVER () FROM ({check.bad}) bad ORDER BY file, row LIMIT {SHOWN}")  # noqa: S608
            rows = cursor.fetchall()
            total += rows[0][4] if rows else 0
            for file, row, found, detail, _all in rows:
                what, remedy = check.words(found, detail)
                faults.append((file, row, Fault(files[file].name, row, check.column, what, remedy)))
    return [fault for _file, _row, fault in sorted(faults, key=lambda each: each[:2])], total
