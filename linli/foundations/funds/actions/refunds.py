"""Money that a provider pays back (退款): available again where it came from."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import ledger
from linli.foundations.funds.guards import positive, reasoned
from linli.foundations.funds.models import Refund
from linli.foundations.parties.models import Organisation
from linli.kernel import clock, hooks
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "funds.refund:record",
    gettext_lazy("登记退款"),
    scope="provider",
    tells=gettext_lazy("%(amount)s 元：%(reason)s"),
)
def refund(
    *,
    project_key: int,
    provider: Organisation,
    amount: Decimal,
    voucher: str,
    received_on: date,
    reason: str,
    actor: Actor,
    path: str = "",
) -> Refund:
    """Note that a provider paid money of a project back. Never more than the project was paid."""
    if received_on > clock.today():
        raise Refusal(
            _("到账日期 %(day)s 还没有到。") % {"day": received_on.isoformat()},
            remedy=_("最晚可填今天（%(today)s）。") % {"today": clock.today().isoformat()},
            field="received_on",
        )
    made = Refund.objects.create(
        project_key=project_key,
        provider=provider,
        amount=positive(amount),
        voucher=reasoned(voucher, _("没有填写银行凭证号。"), _("请填写到账的银行凭证号。"), field="voucher"),
        received_on=received_on,
        reason=reasoned(reason, _("没有填写退款理由。"), _("请写明为什么退款。"))[:200],
        path=path,
    )
    # The project's row is locked before its accounts, as a payment locks them.
    hooks.call("refund.booked", refund=made, actor=actor)
    ledger.refund_for(project_key, amount, actor=actor, note=made.reason)
    record(amount=f"{amount:.2f}", reason=made.reason, voucher=made.voucher)
    return made
