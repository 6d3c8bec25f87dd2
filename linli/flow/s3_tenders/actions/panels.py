"""The panel: drawn at random from the experts without a tie to a bidder, each asked whether he comes."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import law, rules, who
from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.models import Panel, Seat, Tender, Tie
from linli.flow.s3_tenders.pool import eligible, representatives_of
from linli.flow.s3_tenders.states import SeatKind, SeatState, TenderState
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.rulebook import book
from linli.kernel import clock, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "tenders.panel:draw",
    gettext_lazy("抽取评审专家"),
    short=pgettext_lazy("待办", "抽取"),
    subject=Tender,
    moves=({str(TenderState.OPENED)}, str(TenderState.REVIEWING)),
    tells=gettext_lazy("%(size)s 人，其中专家 %(experts)s 人，从 %(pool)s 名无利害关系的专家中随机抽取"),
    guarded=True,
)
def draw(tender: Tender, *, actor: Actor, size: int, review_on: date, representatives: Sequence[Person] = ()) -> Tender:
    """Draw the panel (财库〔2016〕198号): odd, large enough, experts in their share, not too early, nobody with a tie.

    The fingerprints of roster and seed are journaled now; the seed is published with the result, and repeats the draw.
    """
    experts = size - len(representatives)
    _check_size(tender, size, experts)
    _check_day(review_on)
    deputies = representatives_of(tender, representatives)
    pool = eligible(tender)
    if len(pool) < experts:
        raise Refusal(
            _("专家库中无利害关系的专家只有 %(found)s 人，不足 %(needed)s 人。")
            % {"found": len(pool), "needed": experts},
            remedy=_("请减少人数（不低于法定最少人数），或先充实专家库。"),
            field="size",
        )
    seed = secrets.token_hex(32)
    order = rules.drawn_order(list(pool), seed)
    panel = Panel.objects.create(
        tender=tender,
        size=size,
        review_on=review_on,
        roster=sorted(pool),
        roster_hash=rules.roster_hash(list(pool)),
        seed=seed,
        order=order,
        drawn_at=clock.now(),
    )
    chosen = [pool[key] for key in order[:experts]]
    for place, membership in enumerate(chosen, start=1):
        seat_for(panel, place, membership, SeatKind.EXPERT)
    for place, membership in enumerate(deputies, start=experts + 1):
        seat_for(panel, place, membership, SeatKind.REPRESENTATIVE)
    record(size=size, experts=experts, pool=len(pool), roster_sha256=panel.roster_hash, seed_sha256=_hash(seed))
    return tender


@action(
    "tenders.panel:refill",
    gettext_lazy("补抽评审专家"),
    short=pgettext_lazy("待办", "补抽"),
    subject=Tender,
    moves=({str(TenderState.REVIEWING)}, None),
    tells=gettext_lazy("补抽 %(seats)s 人"),
    guarded=True,
)
def refill(tender: Tender, *, actor: Actor) -> Tender:
    """Draw again for seats that stayed empty because the roster was used up, from experts who joined the pool since."""
    panel = tender.panel
    used = {seat.person_id: seat for seat in panel.seats.all()}
    taken = {seat.number for seat in used.values() if seat.state != SeatState.DECLINED}
    empty = [number for number in range(1, panel.size + 1) if number not in taken]
    pool = {key: one for key, one in eligible(tender).items() if key not in used}
    if not empty or len(pool) < len(empty):
        raise Refusal(
            _("空缺 %(seats)s 席，可抽取的专家 %(found)s 人。") % {"seats": len(empty), "found": len(pool)},
            remedy=_("没有空缺时不必补抽；专家不足时请先充实专家库。"),
        )
    seed = secrets.token_hex(32)
    order = rules.drawn_order(list(pool), seed)
    panel.refills = [*panel.refills, {"roster": sorted(pool), "seed": seed, "order": order}]
    panel.save(update_fields=["refills"])
    for number, key in zip(empty, order, strict=False):
        seat_for(panel, number, pool[key], SeatKind.EXPERT)
    record(seats=len(empty), roster_sha256=rules.roster_hash(list(pool)), seed_sha256=_hash(seed))
    return tender


@action("tenders.tie:declare", gettext_lazy("申报利害关系"))
def declare_tie(*, actor: Actor, organisation: Organisation, nature: str, until: date | None = None) -> Tie:
    """An expert names an organisation for which he will not be drawn (employment, directorship, shares, kin)."""
    if not nature.strip():
        raise Refusal(_("没有填写关系。"), remedy=_("请写明任职、持股、亲属等具体关系。"), field="nature")
    return Tie.objects.create(
        person_id=who.person_id(actor), organisation=organisation, nature=nature.strip(), until=until
    )


def _check_size(tender: Tender, size: int, experts: int) -> None:
    """87号令 47."""
    rule = law.rule_of(tender.method)
    assert rule.panel_min is not None
    parameter = rule.panel_min
    if rule.panel_large and tender.budget >= int(book.value("panel.large_budget")):
        parameter = rule.panel_large
    book.at_least(parameter, size, what=_("评审委员会人数"), field="size")
    if size % 2 == 0:
        raise Refusal(
            _("评审委员会 %(size)s 人，应为单数。") % {"size": size},
            remedy=_("请改为 %(more)s 人。") % {"more": size + 1},
            field="size",
            clauses=[book.clause_words(parameter)],
        )
    needed = rules.experts_needed(size, law.share("panel.expert_share"))
    if experts < needed:
        raise Refusal(
            _("专家 %(experts)s 人，不足 %(size)s 人中应有的 %(needed)s 人。")
            % {"experts": experts, "size": size, "needed": needed},
            remedy=_("请减少采购人代表。"),
            field="representatives",
            clauses=[book.clause_words("panel.expert_share")],
        )


def _check_day(review_on: date) -> None:
    """财库〔2016〕198号: the draw is not earlier than its working days before the review."""
    today, days = clock.today(), law.number("panel.draw_days")
    if review_on < today:
        raise Refusal(_("评审日期已经过去。"), remedy=_("请选择今天或以后的日期。"), field="review_on")
    between = workdays.working_days_between(today, review_on)
    if between > days:
        raise Refusal(
            _("今天距评审日期 %(between)s 个工作日，专家抽取不得早于评审前 %(days)s 个工作日。")
            % {"between": between, "days": days},
            remedy=_("请到时再抽取，或提前评审日期。"),
            field="review_on",
            clauses=[book.clause_words("panel.draw_days")],
        )


def seat_for(panel: Panel, number: int, membership: Membership, kind: str) -> None:
    seat = Seat.objects.create(
        panel=panel,
        tender=panel.tender,
        number=number,
        kind=kind,
        person_id=membership.person_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )
    duties.to_declare(seat)


def _hash(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()
