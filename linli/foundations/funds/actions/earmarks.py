"""Setting money of a source aside: for a purpose, for a town (额度), and changing how much."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.funds import accounts, posting
from linli.foundations.funds.guards import positive, reasoned, too_little
from linli.foundations.funds.models import Account, Earmark, EarmarkKind, FundSource, PostingKind, Stage
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "funds.source:set_aside",
    gettext_lazy("划为专用资金"),
    subject=FundSource,
    tells=gettext_lazy("%(title)s，%(amount)s 元"),
)
def set_aside(
    source: FundSource,
    *,
    actor: Actor,
    title: str,
    amount: Decimal,
    purpose: str = "",
    place: Place | None = None,
) -> Earmark:
    """Bind free money of a source to a purpose (a catalogue code or its beginning), a town, or both; to a town alone it is
    the town's quota (额度). Projects outside can no longer use it."""
    if purpose and not CatalogueItem.objects.filter(code__startswith=purpose).exists():
        raise Refusal(
            _("目录中没有编号以 %(code)s 开头的服务。") % {"code": purpose},
            remedy=_("请在指导性目录中选择用途。"),
            field="purpose",
        )
    if place is not None and not place.code.startswith(source.place.code):
        raise Refusal(
            _("%(place)s不在“%(source)s”的使用区域内。") % {"place": place, "source": source},
            remedy=_("请选择该资金使用区域以内的镇街或社区。"),
            field="place",
        )
    book.value("earmark.binding")
    earmark = Earmark.objects.create(
        source=source,
        kind=EarmarkKind.PURPOSE if purpose else EarmarkKind.QUOTA,
        title=reasoned(title, _("没有填写专用事项。"), _("请写明这笔钱专用于什么。"), field="title")[:80],
        purpose=purpose,
        place=place,
    )
    _shift(earmark, positive(amount), actor)
    record(title=earmark.title, amount=f"{amount:.2f}", purpose=purpose, place=place.code if place else "")
    return earmark


@action(
    "funds.earmark:change",
    gettext_lazy("调整专用资金"),
    subject=Earmark,
    tells=gettext_lazy("%(title)s 未用数由 %(before)s 元调整为 %(after)s 元：%(reason)s"),
)
def change(earmark: Earmark, *, actor: Actor, amount: Decimal, reason: str) -> Earmark:
    """Raise or lower what is still unused of an earmark or quota, out of or back to the source's free money. What a project
    has reserved of it stays. The donor's wish binds for good: it may grow, never shrink."""
    words = reasoned(reason, _("没有填写调整理由。"), _("请写明额度调整的依据。"))
    before = posting.hold([_purse(earmark).pk])[_purse(earmark).pk]
    difference = positive(amount, zero=True) - before
    if not difference:
        raise Refusal(_("金额没有变化。"), remedy=_("请填写调整后的金额。"), field="amount")
    if difference < 0 and earmark.kind == EarmarkKind.WISH:
        raise Refusal(
            _("“%(earmark)s”是捐赠人指定的用途，不能减少。") % {"earmark": earmark},
            remedy=_("捐赠资金只能用于捐赠人指定的用途。"),
            clauses=[book.clause_words("earmark.binding")],
            field="amount",
        )
    _shift(earmark, difference, actor, words)
    record(title=earmark.title, before=f"{before:.2f}", after=f"{amount:.2f}", reason=words)
    return earmark


def _purse(earmark: Earmark) -> Account:
    return accounts.account(earmark.source, Stage.AVAILABLE, earmark=earmark)


def _shift(earmark: Earmark, amount: Decimal, actor: Actor, note: str = "") -> None:
    legs = {accounts.free(earmark.source).pk: -amount, _purse(earmark).pk: amount}
    try:
        posting.post(PostingKind.SET_ASIDE, legs, actor=actor, subject=earmark, note=note or earmark.title)
    except posting.Short as short:
        raise too_little(_("“%(source)s”未指定用途的") % {"source": earmark.source}, short.balance, amount) from None
