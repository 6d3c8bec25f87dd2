"""Taking a year's calendar over from a table: all rows or none, each fault named by its row."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from linli.foundations.rulebook.calendar_table import days_from
from linli.kernel import hooks, year_cache
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.models.calendar import CalendarDay, CalendarYear

Day = tuple[date, str, str]


@action("rulebook.calendar:import", gettext_lazy("导入年度日历"), tells=gettext_lazy("%(year)s 年，%(days)s 天"))
def import_year(*, year: int, file: str, rows: Sequence[Sequence[str]], source: str = "", actor: Actor) -> CalendarYear:
    """Replace a year's calendar by the table's rows (head first). With `source`, the notice's number, the year counts as
    announced. Raises BadFile naming each bad row."""
    days: list[Day] = days_from(file, rows, year)
    row, _made = CalendarYear.objects.get_or_create(year=year)
    if source.strip():
        row.announced, row.source = True, source.strip()
    row.save()
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create([CalendarDay(day=day, kind=kind, name=name) for day, kind, name in days])
    year_cache.years.edited()
    record(year=year, days=len(days), announced=row.announced, source=row.source)
    hooks.call("calendar.changed", year=year, actor=actor)
    return row
