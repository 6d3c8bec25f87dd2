"""Filling a draft from a template or from an earlier project, part by part; what is there is replaced only when told so."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import content as contents
from linli.flow.s2_goals.results import templates
from linli.flow.s2_goals.results.content import Content, Part
from linli.flow.s2_goals.states import DesignState
from linli.flow.s2_goals.web import pages
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, show_refusal

OFFERED = 30
FINISHED = (DesignState.APPROVED, DesignState.PUBLISHED)


class FillForm(forms.Form):
    """From where, which parts, and whether what is there may be replaced."""

    origin = django_forms.ChoiceField(
        label=gettext_lazy("来源"),
        widget=django_forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一个模板或项目。")},
    )
    parts = django_forms.MultipleChoiceField(
        label=gettext_lazy("套用哪些内容"),
        choices=Part.choices,
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一项。")},
    )
    overwrite = django_forms.BooleanField(label=gettext_lazy("替换方案中已有的内容"), required=False)

    def __init__(self, *args: Any, origins: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["origin"]
        field.choices = origins


def earlier(request: ActorRequest, design: Design) -> QuerySet[Design]:
    """Approved designs that the actor sees: those of the same catalogue item first, then the newest."""
    found = Design.objects.visible_to(request.actor).filter(state__in=FINISHED).exclude(pk=design.pk)
    same = Case(When(catalogue_code=design.catalogue_code or "-", then=Value(0)), default=Value(1))
    return found.select_related("project__purchaser").order_by(same, "-project__year", "-pk")


@needs("goals.design:list")
@require_http_methods(["GET", "POST"])
def fill(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    models = list(earlier(request, design)[:OFFERED])
    origins = [(f"template:{key}", file.title) for key, file in templates.lines()]
    origins += [(f"design:{one.pk}", one.project.title) for one in models]
    there = contents.filled(design)
    form = FillForm(
        posted(request), version=design.version, origins=origins,
        initial={"origin": _nearest(design), "parts": [str(part) for part in Part if part not in there]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        content, title = taken(form.cleaned_data["origin"], design, models)
        given = {"parts": form.cleaned_data["parts"], "overwrite": form.cleaned_data["overwrite"]}
        try:
            act(request, actions.fill, design, content=content, origin=title, **given)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("已套用“%s”，请按本项目逐页核对。") % title)
            return redirect(pages.address(design, "chain"))
    context = {
        **_frame(design),
        "form": form,
        "templates": [(f"template:{key}", file) for key, file in templates.lines()],
        "models": [(f"design:{one.pk}", one) for one in models],
        "chosen": form["origin"].value(),
        "there": contents.labels(there),
        "submit": _("套用"),
    }
    return render(request, "goals/results/fill.html", context, status=422 if form.is_bound else 200)


def _nearest(design: Design) -> str:
    """The template of the line that the design's catalogue item belongs to; empty where there is none."""
    keys = [key for key, file in templates.lines() if design.catalogue_code.startswith(file.field_code)]
    return f"template:{keys[0]}" if keys else ""


def taken(origin: str, design: Design, models: list[Design]) -> tuple[Content, str]:
    """What was chosen, and what it is called. `origin` is one of those offered."""
    kind, _sign, key = origin.partition(":")
    if kind == "template":
        found = templates.known()[key]
        return found.content(design.service_from, design.service_to), found.file.title
    model = next(one for one in models if str(one.pk) == key)
    return contents.of(model), model.project.title


def _frame(design: Design) -> dict[str, Any]:
    back = pages.address(design, "chain")
    base = pages.frame(design, "chain", _("填写结果链"))
    title = _("套用模板或以往项目")
    return {
        "crumbs": [*base["crumbs"][:-1], Crumb(_("填写结果链"), back), Crumb(title)],
        "head": {"title": title, "sub": [design.project.title, design.project.number]},
        "design": design,
        "cancel_url": back,
    }
