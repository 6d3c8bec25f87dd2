"""What must hold before a plan is submitted; the page shows the same findings while it is written."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals import rules
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.rules import Finding
from linli.flow.thread.models import Method
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.funds.models import BudgetLine
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal

BUDGET_FIRST = "budget.first"
CHAIN = "approvals.plan"


def of_plan(plan: PurchasePlan) -> list[Finding]:
    """Every finding, stops first, by the law of the purchaser's place. `field` of a row's finding is row-<key>."""
    with book.at(plan.organisation.place.code):
        rows = list(plan.rows.select_related("budget", "place", "need"))
        found = [*_of_rows(plan, rows), *_of_lines(rows), *_of_same_items(rows)]
    if not rows:
        found.append(Finding("empty", "stop", _("计划中还没有项目"), _("请从需求清单列入，或逐项增加")))
    return sorted(found, key=lambda one: one.level != "stop")


def _of_rows(plan: PurchasePlan, rows: Sequence[PlanRow]) -> list[Finding]:
    bounds, found = law.thresholds(), []
    for row in rows:
        words = {"row": row.title}
        for name, what in {
            "amount": _("“%(row)s”没有填写计划金额"),
            "catalogue_code": _("“%(row)s”没有选择指导性目录条目"),
            "quarter": _("“%(row)s”没有填写计划实施的季度"),
        }.items():
            if not getattr(row, name):
                found.append(_at(row, name, what % words, _("请补充")))
        found += _of_item(plan, row)
        if row.amount and row.method and not rules.is_strict_enough(row.method, bounds.required(row.amount)):
            found.append(_of_method(row, bounds))
        if row.budget is None:
            title, remedy = (
                _("“%(row)s”没有对应的预算项目") % words,
                _("没有预算不得购买；请选择预算项目，或在批复后调整计划"),
            )
            found.append(_at(row, "line", title, remedy, "warn", book.citation(BUDGET_FIRST)))
    return found


def _at(
    row: PlanRow, code: str, title: str, remedy: str, level: str = "stop", citation: dict[str, Any] | None = None
) -> Finding:
    return Finding(code, level, title, remedy, f"row-{row.key}", citation)


def _of_item(plan: PurchasePlan, row: PlanRow) -> list[Finding]:
    if not row.catalogue_code:
        return []
    try:
        catalogue.check(row.catalogue_code, buyer=plan.organisation.kind)
    except Refusal as refusal:
        title = f"“{row.title}”：{refusal.message}"
        return [_at(row, "catalogue", title, str(refusal.remedy), "stop", book.citation("catalogue.negative_list"))]
    return []


def _of_method(row: PlanRow, bounds: law.Thresholds) -> Finding:
    assert row.amount is not None
    required = bounds.required(row.amount)
    words = {"row": row.title, "amount": rules.yuan(row.amount), "chosen": Method(row.method).label}
    title = _("“%(row)s”计划金额 %(amount)s，采购方式不能是“%(chosen)s”") % words
    remedy = _("请改为“%(required)s”或更公开的方式") % {"required": required.label}
    return _at(row, "method", title, remedy, "stop", bounds.citation(required))


def _of_lines(rows: Sequence[PlanRow]) -> list[Finding]:
    """What is planned from a budget line is not more than the line, as the budget stands now."""
    planned: dict[tuple[int, str], list[PlanRow]] = defaultdict(list)
    for row in rows:
        if row.budget_id and row.amount:
            planned[row.budget_id, row.line_title].append(row)
    lines = BudgetLine.objects.filter(budget__in={budget for budget, _title in planned})
    there = {(b, title): amount for b, title, amount in lines.values_list("budget", "title").annotate(Sum("amount"))}
    found = []
    for key, group in planned.items():
        amount, total = there.get(key, Decimal(0)), sum((row.amount or Decimal(0) for row in group), Decimal(0))
        if total > amount:
            words = {"line": key[1], "total": rules.yuan(total), "amount": rules.yuan(amount)}
            title = _("预算项目“%(line)s”共 %(amount)s，计划安排了 %(total)s") % words
            remedy = _("请减少计划金额，或先调整预算")
            found.append(_at(group[-1], "over", title, remedy, "stop", book.citation(BUDGET_FIRST)))
    return found


def _of_same_items(rows: Sequence[PlanRow]) -> list[Finding]:
    """Purchases of one item that cross a threshold together but not each: to be bought together, or with the stricter method."""
    groups: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        if row.catalogue_code and row.amount:
            groups[row.catalogue_code].append(row)
    bounds, found = law.thresholds(), []
    for group in groups.values():
        total = sum((row.amount or Decimal(0) for row in group), Decimal(0))
        required = bounds.required(total)
        weaker = [
            row
            for row in group
            if not rules.is_strict_enough(row.method or bounds.required(row.amount or total), required)
        ]
        if len(group) > 1 and weaker:
            words = {
                "item": group[0].catalogue_name,
                "n": len(group),
                "total": rules.yuan(total),
                "method": required.label,
            }
            title = _("“%(item)s”分 %(n)d 个项目购买，合计 %(total)s，达到“%(method)s”的限额") % words
            remedy = _("请合并购买，或改用“%(method)s”") % words
            found.append(_at(weaker[0], "split", title, remedy, "warn", book.citation("split.response")))
    return found
