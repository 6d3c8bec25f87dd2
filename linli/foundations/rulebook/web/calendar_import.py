"""Importing a year's calendar from a table, and the empty table to fill in."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of
from linli.foundations.places.web.forms import TableForm
from linli.foundations.rulebook.actions.calendar import import_year
from linli.foundations.rulebook.calendar_table import COLUMNS
from linli.foundations.rulebook.web.calendar import days_of, year_of
from linli.kernel.errors import Refusal
from linli.kernel.models.calendar import CalendarYear, DayKind
from linli.ui import excel
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, show_refusal


class YearTableForm(TableForm):
    """The table, and the notice by which the year was announced, if it was."""

    source = forms.CharField(
        label=gettext_lazy("放假安排通知文号"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("填写后，该年度按已公布处理；尚未公布的年度留空。"),
    )


@needs("rulebook.calendar:import")
@require_http_methods(["GET", "POST"])
def import_page(request: ActorRequest) -> HttpResponse:
    """All rows or none; a bad table comes back with its rows, columns and remedies."""
    year = year_of(request)
    here = f"{reverse('rulebook:calendar')}?year={year}"
    form, faults = YearTableForm(posted(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            act(request, import_year, year=year, file=upload.name, rows=rows_of(upload),
                source=form.cleaned_data["source"])  # fmt: skip
        except BadFile as bad:
            faults = bad
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(year)s 年日历已导入") % {"year": year})
            return redirect(here)
    title = _("导入 %(year)s 年日历") % {"year": year}
    context = {
        "crumbs": [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(_("工作日历"), here), Crumb(title)],
        "head": {"title": title},
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "submit": _("导入日历"),
        "columns": COLUMNS,
        "template_url": f"{reverse('rulebook:calendar-template')}?year={year}",
        "cancel_url": here,
        "faults": [(f.row or "—", f.column or "—", f"{f.what}{f.remedy}") for f in faults.faults] if faults else [],
        "total": faults.total if faults else 0,
    }
    return render(request, "rulebook/calendar_import.html", context, status=422 if form.is_bound else 200)


@needs("rulebook.calendar:import")
def template(request: ActorRequest) -> HttpResponse:
    """The year as it is known now, in the form of the table."""
    year = year_of(request)
    words = {DayKind.HOLIDAY: _("放假"), DayKind.WORKDAY: _("上班")}
    kept = CalendarYear.objects.filter(year=year).exists()
    rows: list[list[object]] = [list(COLUMNS)]
    rows += [[day.isoformat(), words[DayKind(kind)], name] for day, kind, name in days_of(year, kept)]
    return excel.response(rows, _("%(year)s 年工作日历") % {"year": year})
