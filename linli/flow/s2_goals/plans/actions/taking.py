"""Rows of a plan that come from elsewhere: from published needs, and from the lines of the year's budget."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need
from linli.flow.s2_goals.plans.actions.rows import fits, next_key, room
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.plans.states import OPEN
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.funds.models import BudgetLine
from linli.foundations.places.models import Place
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "goals.plan:take_needs", gettext_lazy("从需求清单列入"), subject=PurchasePlan, moves=(OPEN, None),
    tells=gettext_lazy("列入 %(count)s 项"),
)  # fmt: skip
def take_needs(plan: PurchasePlan, *, actor: Actor, needs: Sequence[Need]) -> PurchasePlan:
    """Add a row for each of these published needs of the purchaser's places that the plan has not yet, with the item that the
    need was classified under where the purchaser may buy it."""
    there = set(plan.rows.exclude(need=None).values_list("need_id", flat=True))
    fresh = [need for need in needs if need.pk not in there]
    for need in fresh:
        fits(plan, need)
    room(plan, len(fresh))
    first = next_key(plan)
    items = {need.pk: catalogue.open_to(need.catalogue_code, plan.organisation.kind) for need in fresh}
    PlanRow.objects.bulk_create(
        PlanRow(
            plan=plan, key=first + n, title=need.title, need=need, place=need.place, beneficiaries=need.beneficiaries,
            catalogue_code=item.code if (item := items[need.pk]) else "", catalogue_name=item.name if item else "",
        )
        for n, need in enumerate(fresh)
    )  # fmt: skip
    record(count=len(fresh))
    return plan


@action(
    "goals.plan:take_lines", gettext_lazy("从预算项目列入"), subject=PurchasePlan, moves=(OPEN, None),
    tells=gettext_lazy("列入 %(count)s 项"),
)  # fmt: skip
def take_lines(plan: PurchasePlan, *, actor: Actor, lines: Sequence[BudgetLine]) -> PurchasePlan:
    """Add a row for each of these budget lines that no row uses yet, with its whole amount; where the line is bound to an item
    that the purchaser may buy, with that item."""
    known = set(plan.budget_lines().values_list("pk", flat=True))
    foreign = next((line for line in lines if line.pk not in known), None)
    if foreign is not None:
        raise Refusal(
            _("预算项目“%s”不是本单位可用的。") % foreign, remedy=_("请从列出的预算项目中选择。"), field="lines"
        )
    waiting = set(plan.waiting_lines().values_list("pk", flat=True))
    fresh = [line for line in lines if line.pk in waiting]
    room(plan, len(fresh))
    first = next_key(plan)
    PlanRow.objects.bulk_create(_of_line(plan, first + n, line) for n, line in enumerate(fresh))
    record(count=len(fresh))
    return plan


def _of_line(plan: PurchasePlan, key: int, line: BudgetLine) -> PlanRow:
    item = catalogue.open_to(line.purpose, plan.organisation.kind)
    return PlanRow(
        plan=plan,
        key=key,
        title=line.title[:60],
        place=_place_of(plan, line),
        amount=_amount_of(line),
        budget=line.budget,
        line_title=line.title,
        catalogue_code=item.code if item else "",
        catalogue_name=item.name if item else "",
    )


def _place_of(plan: PurchasePlan, line: BudgetLine) -> Place:
    """Where the line is to be spent, if it says so and the purchaser serves it; else the purchaser's own place."""
    own = plan.organisation.place
    return line.place if line.place is not None and line.place.code.startswith(own.code) else own


def _amount_of(line: BudgetLine) -> Decimal:
    """What the budget has under this title: several lines of one title are one for a plan."""
    same = BudgetLine.objects.filter(budget=line.budget_id, title=line.title)
    return Decimal(same.aggregate(sum=Sum("amount"))["sum"])
