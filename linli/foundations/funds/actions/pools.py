"""Pools (资金池): several sources used together, every yuan still in an account of its source."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import accounts, posting
from linli.foundations.funds.guards import outside, positive, too_little
from linli.foundations.funds.models import Earmark, FundSource, Pool, PostingKind, Stage
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action("funds.pool:create", gettext_lazy("建立资金池"), scope="owner", tells=gettext_lazy("%(name)s（%(year)s）"))
def create_pool(*, name: str, year: int, owner: Organisation, place: Place, actor: Actor) -> Pool:
    """Open a pool for a year; its place is where what is in it may be used."""
    if not place.code.startswith(owner.place.code):
        raise outside(place, owner)
    pool = Pool.objects.create(name=name.strip(), year=year, owner=owner, place=place)
    record(name=pool.name, year=year)
    return pool


@action(
    "funds.pool:put_in",
    gettext_lazy("资金入池"),
    subject=Pool,
    tells=gettext_lazy("“%(source)s”%(amount)s 元统筹到“%(pool)s”"),
)
def put_in(pool: Pool, *, source: FundSource, amount: Decimal, actor: Actor, earmark: Earmark | None = None) -> Pool:
    """Bring money of a source into the pool. What is earmarked stays so in the pool."""
    if source.year != pool.year:
        raise Refusal(
            _("“%(source)s”不是 %(year)s 年度的资金，不能统筹到“%(pool)s”。")
            % {"source": source, "year": pool.year, "pool": pool},
            remedy=_("请先按规定结转到 %(year)s 年度。") % {"year": pool.year},
            field="source",
        )
    if not pool.place.code.startswith(source.place.code):
        raise Refusal(
            _("“%(source)s”只能用于%(place)s，不能统筹到“%(pool)s”。")
            % {"source": source, "place": source.place, "pool": pool},
            remedy=_("资金池的使用区域应在资金的使用区域以内。"),
            field="source",
        )
    _shift(pool, source, earmark, positive(amount), actor)
    return pool


@action(
    "funds.pool:take_out",
    gettext_lazy("资金出池"),
    subject=Pool,
    tells=gettext_lazy("“%(pool)s”%(amount)s 元退回“%(source)s”"),
)
def take_out(pool: Pool, *, source: FundSource, amount: Decimal, actor: Actor, earmark: Earmark | None = None) -> Pool:
    """Give unused money back from the pool to its source."""
    _shift(pool, source, earmark, -positive(amount), actor)
    return pool


def _shift(pool: Pool, source: FundSource, earmark: Earmark | None, amount: Decimal, actor: Actor) -> None:
    outside_it = accounts.account(source, Stage.AVAILABLE, earmark=earmark)
    inside = accounts.account(source, Stage.AVAILABLE, pool=pool, earmark=earmark)
    try:
        posting.post(PostingKind.POOL, {outside_it.pk: -amount, inside.pk: amount}, actor=actor, subject=pool,
                     note=pool.name)  # fmt: skip
    except posting.Short as short:
        raise too_little(f"“{source if amount > 0 else pool}”", short.balance, abs(amount)) from None
    record(pool=pool.name, source=source.name, amount=f"{abs(amount):.2f}")
