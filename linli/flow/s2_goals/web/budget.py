"""The third page of a design: the budget, checked while it is typed and again by the server when it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s2_goals import actions, checks, integration, rules
from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import law as prices
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.reviews.web import amounts as review
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import Category
from linli.flow.s2_goals.web import budget_shown as shown
from linli.flow.s2_goals.web import pages, parsing, rows
from linli.flow.s2_goals.web.forms import BudgetForm, LineFormSet
from linli.foundations.funds.models import FundSource, Pool
from linli.foundations.rulebook import book
from linli.kernel import money
from linli.kernel.errors import Refusal
from linli.ui import formats
from linli.ui.clauses import chip
from linli.ui.parts import Action, Fact, Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence

FIELDS = ("category", "basis", "unit_price", "quantity", "unit", "activity", "price_reason")
BEGIN = [
    (Category.WAGES, "人月"),
    (Category.INSURANCE, "人月"),
    (Category.SUPERVISION, "次"),
    (Category.MATERIALS, "场"),
    (Category.VOLUNTEERS, "人次"),
    (Category.MANAGEMENT, "项"),
]
"""The rows that an empty budget begins with, with their usual units."""


@needs("goals.design:list")
def budget(request: ActorRequest, pk: int) -> HttpResponse:
    """Show and save the budget. What breaks a limit is saved as a draft, but does not go on to the next page."""
    design = pages.editing(request, pk)
    if request.method != "POST":
        return _show(request, design, *_saved(design))
    do = request.POST.get("do", "" if "budget-wan" not in request.POST else "draft")
    form = BudgetForm(request.POST, design=design)
    if rows.changes(do) or do == "check":
        initial = rows.changed(request.POST, "lines", do, shown.blank(design))
        return _show(request, design, form, line_rows(design, initial=initial), focus=do == "add")
    formset = line_rows(design, request.POST)
    if not (form.is_valid() and formset.is_valid()):
        return _show(request, design, form, formset, [*form.problems, *rows.problems(formset)])
    values = _values(form, formset)
    moved = review.method_moved(design, values["budget"])
    try:
        kept = act(request, actions.save_budget, design, **values)
    except Refusal as refusal:
        return _show(request, design, form, formset, [Problem(sentence(refusal))])
    found = checks.of_budget(kept, values["lines"], values["budget"], values["wage_reason"])
    method = checks.of_method(kept)
    stops = [*found.stops, *(one for one in method if one.level == "stop")]
    if do == "next" and stops:
        fresh_form, fresh_rows = _saved(kept)
        return _show(request, kept, fresh_form, fresh_rows, [pages.problem(one) for one in stops], tried=True)
    messages.success(request, _("预算已保存"))
    if moved:
        messages.info(request, moved)
    return redirect(request.path if do == "draft" else pages.following(design, "budget"))


@needs("goals.design:list")
@require_POST
def check(request: ActorRequest, pk: int) -> HttpResponse:
    """The results for what is typed so far: nothing is saved."""
    design = pages.editing(request, pk)
    lines = parsing.typed_lines(request.POST)
    context = _results(design, lines, request.POST, tried=False)
    return render(request, "goals/budget_live.html", {**context, "live": True, "told": told(context)})


def told(results: dict[str, Any]) -> str:
    """The results in a sentence, for who hears the page: sum, share of staff cost, and what does not pass."""
    failed = [str(one.title) for one in results["checks"] if one.state == "failed"]
    words = {"total": formats.yuan_unit(results["sums"].total), "share": results["wages"]["value"]}
    said = _("合计 %(total)s，人员经费占 %(share)s%%。") % words
    return said + (_("未通过：%(names)s。") % {"names": "；".join(failed)} if failed else _("各项检查没有不通过的。"))


def typed(request: ActorRequest, design: Design) -> dict[str, Any] | None:
    """What a draft would save; None while something is not yet whole."""
    form, formset = BudgetForm(request.POST, design=design), line_rows(design, request.POST)
    return _values(form, formset) if form.is_valid() and formset.is_valid() else None


def _values(form: BudgetForm, formset: Any) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "budget": data["budget"] or None,
        "lines": parsing.cleaned_lines(formset.cleaned_data),
        "wage_reason": data["wage_reason"],
        "split_reason": data["split_reason"],
        "price_reason": data["price_reason"],
        "method": data["method"],
        "method_reason": data["method_reason"],
        "source": data["source"],
        "pool": data["pool"],
    }


def _saved(design: Design) -> tuple[BudgetForm, Any]:
    """The saved budget, or the usual rows to begin with."""
    initial = {
        "budget": design.budget,
        "method": design.method,
        "method_reason": design.method_reason,
        "wage_reason": design.wage_reason,
        "split_reason": design.split_reason,
        "price_reason": design.price_reason,
        "source": design.source_id,
        "pool": design.pool_id,
    }
    shown = FIELDS[:5]
    lines = [
        {**{name: getattr(one, name) for name in shown}, "quantity": f"{one.quantity.normalize():f}",
         "activity": one.activity, "price_reason": one.price_reason}
        for one in saved.lines(design)
    ] or [{"category": category, "unit": unit} for category, unit in BEGIN]  # fmt: skip
    return BudgetForm(initial=initial, version=design.version, design=design), line_rows(design, initial=lines)


def line_rows(design: Design, data: Any = None, initial: list[dict[str, Any]] | None = None) -> Any:
    """The rows of the budget; each may name the activity of the chain that it pays for."""
    activities = list(design.nodes.filter(level="activity").values_list("key", "text"))
    return LineFormSet(data, prefix="lines", form_kwargs={"activities": activities}, initial=initial)


def _show(
    request: ActorRequest,
    design: Design,
    form: BudgetForm,
    formset: Any,
    problems: list[Problem] | None = None,
    *,
    tried: bool = False,
    focus: bool = False,
) -> HttpResponse:
    lines = parsing.typed_lines(_lines_as_typed(formset))
    context = {
        **pages.frame(design, "budget", _("编制预算")),
        **_results(design, lines, _as_typed(form), tried=tried),
        "form": form,
        "formset": formset,
        "problems": problems or [],
        "focus_last": focus,
        "bought": shown.bought(design),
        "uses": [Fact(category, words) for category, words in law.uses()],
        "check_url": reverse("goals:budget_check", args=[design.project_id]),
    }
    context["head"] |= {"actions": _elsewhere(design)}
    if problems:
        context["problems_title"] = _("预算有 %(n)d 处需要修改，草稿已保存") % {"n": len(problems)} if tried else ""
    for row, one in zip(context["rows"], formset.forms, strict=False):
        row.form = named(one, row.index + 1)
    return render(request, "goals/budget.html", context)


def _elsewhere(design: Design) -> list[Action]:
    """Where lines can come from, instead of being typed."""
    return [
        Action(_("从 Excel 导入"), reverse("goals:budget_sheet", args=[design.project_id]), "table-import"),
        Action(_("套用同类项目"), reverse("goals:budget_copy", args=[design.project_id]), "copy"),
    ]


def named(form: Any, number: int) -> Any:
    """Give the inputs of a row their names for screen readers; the column heads are not labels."""
    for field in form.fields.values():
        field.widget.attrs["aria-label"] = _("第 %(n)d 行%(label)s") % {"n": number, "label": field.label}
    form.fields["price_reason"].widget.attrs["placeholder"] = form.fields["price_reason"].label
    notes = f"reference-{number - 1} price-{number - 1}"
    form.fields["unit_price"].widget.attrs["aria-describedby"] = notes
    return form


def _as_typed(form: BudgetForm) -> dict[str, Any]:
    return {name: form[name].value() or "" for name in pages.MONEY}


def _lines_as_typed(formset: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"lines-TOTAL_FORMS": len(formset.forms)}
    for index, form in enumerate(formset.forms):
        found |= {f"lines-{index}-{name}": form[name].value() or "" for name in FIELDS}
    return found


def _results(design: Design, lines: list[Line], data: Any, *, tried: bool) -> dict[str, Any]:
    """Amounts, shares, gauge and checks for a budget as typed. Rows are only marked once saving was tried."""
    typed_budget = parsing.number(data.get("budget")) or None
    told = review.of_amount(design, typed_budget)
    design.method = data.get("method", "")
    design.budget = typed_budget
    design.source, design.pool = source_of(data.get("source")), pool_of(data.get("pool"))
    design.split_reason, design.price_reason = data.get("split_reason", ""), data.get("price_reason", "")
    with book.of(design):
        references = prices.references(design)
    design.method_reason = data.get("method_reason", "")
    found = checks.of_budget(design, lines, typed_budget, data.get("wage_reason", ""))
    sums = found.sums
    required = law.thresholds().required(typed_budget or sums.total)
    return {
        **told,
        "rows": [shown.row_of(index, line, found, tried, references) for index, line in enumerate(lines)],
        "sums": sums,
        "total_share": rules.percent(sums.share(sums.total)),
        "capital": money.capital(typed_budget.quantize(rules.CENT)) if typed_budget else "",
        "gap": shown.gap_words(sums),
        "source_left": shown.left_in_source(design),
        "wages": shown.gauge_of(found),
        "checks": pages.checks(
            one
            for one in (*integration.of_catalogue(design), *found.findings, *checks.of_method(design))
            if one.code != "wages"
        ),
        "required": required.label,
        "required_clause": chip(law.thresholds().citation(required)),
    }


def source_of(key: Any) -> FundSource | None:
    """The source as chosen so far."""
    return FundSource.objects.filter(pk=int(parsing.number(key))).first()


def pool_of(key: Any) -> Pool | None:
    """The pool as chosen so far."""
    return Pool.objects.filter(pk=int(parsing.number(key))).first()
