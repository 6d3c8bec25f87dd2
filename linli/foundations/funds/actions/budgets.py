"""The year's budget: adopting it by lines, amending it with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.funds import budgeting
from linli.foundations.funds.guards import positive, reasoned
from linli.foundations.funds.models import Budget, BudgetLine, Pool
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed; what is left empty takes anything."""

    title: str
    amount: Decimal
    kind: str = ""
    pool: Pool | None = None
    purpose: str = ""
    place: Place | None = None


@action("funds.budget:adopt", gettext_lazy("登记年度预算"), scope="owner",
        tells=gettext_lazy("%(title)s，%(lines)s 项，%(total)s 元"))  # fmt: skip
def adopt_budget(
    *, year: int, owner: Organisation, title: str, lines: Sequence[Line], actor: Actor, document_number: str = ""
) -> Budget:
    """Enter a budget as it was approved."""
    budget = Budget.objects.create(
        year=year,
        owner=owner,
        title=reasoned(title, _("没有填写预算名称。"), _("请填写预算名称。"), field="title"),
        document_number=document_number.strip(),
    )
    _write(budget, lines)
    beyond = budgeting.below_what_is_bound(budget)
    if beyond:
        # What is bound already cannot be undone by a budget that comes later: it is said.
        book.value(budgeting.OVERSPENDING)
        record(beyond_budget="；".join(one.words for one in beyond))
    record(title=budget.title)
    return budget


@action("funds.budget:amend", gettext_lazy("调整年度预算"), short=pgettext_lazy("待办", "核对"), subject=Budget,
        tells=gettext_lazy("%(lines)s 项，%(total)s 元：%(reason)s"))  # fmt: skip
def amend_budget(budget: Budget, *, lines: Sequence[Line], reason: str, actor: Actor) -> Budget:
    """Replace the lines, with the paper that allows it. A line below what contracts bind already is stopped or said, as
    the rule book has it for contracts beyond a line."""
    words = reasoned(reason, _("没有填写调整理由。"), _("请写明预算调整的依据。"))
    before = {one.row.title: one.used - one.row.amount for one in budgeting.below_what_is_bound(budget) if one.row}
    budget.lines.all().delete()
    _write(budget, lines)
    for excess in budgeting.below_what_is_bound(budget):
        assert excess.row is not None
        if excess.used - excess.row.amount > before.get(excess.row.title, Decimal(0)):
            budgeting.settle(excess)
    record(reason=words)
    return budget


def _write(budget: Budget, lines: Sequence[Line]) -> None:
    if not 0 < len(lines) <= MOST_LINES:
        raise Refusal(
            _("预算有 %(count)d 项，应为 1 至 %(most)d 项。") % {"count": len(lines), "most": MOST_LINES},
            remedy=_("请按用途、镇街逐项填写，同类合并。"),
            field="lines",
        )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            order=order,
            title=line.title.strip(),
            kind=line.kind,
            pool=line.pool,
            purpose=line.purpose,
            place=line.place,
            amount=positive(line.amount, field=f"lines-{order - 1}-amount"),
        )
        for order, line in enumerate(lines, start=1)
    )
    record(lines=len(lines), total=f"{sum((line.amount for line in lines), Decimal(0)):.2f}")
