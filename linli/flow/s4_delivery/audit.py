"""What must be so of payments (yuan): the project's and the instalments' totals are their sums, and so is the ledger's."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.thread.models import Project
from linli.foundations.funds import ledger
from linli.foundations.funds.models import Refund
from linli.kernel import hooks
from linli.kernel.audit import Check

ZERO = Decimal(0)


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("delivery.paid", gettext_lazy("项目累计支付等于各笔支付之和，且不超过合同金额"), over_paid),
        Check("delivery.milestones", gettext_lazy("里程碑累计支付等于其各笔支付之和"), miscounted),
        Check("delivery.ledger", gettext_lazy("项目支付与资金统筹中的支付一致"), unbooked),
    ]


def over_paid() -> Iterator[str]:
    for project in Project.objects.order_by("id"):
        paid = Payment.objects.filter(project=project).paid().total()
        if paid != project.paid_amount or paid > (project.contract_amount or ZERO):
            words = _("项目 %(pk)s 各笔支付共 %(paid)s 元，记为 %(noted)s 元，合同 %(contract)s 元。")
            amounts = {"paid": paid, "noted": project.paid_amount, "contract": project.contract_amount}
            yield words % {"pk": project.pk, **amounts}


def miscounted() -> Iterator[str]:
    for milestone in Milestone.objects.order_by("id"):
        paid = Payment.objects.filter(milestone=milestone).paid().total()
        if paid != milestone.paid_amount:
            words = _("里程碑 %(pk)s 各笔支付共 %(paid)s 元，记为 %(noted)s 元。")
            yield words % {"pk": milestone.pk, "paid": paid, "noted": milestone.paid_amount}


def unbooked() -> Iterator[str]:
    """A project whose design named no source holds nothing in the ledger (see purse.py). What a provider paid back lowers what
    the ledger says was spent, unless the year is closed; what was paid stays paid, and the refund stands beside it."""
    for project in Project.objects.order_by("id"):
        spent = ledger.balance(project.pk)["spent"]
        refunded = Refund.objects.filter(project_key=project.pk).aggregate(total=Sum("amount", default=0))["total"]
        if refunded != project.refunded_amount:
            words = _("项目 %(pk)s 各笔退款共 %(refunded)s 元，记为 %(noted)s 元。")
            yield words % {"pk": project.pk, "refunded": refunded, "noted": project.refunded_amount}
        if ledger.of_project(project.pk) and not spent <= project.paid_amount <= spent + refunded:
            words = _("项目 %(pk)s 已支付 %(paid)s 元，资金统筹记为 %(spent)s 元。")
            yield words % {"pk": project.pk, "paid": project.paid_amount, "spent": spent}
