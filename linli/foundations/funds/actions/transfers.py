"""Transfers between pools, towns and purposes: money in transit while two persons decide, then there or back."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import accounts, offices, posting
from linli.foundations.funds.guards import positive, reasoned, too_little
from linli.foundations.funds.models import Account, EarmarkKind, PostingKind, Stage, Transfer, TransferState
from linli.foundations.rulebook import book
from linli.kernel import approvals
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

CHAIN = "fund_transfer"
WAITING: set[str] = {TransferState.IN_APPROVAL}


@action(
    "funds.transfer:request",
    gettext_lazy("申请资金划转"),
    scope="from_account.source",
    tells=gettext_lazy("%(amount)s 元，由“%(out_of)s”到“%(into)s”：%(reason)s"),
)
def request(*, from_account: Account, to_account: Account, amount: Decimal, reason: str, actor: Actor) -> Transfer:
    """Ask that available money of one source go to another of its pools, towns or purposes. It is in transit at once, so
    that nobody spends it meanwhile."""
    _same_source(from_account, to_account)
    if from_account.earmark is not None and from_account.earmark.kind == EarmarkKind.WISH:
        raise Refusal(
            _("“%(earmark)s”是捐赠人指定的用途，不能划转。") % {"earmark": from_account.earmark},
            remedy=_("捐赠资金只能用于捐赠人指定的用途。"),
            clauses=[book.clause_words("earmark.binding")],
            field="from_account",
        )
    words = reasoned(reason, _("没有填写划转理由。"), _("请写明划转的依据。"))
    made = Transfer.objects.create(
        from_account=from_account, to_account=to_account, amount=positive(amount), reason=words[:200]
    )
    made.sent_id = _post(made, PostingKind.SEND, from_account, _transit(from_account), actor, None)
    made.save(update_fields=["sent"])
    approvals.start(made, CHAIN, offices.chain("approvals.fund_transfer", amount), title=str(made), actor=actor)
    record(amount=f"{amount:.2f}", out_of=words_of(from_account), into=words_of(to_account), reason=words)
    return made


def words_of(account: Account) -> str:
    """What a purse is called: its pool or earmark, or its source."""
    return str(account.earmark or account.pool or account.source)


@action("funds.transfer:arrive", gettext_lazy("资金划转到账"), subject=Transfer, moves=(WAITING, TransferState.DONE),
        tells=gettext_lazy("%(amount)s 元"))  # fmt: skip
def arrive(transfer: Transfer, *, actor: Actor) -> Transfer:
    """Every office agreed: the money is where it was wanted."""
    _settle(transfer, PostingKind.ARRIVE, transfer.to_account, actor)
    return transfer


@action("funds.transfer:return", gettext_lazy("资金划转退回"), subject=Transfer,
        moves=(WAITING, TransferState.RETURNED), tells=gettext_lazy("%(amount)s 元"))  # fmt: skip
def send_back(transfer: Transfer, *, actor: Actor, office: str, opinion: str) -> Transfer:
    """An office returned it: the money is where it was."""
    _settle(transfer, PostingKind.CALL_BACK, transfer.from_account, actor)
    record(office=office, opinion=opinion)
    return transfer


@action("funds.transfer:refuse", gettext_lazy("资金划转不同意"), subject=Transfer,
        moves=(WAITING, TransferState.REFUSED), tells=gettext_lazy("%(amount)s 元"))  # fmt: skip
def refuse(transfer: Transfer, *, actor: Actor, office: str, opinion: str) -> Transfer:
    """An office refused it: the money is where it was."""
    _settle(transfer, PostingKind.CALL_BACK, transfer.from_account, actor)
    record(office=office, opinion=opinion)
    return transfer


approvals.when_ended(CHAIN, approved=arrive, returned=send_back, refused=refuse)


def _same_source(out_of: Account, into: Account) -> None:
    if out_of.source_id == into.source_id and {out_of.stage, into.stage} == {Stage.AVAILABLE}:
        return
    raise Refusal(
        _("只能在同一资金来源的可用资金之间划转。"),
        remedy=_("每一笔钱都要能查到来源：不同来源的资金，请分别划转。"),
        field="to_account",
    )


def _transit(account: Account) -> Account:
    return accounts.account(account.source, Stage.TRANSIT, pool=account.pool, earmark=account.earmark)


def _settle(transfer: Transfer, kind: str, into: Account, actor: Actor) -> None:
    _post(transfer, kind, _transit(transfer.from_account), into, actor, transfer.sent_id)
    record(amount=f"{transfer.amount:.2f}")


def _post(transfer: Transfer, kind: str, out_of: Account, into: Account, actor: Actor, settles: int | None) -> int:
    legs = {out_of.pk: -transfer.amount, into.pk: transfer.amount}
    try:
        return posting.post(kind, legs, actor=actor, subject=transfer, note=transfer.reason, settles=settles)
    except posting.Short as short:
        raise too_little(f"“{words_of(out_of)}”", short.balance, transfer.amount) from None
