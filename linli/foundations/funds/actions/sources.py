"""Entering a source of money and adjusting its total."""

from decimal import Decimal

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import accounts, papers, posting
from linli.foundations.funds.guards import outside, positive, reasoned
from linli.foundations.funds.models import Account, Earmark, EarmarkKind, FundSource, PostingKind, SourceKind, Stage
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
    *,
    name: str,
    kind: str,
    year: int,
    place: Place,
    owner: Organisation,
    amount: Decimal,
    actor: Actor,
    document_number: str = "",
    donor: str = "",
    donor_withheld: bool = False,
    purpose: str = "",
    wish: str = "",
    paper: "File[bytes] | None" = None,
) -> FundSource:
    """Enter a source of money for a year. The place is where it may be used, within the owner's own. With a `purpose` (a
    code of the catalogue, or its beginning) the whole of it is earmarked: a grant for one thing, a donor's `wish`."""
    if not place.code.startswith(owner.place.code):
        raise outside(place, owner)
    if kind not in SourceKind.values:
        raise Refusal(_("没有这一资金类别。"), remedy=_("请重新选择类别。"), field="kind")
    if amount <= 0:
        raise Refusal(_("资金总额应大于 0 元。"), remedy=_("请填写大于 0 元的金额。"), field="amount")
    source = FundSource.objects.create(
        name=name.strip(),
        kind=kind,
        year=year,
        place=place,
        owner=owner,
        document_number=document_number.strip(),
        donor=donor.strip(),
        donor_withheld=donor_withheld,
    )
    target = accounts.account(source, Stage.AVAILABLE, earmark=_earmark(source, purpose, wish))
    income = accounts.account(source, Stage.INCOME)
    posting.post(PostingKind.OPEN, {income.pk: -amount, target.pk: amount}, actor=actor, subject=source,
                 note=source.document_number)  # fmt: skip
    papers.attach(source, paper, actor=actor)
    record(name=source.name, year=year, amount=f"{amount:.2f}", document=source.document_number, purpose=purpose)
    return source


@action("funds.source:attach", gettext_lazy("上传拨款文件"), subject=FundSource, tells=gettext_lazy("%(name)s"))
def attach(source: FundSource, *, paper: "File[bytes]", actor: Actor) -> FundSource:
    """Keep a paper with a source that is there already: the original, an amendment."""
    papers.attach(source, paper, actor=actor)
    record(name=source.name)
    return source


def _earmark(source: FundSource, purpose: str, wish: str) -> Earmark | None:
    if not purpose:
        return None
    return Earmark.objects.create(
        source=source,
        kind=EarmarkKind.WISH if source.kind == SourceKind.DONATION else EarmarkKind.PURPOSE,
        title=(wish.strip() or source.name)[:80],
        purpose=purpose,
    )


@action(
    "funds.source:adjust",
    gettext_lazy("调整资金总额"),
    subject=FundSource,
    tells=gettext_lazy("由 %(before)s 元调整为 %(after)s 元：%(reason)s"),
)
def adjust(source: FundSource, *, amount: Decimal, reason: str, actor: Actor) -> FundSource:
    """Change the total, with a reason; never below what is reserved, committed, spent, set aside or pooled."""
    target = _taken_from(source)
    left = posting.hold([target.pk])[target.pk]
    source.forget()
    before = source.amount
    used = before - left
    if amount < used:
        raise Refusal(
            _("“%(source)s”已预留、签约和支付 %(used)s 元，不能调整为 %(amount)s 元。")
            % {"source": source, "used": f"{used:,.2f}", "amount": f"{amount:,.2f}"},
            remedy=_("最少 %(used)s 元；需要再少的，先释放项目预留的资金。") % {"used": f"{used:,.2f}"},
            field="amount",
        )
    words = reasoned(reason, _("没有填写调整理由。"), _("请写明预算调整的依据。"))
    difference = positive(amount, zero=True) - before
    if not difference:
        raise Refusal(_("金额没有变化。"), remedy=_("请填写调整后的资金总额。"), field="amount")
    income = accounts.account(source, Stage.INCOME)
    posting.post(PostingKind.ADJUST, {income.pk: -difference, target.pk: difference}, actor=actor, subject=source,
                 note=words)  # fmt: skip
    source.forget()
    record(before=f"{before:.2f}", after=f"{amount:.2f}", reason=words)
    return source


def _taken_from(source: FundSource) -> Account:
    """The account an adjustment moves: the free one, or the earmark's that the whole source is for."""
    earmarked = source.accounts.filter(stage=Stage.AVAILABLE, pool__isnull=True).order_by("pk").first()
    return earmarked or accounts.free(source)
