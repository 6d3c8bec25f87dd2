"""Budgets line by line against what is reserved, bound and paid (预算执行)."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.funds import actions, queries
from linli.foundations.funds.models import OVERSEERS, Budget
from linli.foundations.funds.queries import BudgetRow
from linli.foundations.funds.web import budget_table, room
from linli.foundations.funds.web.forms import BudgetForm, BudgetTableForm
from linli.ui import excel
from linli.ui.parts import Action, Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted

MOST = 100


def _budgets(request: ActorRequest) -> "QuerySet[Budget]":
    """Overseers see every budget, others their own."""
    found = Budget.objects.select_related("owner").order_by("-year", "owner__name", "pk")
    if request.actor.organisation_kind in OVERSEERS:
        return found
    return found.filter(owner_id=request.actor.organisation_id or 0)


@needs("funds.source:list")
def budgets(request: ActorRequest) -> HttpResponse:
    """The budgets of every year with what became of them; `?export=xlsx` gives them as a table."""
    shown = [(found, _totals(queries.against_actual(found))) for found in _budgets(request)[:MOST]]
    if request.GET.get("export") == "xlsx":
        return excel.response(_list_sheet(shown), _("预算执行"))
    offered = request.actor.may("funds.budget:offer")
    verbs = [Action(_("登记年度预算"), reverse("funds:budget_new"), "plus", "primary")] if offered else []
    context = {
        "head": {"title": _("预算执行"), "sub": [_("共 %(n)s 份预算") % {"n": len(shown)}], "actions": verbs},
        "room": room.tabs("budgets", request.actor),
        "budgets": shown,
    }
    return render(request, "funds/budgets.html", context)


def _list_sheet(shown: list[tuple[Budget, BudgetRow]]) -> list[list[Any]]:
    heads: list[Any] = [_("预算"), _("预算单位"), _("年度"), _("批复文号"), _("预算数（元）"), _("预留和签约（元）"), _("已支付（元）")]  # fmt: skip
    return [heads] + [
        [found.title, found.owner.name, found.year, found.document_number, row.amount, row.held, row.spent]
        for found, row in shown
    ]


@needs("funds.source:list")
def budget(request: ActorRequest, pk: int) -> HttpResponse:
    """A budget line by line against what is reserved, bound and paid; `?export=xlsx` gives it as a table."""
    found = get_object_or_404(_budgets(request), pk=pk)
    rows = queries.against_actual(found)
    if request.GET.get("export") == "xlsx":
        return excel.response(_budget_sheet(rows), str(found))
    context = {
        "crumbs": room.crumbs(Crumb(_("预算执行"), reverse("funds:budgets")), Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [_("%(year)s 年度") % {"year": found.year}, found.owner.name, found.document_number],
            "actions": _verbs(request, found),
        },
        "budget": found,
        "rows": [(row, _line_down(found.year, row)) for row in rows],
        "total": _totals(rows),
    }
    return render(request, "funds/budget.html", context)


def _verbs(request: ActorRequest, found: Budget) -> list[Action]:
    verbs = [Action(_("看科目"), f"{reverse('funds:accounts')}?year={found.year}", "list-details")]
    if request.actor.may(actions.amend_budget.name, found):
        verbs.append(Action(_("调整预算"), reverse("funds:budget_amend", args=[found.pk]), "pencil"))
    return verbs


@needs("funds.budget:offer")
def new(request: ActorRequest) -> HttpResponse:
    """Enter a budget from its table."""

    def run(typed: dict[str, Any]) -> Budget:
        lines = budget_table.Reader(typed["year"]).lines(room.table_in(typed.pop("file")))
        made: Budget = act(request, actions.adopt_budget, lines=lines, **typed)
        return made

    form = BudgetForm(posted(request), request.FILES or None, actor=request.actor)
    return room.form_page(
        request,
        form,
        run,
        title=actions.adopt_budget.label,
        done=_("年度预算已登记"),
        cancel_url=reverse("funds:budgets"),
        way=[Crumb(_("预算执行"), reverse("funds:budgets"))],
    )


@needs("funds.source:list")
def amend(request: ActorRequest, pk: int) -> HttpResponse:
    """Replace the lines by those of a table, with the paper that allows it."""
    found = get_object_or_404(_budgets(request), pk=pk)
    require(request.actor, actions.amend_budget.name, found)

    def run(typed: dict[str, Any]) -> Budget:
        lines = budget_table.Reader(found.year).lines(room.table_in(typed["file"]))
        made: Budget = act(request, actions.amend_budget, found, lines=lines, reason=typed["reason"])
        return made

    return room.form_page(
        request,
        BudgetTableForm(posted(request), request.FILES or None, version=found.version),
        run,
        title=actions.amend_budget.label,
        done=_("年度预算已调整"),
        cancel_url=found.get_absolute_url(),
        way=[Crumb(_("预算执行"), reverse("funds:budgets")), Crumb(found.title, found.get_absolute_url())],
        sub=[_("先下载现行的表，改好后上传；上传的表代替原来的全部项目")],
    )


@needs("funds.source:list")
def template(request: ActorRequest) -> HttpResponse:
    """The table to fill in; `of` names a budget whose lines it begins with."""
    of = request.GET.get("of", "")
    found = get_object_or_404(_budgets(request), pk=int(of)) if of.isascii() and of.isdigit() else None
    return excel.response(budget_table.sheet(found), str(found) if found else _("年度预算"))


def _totals(rows: list[BudgetRow]) -> BudgetRow:
    whole = BudgetRow(None, _("合计"), sum((row.amount for row in rows), Decimal(0)))
    for row in rows:
        whole.reserved += row.reserved
        whole.committed += row.committed
        whole.spent += row.spent
    return whole


def _line_down(year: int, row: BudgetRow) -> str:
    if row.line is None:
        return ""
    for by, key in (("purpose", row.line.purpose), ("town", row.line.place.code if row.line.place else "")):
        if key:
            return f"{reverse('funds:accounts')}?{urlencode({'year': year, 'by': by, 'key': key})}"
    return f"{reverse('funds:accounts')}?{urlencode({'year': year, 'by': 'kind', 'key': row.line.kind})}"


def _budget_sheet(rows: list[BudgetRow]) -> list[list[Any]]:
    heads = [_("预算项目"), _("预算数（元）"), _("已预留（元）"), _("已签约（元）"), _("已支付（元）"), _("剩余（元）")]
    return [heads] + [
        [row.title, row.amount, row.reserved, row.committed, row.spent, row.left] for row in [*rows, _totals(rows)]
    ]
