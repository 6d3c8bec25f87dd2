"""The signed contract opens the implementation: instalments exact to the fen, and the first duties of the provider."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery import purse, rules
from linli.flow.s4_delivery.models import Delivery, Milestone
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.workdays import due_end


@hooks.on("contract.signed")
def on_contract(*, contract: Any, actor: Actor) -> None:
    """Called inside the signing of a contract (room tenders): the system opens the implementation."""
    open_delivery(
        actor=Actor.system(),
        project=contract.project,
        provider=contract.provider,
        amount=contract.amount,
        splits=_rows(contract),
        service_from=contract.service_from,
        service_to=contract.service_to,
    )


def _rows(contract: Any) -> list[dict[str, Any]]:
    """The contract's instalments as rows; its own amounts in yuan where it has worked them out."""
    rows = [dict(row) if isinstance(row, dict) else {"percent": row} for row in contract.splits or []]
    for row, amount in zip(rows, getattr(contract, "amounts", []), strict=False):
        row.setdefault("amount", amount)
    return rows


@action(
    "delivery.delivery:open",
    gettext_lazy("建立付款节点"),
    scope="project",
    tells=gettext_lazy("合同金额 %(amount)s 元，分 %(count)s 期"),
)
def open_delivery(
    *,
    actor: Actor,
    project: Project,
    provider: Organisation,
    amount: Decimal,
    splits: Sequence[dict[str, Any]],
    service_from: date,
    service_to: date,
) -> Delivery:
    """Create the implementation and its instalments. `splits` is a list of {percent, amount?, title?, conditions?,
    due_on?}; an empty one means the district's usual splits."""
    rows = list(splits) or [{"percent": percent} for percent in book.value("payment.splits")]
    delivery = Delivery.objects.create(
        project=project, provider=provider, amount=amount, service_from=service_from, service_to=service_to
    )
    percents = [Decimal(str(row["percent"])) for row in rows]
    amounts = _amounts(amount, rows, percents)
    purse.bind(project, amount, actor)
    days = rules.due_days(service_from, service_to, len(rows))
    for i, row in enumerate(rows):
        _make(delivery, row, i, len(rows), percents[i], amounts[i], days[i])
    inbox.open_task(
        delivery,
        "delivery.delivery:plan",
        title=_("报送工作计划：%(project)s") % {"project": project},
        organisation_id=provider.pk,
        role=Role.MANAGER,
        due_at=due_end(service_from),
        due_basis=_("合同服务期开始日"),
    )
    record(amount=amount, count=len(rows))
    return delivery


def _amounts(total: Decimal, rows: Sequence[dict[str, Any]], percents: Sequence[Decimal]) -> list[Decimal]:
    """What each instalment comes to: as the contract says if that sums to its amount, else by the percentages."""
    if all("amount" in row for row in rows) and sum(row["amount"] for row in rows) == total:
        return [row["amount"] for row in rows]
    try:
        return rules.split_amount(total, percents)
    except ValueError:
        raise Refusal(
            _("各期付款比例合计 %(sum)s%%，应为 100%%。") % {"sum": sum(percents)},
            remedy=_("请核对合同约定的付款比例，每期都应大于 0。"),
            field="splits",
        ) from None


def _make(
    delivery: Delivery, row: dict[str, Any], i: int, count: int, percent: Decimal, amount: Decimal, day: date
) -> None:
    due_on = row.get("due_on") or day
    milestone = Milestone.objects.create(
        project=delivery.project,
        order=i + 1,
        title=row.get("title") or rules.title(i, count),
        percent=percent,
        amount=amount,
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else due_on,
        conditions=row.get("conditions") or rules.conditions(i, count),
        is_last=i == count - 1,
    )
    ask_for_report(milestone, delivery.provider_id)


def ask_for_report(milestone: Milestone, provider_id: int) -> None:
    """The provider owes the report of a milestone by the contract's day."""
    inbox.open_task(
        milestone,
        "delivery.milestone:report",
        title=_("报告进展：%(milestone)s") % {"milestone": milestone},
        context=milestone.conditions,
        organisation_id=provider_id,
        role=Role.MANAGER,
        due_at=due_end(milestone.due_on),
        due_basis=_("合同约定的完成日期"),
    )
