"""The verbs of a source of money itself; what projects do with it is in ledger.py."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import ledger
from linli.foundations.funds.models import EntryKind, FundSource, SourceKind
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "funds.source:create",
    gettext_lazy("登记资金来源"),
    scope="owner",
    tells=gettext_lazy("%(name)s，%(amount)s 元"),
)
def create(
    *, name: str, kind: str, year: int, place: Place, owner: Organisation, amount: Decimal, actor: Actor
) -> FundSource:
    """Enter a source of money for a year. The place is where it may be used, within the owner's own."""
    if not place.code.startswith(owner.place.code):
        raise Refusal(
            _("%(place)s不在%(owner)s的范围内。") % {"place": place, "owner": owner},
            remedy=_("请选择资金单位所在区划以内的使用区域。"),
            field="place",
        )
    if kind not in SourceKind.values:
        raise Refusal(_("没有这一资金类别。"), remedy=_("请重新选择类别。"), field="kind")
    if amount <= 0:
        raise Refusal(_("资金总额应大于 0 元。"), remedy=_("请填写大于 0 元的金额。"), field="amount")
    source = FundSource.objects.create(name=name.strip(), kind=kind, year=year, place=place, owner=owner, amount=amount)
    ledger.note(source, EntryKind.OPEN, amount, actor)
    record(name=source.name, year=year, amount=f"{amount:.2f}")
    return source


@action(
    "funds.source:adjust",
    gettext_lazy("调整资金总额"),
    subject=FundSource,
    tells=gettext_lazy("由 %(before)s 元调整为 %(after)s 元：%(reason)s"),
)
def adjust(source: FundSource, *, amount: Decimal, reason: str, actor: Actor) -> FundSource:
    """Change the total, with a reason; never below what is reserved, committed and spent."""
    used = source.amount - source.available
    if amount < used:
        raise Refusal(
            _("“%(source)s”已预留、签约和支付 %(used)s 元，不能调整为 %(amount)s 元。")
            % {"source": source, "used": f"{used:,.2f}", "amount": f"{amount:,.2f}"},
            remedy=_("最少 %(used)s 元；需要再少的，先释放项目预留的资金。") % {"used": f"{used:,.2f}"},
            field="amount",
        )
    if not reason.strip():
        raise Refusal(_("没有填写调整理由。"), remedy=_("请写明预算调整的依据。"), field="reason")
    difference = amount - source.amount
    if not difference:
        raise Refusal(_("金额没有变化。"), remedy=_("请填写调整后的资金总额。"), field="amount")
    record(before=f"{source.amount:.2f}", after=f"{amount:.2f}", reason=reason.strip())
    source.amount = amount
    ledger.note(source, EntryKind.ADJUST, difference, actor, words=reason.strip())
    return source
