"""Reading a year's calendar from a table: date, arrangement (放假 or 上班), name. Every fault is named by its row."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.sheets import Head, body_of, head_of
from linli.kernel.models.calendar import DayKind

COLUMNS = ("日期", "安排", "名称")
ENGLISH = ("date", "kind", "name")
KINDS = {
    "放假": DayKind.HOLIDAY, "休": DayKind.HOLIDAY, "holiday": DayKind.HOLIDAY,
    "上班": DayKind.WORKDAY, "班": DayKind.WORKDAY, "调休上班": DayKind.WORKDAY, "workday": DayKind.WORKDAY,
}  # fmt: skip


def days_from(file: str, rows: Sequence[Sequence[str]], year: int) -> list[tuple[date, str, str]]:
    """(day, kind, name) of every row, in order. Raises BadFile with every bad row."""
    head = _head(file, rows)
    body = body_of(rows, head)
    if not body:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    faults: list[Fault] = []
    seen: dict[date, int] = {}
    found: list[tuple[date, str, str]] = []
    for number, row in body:
        day_text, kind_text, name = (head.cell(row, column) for column in COLUMNS)
        day, bad = _day(day_text, year)
        if day is not None and seen.setdefault(day, number) != number:
            bad = (_("与第 %s 行是同一天。") % seen[day], _("请删去其中一行。"))
        if bad:
            faults.append(Fault(file, number, COLUMNS[0], *bad))
        kind = KINDS.get(kind_text.lower())
        if kind is None:
            what = _("“%s”不是放假也不是上班。") % kind_text
            faults.append(Fault(file, number, COLUMNS[1], what, _("请填写“放假”或“上班”。")))
        elif day is not None and kind == DayKind.WORKDAY and day.weekday() < 5:
            faults.append(Fault(file, number, COLUMNS[1], _("这一天不是周末。"), _("调休上班只能是周六或周日。")))
        if day is not None and kind is not None:
            found.append((day, str(kind), name[:60]))
    if faults:
        raise bad_file(faults)
    return sorted(found)


def _head(file: str, rows: Sequence[Sequence[str]]) -> Head:
    """Where the head stands; the name may be missing."""
    head = head_of(rows, {name: (name, english) for name, english in zip(COLUMNS, ENGLISH, strict=True)})
    if head.missing(*COLUMNS[:2]):
        raise whole_file(file, _("没有“日期”和“安排”两列。"), _("请用模板的表头：%s。") % "、".join(COLUMNS))
    return head


def _day(text: str, year: int) -> tuple[date | None, tuple[str, str] | None]:
    plain = text[:10].replace("/", "-").replace(".", "-")
    try:
        parts = [int(part) for part in plain.split("-")]
        day = date(*parts)
    except (ValueError, TypeError):
        return None, (_("“%s”不是日期。") % text, _("请填写如 %(year)s-10-01 的日期。") % {"year": year})
    if day.year != year:
        return None, (_("%(day)s 不在 %(year)s 年。") % {"day": day, "year": year}, _("请只填写这一年的日期。"))
    return day, None
