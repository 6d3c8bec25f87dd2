"""Keeping the calendar: a year is taken over from the library or entered, and single days corrected."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks, year_cache
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models.calendar import CalendarDay, CalendarYear, DayKind
from linli.kernel.permissions import grant, kind, role, system

grant("kernel.calendar:load", system | (kind("civil_affairs", "operator") & role("clerk", "leader", "operator")))
grant("kernel.calendar:edit", system | (kind("civil_affairs") & role("clerk", "leader")))
grant("kernel.calendar:announce", kind("civil_affairs") & role("clerk", "leader"))


@action("kernel.calendar:load", gettext_lazy("载入年度日历"), tells=gettext_lazy("%(year)s 年，%(days)s 天"))
def load_year(*, year: int, actor: Actor) -> CalendarYear:
    """Take a year over from the library, in place of what was entered for it."""
    known = year_cache.library_year(year)
    names = year_cache.library_names(year)
    row, _made = CalendarYear.objects.update_or_create(
        year=year, defaults={"announced": known.announced, "source": _("holidays 程序库") if known.announced else ""}
    )
    CalendarDay.objects.filter(day__year=year).delete()
    days = [CalendarDay(day=day, kind=DayKind.HOLIDAY, name=names.get(day, "")[:60]) for day in sorted(known.free)]
    days += [CalendarDay(day=day, kind=DayKind.WORKDAY, name=_("调休上班")) for day in sorted(known.worked)]
    CalendarDay.objects.bulk_create(days)
    year_cache.years.edited()
    record(year=year, days=len(days), announced=known.announced)
    hooks.call("calendar.changed", year=year, actor=actor)
    return row


@action("kernel.calendar:edit", gettext_lazy("修改日历"), tells=gettext_lazy("%(day)s 改为 %(kind)s"))
def edit_day(*, day: date, day_kind: str, actor: Actor, name: str = "") -> CalendarYear:
    """Say what a day is: `holiday`, `workday`, or empty for what its weekday makes it."""
    row = CalendarYear.objects.filter(year=day.year).first()
    if row is None:
        raise Refusal(
            _("%(year)s 年的日历还没有载入。") % {"year": day.year},
            remedy=_("请先载入该年度日历，再修改。"),
            field="day",
        )
    if day_kind and day_kind not in DayKind.values:
        raise Refusal(_("日期类别只能是放假或上班。"), remedy=_("请重新选择。"), field="day_kind")
    if day_kind:
        CalendarDay.objects.update_or_create(day=day, defaults={"kind": day_kind, "name": name})
    else:
        CalendarDay.objects.filter(day=day).delete()
    year_cache.years.edited()
    record(day=day, kind=day_kind or "weekday", name=name)
    hooks.call("calendar.changed", year=day.year, actor=actor)
    return row


@action("kernel.calendar:announce", gettext_lazy("确认放假安排已公布"), tells=gettext_lazy("%(year)s 年，%(source)s"))
def announce(*, year: int, source: str, actor: Actor) -> CalendarYear:
    """Say that a year's arrangement is announced and entered; `source` names the notice."""
    row = CalendarYear.objects.filter(year=year).first()
    if row is None or not source.strip():
        raise Refusal(
            _("%(year)s 年的放假安排不能确认：先载入该年度日历，并写明通知的文号。") % {"year": year},
            remedy=_("请载入日历，核对调休日期，再填写通知文号。"),
            field="source",
        )
    row.announced, row.source = True, source.strip()
    row.save()
    year_cache.years.edited()
    record(year=year, source=row.source)
    hooks.call("calendar.changed", year=year, actor=actor)
    return row
