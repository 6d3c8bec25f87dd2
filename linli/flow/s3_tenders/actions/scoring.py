"""Scoring by each member alone, and the ranking from all of it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import law, rules, who
from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.models import Bid, Panel, Score, Seat, Sheet, Tender
from linli.flow.s3_tenders.states import BidState, SeatState, TenderState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.kernel import clock, inbox, rls
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState


@action("tenders.bid:score", gettext_lazy("评分"), short=pgettext_lazy("待办", "评分"), scope="bid", guarded=True)
def score(*, actor: Actor, bid: Bid, points: Mapping[int, Decimal], remark: str = "") -> Sheet:
    """Score one bid by every criterion (points by criterion key), once and for all. The price is scored by formula."""
    tender = Tender.objects.select_for_update(no_key=True).get(pk=bid.tender_id)
    if tender.state != TenderState.REVIEWING or bid.state != BidState.VALID:
        raise WrongState(_("这份投标现在不能评分。"), remedy=_("请刷新页面，查看最新状态。"))
    seat = Seat.objects.filter(tender=tender, person_id=who.person_id(actor), state=SeatState.ACCEPTED).first()
    if seat is None:
        raise NotAllowed(_("您没有接受这次评审邀请，不能评分。"), remedy=_("请先回复评审邀请。"))
    _check_begun(seat.panel)
    _check_points(tender, points)
    sheet = Sheet.objects.create(seat=seat, bid=bid, remark=remark.strip(), submitted_at=clock.now())
    Score.objects.bulk_create(Score(sheet=sheet, criterion_id=key, points=value) for key, value in points.items())
    _follow_up(tender, seat, actor)
    return sheet


@action(
    "tenders.tender:rank",
    gettext_lazy("形成评审报告"),
    short=pgettext_lazy("待办", "汇总"),
    subject=Tender,
    moves=({str(TenderState.OPENED), str(TenderState.REVIEWING)}, str(TenderState.RANKED)),
    tells=gettext_lazy("对 %(bids)s 份有效投标完成评审"),
    guarded=True,
)
def rank(tender: Tender, *, actor: Actor) -> Tender:
    """Sum up: the mean of the members plus the price score, ranked (87号令 55, 57). Nothing is told before the result."""
    bids = list(Bid.objects.filter(tender=tender).valid())
    if law.rule_of(tender.method).panel_min is not None:
        _check_complete(tender, len(bids))
    lowest = min(bid.amount for bid in bids if bid.amount is not None)
    entries = []
    for order, bid in enumerate(sorted(bids, key=lambda one: (one.submitted_at, one.pk))):
        assert bid.amount is not None
        price = rules.price_score(bid.amount, lowest, tender.price_weight)
        entries.append(rules.Entry(bid.pk, bid.amount, _expert_score(bid), price, order))
    places = {entry.key: (place, entry) for place, entry in enumerate(rules.ranked(entries), start=1)}
    for bid in bids:
        bid.rank, entry = places[bid.pk]
        bid.expert_score, bid.price_score, bid.total_score = entry.expert_score, entry.price_score, entry.total
    Bid.objects.bulk_update(bids, ["rank", "expert_score", "price_score", "total_score"])
    tender.ranked_at = clock.now()
    spine.move(tender.project_id, State.CONFIRMING)
    duties.to_confirm(tender, tender.ranked_at)
    record(bids=len(bids))
    return tender


def _check_begun(panel: Panel) -> None:
    with rls.acting(Actor(kind="system", organisation_id=panel.tender.purchaser_id)):
        seated = Seat.objects.filter(panel=panel, state=SeatState.ACCEPTED).count()
    if seated < panel.size:
        raise WrongState(
            _("评审委员会 %(size)s 人，已接受邀请 %(seated)s 人，还不能评分。")
            % {"size": panel.size, "seated": seated},
            remedy=_("全部评委回复后开始评分。"),
        )
    if clock.today() < panel.review_on:
        raise WrongState(
            _("评审日期是 %(day)s，还没有到。") % {"day": date_format(panel.review_on)},
            remedy=_("请在评审当日评分。"),
            code="early",
        )


def _check_points(tender: Tender, points: Mapping[int, Decimal]) -> None:
    criteria = {criterion.pk: criterion for criterion in tender.criteria.all()}
    wrong = rules.over_maximum(points, {key: criterion.weight for key, criterion in criteria.items()})
    if not wrong:
        return
    first = criteria.get(wrong[0])
    if first is None:
        raise Refusal(_("评审因素不属于这次采购。"), remedy=_("请刷新页面后重新评分。"))
    given = points.get(first.pk)
    raise Refusal(
        _("“%(name)s”给了 %(given)s 分，应在 0—%(most)s 分之间。")
        % {"name": first.name, "given": _("未填") if given is None else given, "most": first.weight},
        remedy=_("请改在这一范围内。"),
        field=f"points-{first.pk}",
    )


def _check_complete(tender: Tender, bids: int) -> None:
    panel = tender.panel
    done = Sheet.objects.filter(bid__tender=tender).count()
    if done != panel.size * bids:
        raise WrongState(
            _("应有评分表 %(all)s 份，已提交 %(done)s 份。") % {"all": panel.size * bids, "done": done},
            remedy=_("全部评委评完后才能形成评审报告。"),
        )


def _expert_score(bid: Bid) -> Decimal:
    totals: dict[int, Decimal] = {}
    for sheet, points in Score.objects.filter(sheet__bid=bid).values_list("sheet_id", "points"):
        totals[sheet] = totals.get(sheet, Decimal(0)) + points
    return rules.mean(list(totals.values())) if totals else Decimal("0.00")


def _follow_up(tender: Tender, seat: Seat, actor: Actor) -> None:
    """A member who has scored all bids is done; when all are, the report falls due."""
    bids = Bid.objects.filter(tender=tender).valid().count()
    if Sheet.objects.filter(seat=seat).count() == bids:
        inbox.close(seat, "tenders.bid:score", actor)
    if Sheet.objects.filter(bid__tender=tender).count() == bids * seat.panel.size:
        duties.to_rank(tender, clock.now())
