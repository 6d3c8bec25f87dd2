"""The working-day calendar of a year: what it rests on, which days differ from their weekday, and how to change them."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.kernel import calendar, clock, year_cache
from linli.kernel.actions import Action
from linli.kernel.models.calendar import CalendarDay, CalendarYear, DayKind
from linli.ui.forms import Form
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, submit


class DayForm(Form):
    """Say what a day is."""

    day = forms.DateField(label=gettext_lazy("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    day_kind = forms.ChoiceField(
        label=gettext_lazy("改为"), choices=[("", gettext_lazy("按星期")), *DayKind.choices], required=False
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60, required=False)


class AnnounceForm(Form):
    """Name the notice with which the year's arrangement was announced."""

    source = forms.CharField(label=gettext_lazy("放假安排通知文号"), max_length=120)


class LoadForm(Form):
    """Nothing to fill in: the year stands in the address."""


VERBS: dict[str, tuple[Action[Any, Any], type[Form], Any]] = {
    "edit": (calendar.edit_day, DayForm, gettext_lazy("日历已修改")),
    "announce": (calendar.announce, AnnounceForm, gettext_lazy("放假安排已确认公布")),
    "load": (calendar.load_year, LoadForm, gettext_lazy("年度日历已载入")),
}


@needs("rulebook.calendar:view")
def page(request: ActorRequest) -> HttpResponse:
    """One year; `?year=`."""
    return _show(request, year_of(request), {})


@require_POST
@needs("rulebook.calendar:view")
def do(request: ActorRequest, verb: str) -> HttpResponse:
    """Run one of the calendar's verbs."""
    if verb not in VERBS:
        raise Http404
    action, form_class, done = VERBS[verb]
    require(request.actor, action.name)
    year, form = year_of(request), form_class(request.POST)
    here = f"{reverse('rulebook:calendar')}?year={year}"

    def run(cleaned: dict[str, Any]) -> Any:
        given = {k: v for k, v in cleaned.items() if k not in ("idempotency_key", "version")}
        return act(request, action, **given, **({} if verb == "edit" else {"year": year}))

    return submit(request, form, run, done=str(done), then=here) or _show(request, year, {verb: form})


def year_of(request: ActorRequest) -> int:
    """The year of `?year=`, else the present one."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100 else clock.today().year


def _show(request: ActorRequest, year: int, forms_shown: dict[str, Form]) -> HttpResponse:
    row = CalendarYear.objects.filter(year=year).first()
    known = year_cache.year(year)
    may = {name: request.actor.may(action.name) for name, (action, _form, _done) in VERBS.items()}
    context = {
        "crumbs": [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(_("工作日历"))],
        "head": {"title": _("%(year)s 年工作日历") % {"year": year}, "sub": [_source(row)]},
        "year": year,
        "announced": known.announced,
        "years": [Tab(str(y), f"?year={y}", y == year) for y in range(clock.today().year - 2, clock.today().year + 3)],
        "days": days_of(year, row is not None),
        "may_import": request.actor.may("rulebook.calendar:import"),
        "forms": {name: forms_shown.get(name) or VERBS[name][1]() for name, allowed in may.items() if allowed},
        "problems": [p for form in forms_shown.values() for p in form.problems],
    }
    return render(request, "rulebook/calendar.html", context)


def _source(row: CalendarYear | None) -> str:
    if row is None:
        return _("尚未载入，暂按程序库计算")
    return row.source or _("来源未填写")


def days_of(year: int, kept: bool) -> list[tuple[date, str, str]]:
    """(day, kind, name) of every day that differs from its weekday."""
    if kept:
        rows = CalendarDay.objects.filter(day__year=year).order_by("day")
        return [(row.day, row.kind, row.name) for row in rows]
    known, names = year_cache.library_year(year), year_cache.library_names(year)
    free = [(day, str(DayKind.HOLIDAY), names.get(day, "")) for day in known.free]
    return sorted(free + [(day, str(DayKind.WORKDAY), _("调休上班")) for day in known.worked])
