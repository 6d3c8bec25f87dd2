"""The pages on which a plan is written: begun, filled from needs and by hand, submitted, published, revised."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.flow.s2_goals.plans import actions
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.plans.web import forms
from linli.flow.s2_goals.plans.web.plan import seen, way
from linli.foundations.catalogue.web import chosen
from linli.foundations.funds.models import BudgetLine
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page, given
from linli.ui.web.verb_page import VerbPage


@needs("goals.plan:draft")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    return form_page(
        request,
        forms.DraftForm(posted(request)),
        lambda data: act(request, actions.draft, **data),
        title=_("编制年度购买计划"),
        crumbs=way(),
        cancel_url=reverse("goals:plans"),
        button=_("开始编制"),
        done=_("计划已开始编制"),
        template="ui/pages/verb.html",
    )


class _PlanPage(VerbPage):
    def queryset(self) -> QuerySet[PurchasePlan]:
        return PurchasePlan.objects.visible_to(self.request.actor).select_related("organisation__place")

    def crumbs(self, record: PurchasePlan) -> list[Crumb]:
        return way(Crumb(str(record), record.get_absolute_url()))


class Describe(_PlanPage):
    verb, form_class = actions.describe, forms.DescribeForm
    done = gettext_lazy("编制说明已修改")

    def initial(self, record: PurchasePlan) -> dict[str, Any]:
        return {"note": record.note}


class Revise(_PlanPage):
    verb, form_class = actions.revise, forms.ReviseForm
    done = gettext_lazy("新的一版已开始编制")


class _Taking(_PlanPage):
    """Rows from elsewhere; `taken` names the form's field and the verb's argument."""

    taken: str

    def arguments(self, record: PurchasePlan) -> dict[str, Any]:
        return {"plan": record}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, **{self.taken: list(data[self.taken])})


class TakeNeeds(_Taking):
    verb, form_class, template_name, taken = actions.take_needs, forms.NeedsForm, "plans/needs.html", "needs"
    done = gettext_lazy("需求已列入计划，请补充金额、目录条目和季度")


class TakeLines(_Taking):
    verb, form_class, template_name, taken = actions.take_lines, forms.LinesForm, "plans/lines.html", "lines"
    done = gettext_lazy("预算项目已列入计划，请补充目录条目和季度")


class PutRow(_PlanPage):
    """A new row, or with `key` the one to change."""

    verb, form_class, template_name = actions.put_row, forms.RowForm, "plans/row.html"
    done = gettext_lazy("计划项目已保存")

    def row(self, record: PurchasePlan) -> PlanRow | None:
        key = self.kwargs.get("key")
        return get_object_or_404(record.rows, key=key) if key else None

    def arguments(self, record: PurchasePlan) -> dict[str, Any]:
        return {"plan": record, "row": self.row(record)}

    def initial(self, record: PurchasePlan) -> dict[str, Any]:
        row = self.row(record)
        if row is None:
            return {"place": record.organisation.place_id}
        names = [name for name in actions.RowValues.__slots__ if name != "line"]
        line = BudgetLine.objects.filter(budget=row.budget_id, title=row.line_title).first()
        return {"line": line, **{name: getattr(row, f"{name}_id", None) or getattr(row, name) for name in names}}

    def more(self, record: PurchasePlan) -> dict[str, Any]:
        row = self.row(record)
        code = self.request.POST.get("catalogue_code", row.catalogue_code if row else "")
        return chosen.of(code, record.organisation.kind)

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        values = actions.RowValues(**given(data))
        return act(self.request, self.verb, record, row=values, key=self.kwargs.get("key"))


class Link(_PlanPage):
    verb, form_class = actions.link, forms.LinkForm
    done = gettext_lazy("计划与项目已对应")

    def row(self, record: PurchasePlan) -> PlanRow:
        return get_object_or_404(record.rows.select_related("need"), key=self.kwargs["key"])

    def arguments(self, record: PurchasePlan) -> dict[str, Any]:
        return {"plan": record, "key": self.kwargs["key"]}

    def initial(self, record: PurchasePlan) -> dict[str, Any]:
        return {"project": self.row(record).project_id}

    def facts(self, record: PurchasePlan) -> list[Fact]:
        row = self.row(record)
        return [Fact(_("计划项目"), row.title), Fact(_("对应需求"), str(row.need or ""))]

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, key=self.kwargs["key"], project=data["project"])


PRESSED: dict[str, tuple[Any, Any]] = {
    "submit": (actions.submit, gettext_lazy("计划已提交审批")),
    "publish": (actions.publish, gettext_lazy("年度购买计划已公开")),
    "drop": (actions.drop, gettext_lazy("计划草稿已撤销")),
}


@needs("goals.plan:list")
@require_POST
def pressed(request: ActorRequest, pk: int, verb: str) -> HttpResponse:
    """A button of the plan's page."""
    if verb not in PRESSED:
        raise Http404
    plan = seen(request, pk)
    action, done = PRESSED[verb]
    return press(request, action, plan, done=str(done), then=plan.get_absolute_url())


@needs("goals.plan:list")
@require_POST
def drop_row(request: ActorRequest, pk: int, key: int) -> HttpResponse:
    plan = seen(request, pk)
    return press(request, actions.drop_row, plan, key=key, done=_("计划项目已删去"), then=plan.get_absolute_url())
