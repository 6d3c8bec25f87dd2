"""From the ranking to the award: confirmed by the leader, announced with the letter, settled after the publicity."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.models import Bid, Contract, Seat, Tender
from linli.flow.s3_tenders.states import ChallengeState, ContractState, SeatState, TenderState
from linli.flow.thread import spine
from linli.flow.thread.actions import outliving
from linli.flow.thread.states import State
from linli.foundations.rulebook import book, deadlines
from linli.kernel import clock, inbox, moment, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState


@action(
    "tenders.award:confirm",
    gettext_lazy("确认中标人"),
    short=pgettext_lazy("待办", "确认"),
    subject=Tender,
    moves=({str(TenderState.RANKED)}, str(TenderState.CONFIRMED)),
    guarded=True,
)
def confirm(tender: Tender, *, actor: Actor) -> Tender:
    """The purchaser confirms the first of the ranking (87号令 68); another choice is not open to it."""
    tender.winner = Bid.objects.ranked().filter(tender=tender).first()
    tender.confirmed_at = clock.now()
    duties.to_announce(tender, tender.confirmed_at)
    return tender


@action(
    "tenders.award:announce",
    gettext_lazy("公告中标结果"),
    short=pgettext_lazy("待办", "公告"),
    subject=Tender,
    moves=({str(TenderState.CONFIRMED)}, str(TenderState.ANNOUNCED)),
    tells=gettext_lazy("中标人 %(winner)s，中标金额 %(amount)s 元，通知书 %(letter)s"),
    public=True,
    guarded=True,
)
def announce(tender: Tender, *, actor: Actor) -> Tender:
    """Announce result, ranking and panel, and send the letter with it (87号令 69). The seed of the draw is published."""
    winner = tender.winner
    assert winner is not None
    now = moment.decisive(tender)
    year = timezone.localtime(now).year
    series = f"letter:{tender.purchaser_id}"
    tender.letter_number = f"TZ-{tender.number}-{year}-{numbering.next_number(series, year):03d}"
    tender.announced_at, tender.publicity_until = now, book.due("award.publicity_days", now)
    bids = list(Bid.objects.filter(tender=tender).select_related("organisation").order_by("rank", "id"))
    duties.after_announcing(tender, bids)
    spine.move(tender.project_id, State.PUBLICITY)
    record(
        winner=winner.organisation.name,
        amount=winner.amount,
        letter=tender.letter_number,
        until=tender.publicity_until,
        ranking=[{"rank": b.rank, "bidder": b.organisation.name, "total": b.total_score} for b in bids if b.rank],
        **_draw_of(tender),
    )
    return tender


def _draw_of(tender: Tender) -> dict[str, object]:
    """What lets anybody repeat the draw: roster fingerprint, seed, and how many sat and declined."""
    panel = getattr(tender, "panel", None)
    if panel is None:
        return {}
    declined = Seat.objects.filter(panel=panel, state=SeatState.DECLINED).count()
    return {"seed": panel.seed, "roster_sha256": panel.roster_hash, "panel": panel.size, "declined": declined}


@action(
    "tenders.award:settle",
    gettext_lazy("结束公示"),
    short=pgettext_lazy("待办", "结束"),
    subject=Tender,
    moves=({str(TenderState.ANNOUNCED)}, str(TenderState.AWARDED)),
    tells=gettext_lazy("公示期满，承接主体为 %(winner)s"),
    public=True,
    guarded=True,
)
def settle(tender: Tender, *, actor: Actor) -> Tender:
    """After the publicity, and with every challenge answered, the award stands and the contract can be drawn up."""
    until = tender.publicity_until
    assert until is not None
    if moment.decisive(tender) < until:
        raise WrongState(
            _("公示期到 %(until)s，还没有届满。")
            % {"until": date_format(timezone.localtime(until), "DATETIME_FORMAT")},
            remedy=_("请在期满后办理。"),
            code="early",
        )
    check_challenges(tender)
    assert tender.winner is not None
    spine.move(tender.project_id, State.CONTRACTING, provider=tender.winner.organisation)
    duties.to_contract(tender)
    record(winner=tender.winner.organisation.name)
    return tender


def check_challenges(tender: Tender) -> None:
    """An open challenge is answered first; an upheld one ends the attempt instead (政府采购法 52–53, 94号令)."""
    if tender.challenges.filter(state=ChallengeState.FILED).exists():
        raise WrongState(_("有质疑尚未答复。"), remedy=_("请先答复质疑，答复期限见待办。"))
    if tender.challenges.filter(upheld=True).exists():
        raise WrongState(_("有质疑成立。"), remedy=_("请按程序废标后重新组织采购。"))


@action(
    "tenders.bond:return",
    gettext_lazy("退还投标保证金"),
    short=pgettext_lazy("待办", "退还"),
    subject=Bid,
)
def return_bond(bid: Bid, *, actor: Actor) -> Bid:
    """Give a bond back (实施条例 33): to those who lost after the letter, to the winner after the contract."""
    tender = bid.tender
    if tender.announced_at is None or not tender.bond_percent or bid.bond_returned_at is not None:
        raise Refusal(_("现在没有可以退还的投标保证金。"), remedy=_("中标通知书发出后退还未中标人的保证金。"))
    if bid.pk == tender.winner_id and not _signed(tender):
        raise Refusal(_("中标人的保证金在合同签订后退还。"), remedy=_("请先签订合同。"))
    inbox.close(bid, "tenders.bond:return", actor)
    bid.bond_returned_at = clock.now()
    record(receipt=bid.receipt)
    return bid


def _signed(tender: Tender) -> bool:
    done = (ContractState.SIGNED, ContractState.PUBLISHED)
    return Contract.objects.filter(tender=tender, state__in=done).exists()


outliving.add(return_bond.name)
deadlines.keep(
    "tenders.tender", "publicity_until", parameter="award.publicity_days", start="announced_at", tell="purchaser_id",
    open=Q(state=TenderState.ANNOUNCED),
)  # fmt: skip
