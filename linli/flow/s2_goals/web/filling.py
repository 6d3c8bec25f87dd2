"""Filling the budget from elsewhere: a sheet, or the lines of an earlier project of the same kind."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.flow.s2_goals import actions, sheet
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import DesignState
from linli.flow.s2_goals.web import pages
from linli.flow.s2_goals.web.forms import LineForm
from linli.foundations.places import sheets
from linli.foundations.places.divisions.faults import BadFile
from linli.kernel.errors import Refusal
from linli.ui import excel, forms
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, show_refusal
from linli.ui.web.form_page import form_page, show_form

OFFERED = 30
FINISHED = (DesignState.APPROVED, DesignState.PUBLISHED)


class SheetForm(forms.Form):
    file = django_forms.FileField(
        label=gettext_lazy("成本明细表"),
        help_text=gettext_lazy("Excel（.xlsx）或 CSV，最大 5 MB。导入后替换现有明细，预算总额和资金来源不变。"),
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class CopyForm(forms.Form):
    design = django_forms.ModelChoiceField(
        Design.objects.none(),
        label=gettext_lazy("同类项目"),
        widget=django_forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("请选择一个项目。")},
    )


def similar(request: ActorRequest, design: Design) -> QuerySet[Design]:
    """Approved designs of the same catalogue item that the actor sees and that have lines; his own office's first."""
    found = Design.objects.visible_to(request.actor).filter(state__in=FINISHED, lines__isnull=False)
    found = found.filter(catalogue_code=design.catalogue_code).exclude(pk=design.pk).distinct()
    return found.select_related("project__purchaser").order_by("-project__year", "-pk")


@needs("goals.design:list")
@require_http_methods(["GET", "POST"])
def from_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """All rows of the sheet or none; `?template=1` gives the present lines as a sheet to be filled."""
    design = pages.editing(request, pk)
    if "template" in request.GET:
        return excel.response(sheet.rows_of(saved.lines(design)), _("成本明细"))
    form = SheetForm(posted(request), request.FILES or None, version=design.version)
    faults: BadFile | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            lines = sheet.lines_from(upload.name, sheets.rows_of(upload), LineForm)
            _replace(request, design, lines)
        except Refusal as refusal:
            faults = refusal if isinstance(refusal, BadFile) else None
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已导入 %(n)d 行成本明细，请核对。") % {"n": len(lines)})
            return redirect(pages.address(design, "budget"))
    return show_form(
        request,
        form,
        title=_("从 Excel 导入"),
        button=_("导入明细"),
        template="goals/budget_sheet.html",
        **_around(design),
        columns=list(sheet.COLUMNS.values()),
        faults=faults.rows if faults else [],
        total=faults.total if faults else 0,
    )


@needs("goals.design:list")
@require_http_methods(["GET", "POST"])
def from_project(request: ActorRequest, pk: int) -> HttpResponse:
    """The lines of an approved design of the same catalogue item take the place of the present ones."""
    design = pages.editing(request, pk)
    form = CopyForm(posted(request), version=design.version)
    field: Any = form.fields["design"]
    field.queryset = similar(request, design) if design.catalogue_code else Design.objects.none()
    return form_page(
        request,
        form,
        lambda data: _replace(request, design, saved.lines(data["design"])),
        done=_("成本明细已套用，请按本项目核对单价和数量。"),
        then=pages.address(design, "budget"),
        title=_("套用同类项目"),
        button=_("套用明细"),
        template="goals/budget_copy.html",
        **_around(design),
        design=design,
        offers=list(field.queryset.prefetch_related("lines")[:OFFERED]),
        chosen=form["design"].value(),
    )


def _replace(request: ActorRequest, design: Design, lines: list[Line]) -> None:
    """Save these lines; total, source, method and reasons stay as they are."""
    kept = {
        name: getattr(design, name)
        for name in (
            "budget",
            "source",
            "pool",
            "wage_reason",
            "split_reason",
            "method",
            "price_reason",
            "method_reason",
        )
    }
    act(request, actions.save_budget, design, lines=lines, **kept)


def _around(design: Design) -> dict[str, Any]:
    """What both pages say of the design, and the way back to its budget."""
    above, back = pages.frame(design, "budget", "")["crumbs"][:-1], pages.address(design, "budget")
    return {
        "crumbs": [*above, Crumb(_("编制预算"), back)],
        "sub": [design.project.title, design.project.number],
        "cancel_url": back,
    }
