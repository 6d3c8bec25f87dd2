"""The end of the year: what is left of each source is carried over or taken back, then the year is closed."""

from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import accounts, carrying, posting
from linli.foundations.funds.guards import reasoned
from linli.foundations.funds.models import Account, EarmarkKind, FundSource, FundYear, PostingKind, Stage
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "funds.source:carry_over",
    gettext_lazy("结转下年"),
    subject=FundSource,
    tells=gettext_lazy("%(amount)s 元结转到“%(into)s”"),
)
def carry_over(source: FundSource, *, actor: Actor) -> FundSource:
    """Carry what is left (available, reserved, committed) into next year's source, earmarks and projects with it, and
    answer with that. Which kinds may, and for how many years, is the rule book's."""
    _at_the_end(source.year)
    _may_carry(source)
    _nothing_in_transit(source)
    return carrying.carry(source, actor)


@action(
    "funds.source:take_back",
    gettext_lazy("收回结余"),
    subject=FundSource,
    tells=gettext_lazy("%(amount)s 元：%(reason)s"),
)
def take_back(source: FundSource, *, actor: Actor, reason: str) -> FundSource:
    """Return what is still available to the treasury. What projects have reserved or signed for stays. A donation with the
    donor's wish is not taken back."""
    _at_the_end(source.year)
    _nothing_in_transit(source)
    words = reasoned(reason, _("没有填写收回依据。"), _("请写明收回的文件或规定。"))
    purses = source.accounts.filter(stage=Stage.AVAILABLE).exclude(earmark__kind=EarmarkKind.WISH)
    held = {key: amount for key, amount in posting.hold(purses.values_list("pk", flat=True)).items() if amount}
    total = sum(held.values(), Decimal(0))
    if not total:
        raise Refusal(
            _("“%(source)s”没有可以收回的结余。") % {"source": source},
            remedy=_("已预留和已签约的资金，请随项目结转或释放。"),
        )
    legs = {key: -amount for key, amount in held.items()}
    legs[accounts.account(source, Stage.RETURNED).pk] = total
    posting.post(PostingKind.RETURN, legs, actor=actor, subject=source, note=words, effective_on=carrying.last_day(source.year))  # fmt: skip
    record(amount=f"{total:.2f}", reason=words)
    return source


@action("funds.year:close", gettext_lazy("年度结账"), tells=gettext_lazy("%(year)s 年度"))
def close(*, year: int, actor: Actor) -> FundYear:
    """Close a year for good: every source of it is settled, and nothing more is posted into it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT funds_hold_all()")
    _at_the_end(year)
    open_still = Account.objects.filter(year=year, balance__gt=0, stage__in=carrying.LEFT)
    names = list(open_still.order_by("source__name").values_list("source__name", flat=True).distinct()[:5])
    if names:
        raise Refusal(
            _("%(year)s 年度还有资金没有结转或收回：%(names)s。") % {"year": year, "names": "、".join(names)},
            remedy=_("请先逐项办理结转或收回，再结账。"),
            clauses=[book.clause_words("carry_over.years")],
        )
    found, _made = FundYear.objects.get_or_create(year=year)
    if found.closed_at is not None:
        raise Refusal(_("%(year)s 年度已经结账。") % {"year": year}, remedy=_("结账不能重复，也不能撤销。"), status=409)
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])
    record(year=year)
    return found


def _at_the_end(year: int) -> None:
    if not carrying.is_over(year):
        raise Refusal(
            _("%(year)s 年度还没有结束。") % {"year": year},
            remedy=_("最早 %(day)s 办理。") % {"day": carrying.last_day(year).isoformat()},
            code="year_not_over",
        )


def _nothing_in_transit(source: FundSource) -> None:
    if source.transit:
        raise Refusal(
            _("“%(source)s”还有划转在审批中。") % {"source": source}, remedy=_("请先办结划转，再办理结转或收回。")
        )


def _may_carry(source: FundSource) -> None:
    if source.kind not in book.value("carry_over.kinds"):
        raise Refusal(
            _("%(kind)s资金不能结转下年。") % {"kind": source.get_kind_display()},
            remedy=_("请办理收回结余。"),
            clauses=[book.clause_words("carry_over.kinds")],
        )
    years, most = 1, book.value("carry_over.years")
    before = source.carried_from
    while before is not None:
        years, before = years + 1, before.carried_from
    if years > most:
        raise Refusal(
            _("“%(source)s”已经结转 %(years)s 年，不能再结转。") % {"source": source, "years": years - 1},
            remedy=_("资金结转最长 %(most)s 年，请办理收回结余。") % {"most": most},
            clauses=[book.clause_words("carry_over.years")],
        )
