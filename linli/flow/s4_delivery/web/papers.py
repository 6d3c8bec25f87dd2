"""The payment voucher on paper, for whoever may see the payment."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linli.flow.s4_delivery.models import Payment
from linli.kernel import approvals
from linli.kernel.money import capital
from linli.ui.documents import links
from linli.ui.documents.answers import answer
from linli.ui.documents.links import PaperLink
from linli.ui.documents.paper import Paper
from linli.ui.web.access import ActorRequest, needs, require


def of_payment(payment: Payment) -> list[PaperLink]:
    """A payment that was made has its voucher."""
    return [links.link(_("资金支付凭单"), "delivery:voucher", payment.pk)] if payment.paid_at else []


@needs("delivery.delivery:list")
def voucher(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Who paid whom how much for what, in capital numerals, with the opinions of the chain."""
    found = Payment.objects.paid().select_related(
        "project__purchaser", "milestone", "provider", "reverses", "checked_by", "paid_by"
    )
    payment = get_object_or_404(found, pk=pk)
    require(request.actor, "delivery.delivery:view", payment)
    paper = Paper(
        title="政府购买服务资金支付凭单",
        file_name=f"支付凭单 {payment.number}",
        number=f"支付编号：{payment.number}",
        proof=links.proof(request, payment, "delivery.payment:pay")
        or (links.proof(request, payment.reverses, "delivery.payment:reverse") if payment.reverses else None),
    )
    approval = approvals.latest(payment)
    steps = approval.steps.select_related("decided_by") if approval else []
    told = {"payment": payment, "capital": capital(abs(payment.amount)), "steps": steps}
    return answer(form, "delivery/paper/voucher.html", paper, told)
