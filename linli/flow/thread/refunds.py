"""What a provider pays back stands beside what the project paid.

What was paid stays as it is: the contract bounds it, and instalments, vouchers and the treasury's statements add up to it. A
refund lowers what the project cost, not what it was paid.
"""

from django.db.models import F
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.foundations.funds.models import Refund
from linli.kernel import hooks
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@hooks.on("refund.booked")
def note_refund(*, refund: Refund, actor: Actor) -> None:
    """Add a refund to its project; the database refuses more than was paid. It comes from whoever was paid."""
    project = Project.objects.filter(pk=refund.project_key).select_related("provider").first()
    if project is not None and project.provider is not None and project.provider_id != refund.provider_id:
        raise Refusal(
            _("项目“%(project)s”付给的是%(provider)s，不是%(named)s。")
            % {"project": project.title, "provider": project.provider, "named": refund.provider},
            remedy=_("请选择%(provider)s，或核对项目。") % {"provider": project.provider},
            field="provider",
        )
    if project is not None and refund.amount > project.net_paid:
        words = {"left": f"{project.net_paid:,.2f}", "asked": f"{refund.amount:,.2f}"}
        raise Refusal(
            _("项目已支付、未退款的共 %(left)s 元，少于退款的 %(asked)s 元。") % words,
            remedy=_("最多可登记 %(left)s 元。") % words,
            field="amount",
        )
    Project.objects.filter(pk=refund.project_key).update(
        refunded_amount=F("refunded_amount") + refund.amount, version=F("version") + 1
    )
