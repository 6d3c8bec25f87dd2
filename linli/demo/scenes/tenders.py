"""Step 3: notice, bids, opening, panel, scores, award, contract."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from decimal import Decimal

from linli.demo.plot import Plot, Story
from linli.flow.s3_tenders import actions, law
from linli.flow.s3_tenders.actions import Agreement, Line, Notice, Offer
from linli.flow.s3_tenders.models import Bid, Seat, Tender
from linli.flow.s3_tenders.states import BidState, TenderState
from linli.flow.thread.models import Method
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel import clock, rls, workdays
from linli.kernel.actor import Actor

PANEL = 5
CRITERIA = (
    Line("服务方案", 40, "针对需求、可操作"),
    Line("人员配备", 25, "持证社工人数和经验"),
    Line("类似业绩", 15, "近三年同类项目"),
)


def told(plot: Plot) -> Story:
    """From the draft of the tender to the published contract; a failed tender is tried once more."""
    tender = yield from _until_opened(plot, few="failed" in plot.turns)
    if tender.state == TenderState.FAILED:
        plot.stop_at("failed")
        tender = yield from _until_opened(plot, few=False)
    yield from _review(plot, tender)
    yield from _award(plot, tender)
    yield from _contract(plot, tender)


def _until_opened(plot: Plot, *, few: bool) -> Generator[datetime, None, Tender]:
    yield plot.after(plot.rng.randint(3, 8))
    invited = plot.cast.providers[plot.rng.randrange(len(plot.cast.providers))] if _direct(plot) else None
    tender = actions.draft(actor=plot.clerk, project=plot.project, notice=_notice(plot, invited))
    yield plot.on(_earliest_notice(plot))
    deadline = _deadline(tender)
    tender = actions.publish(tender, actor=plot.clerk, bids_due=deadline)
    plot.stop_at("notice")
    for bidder in _bidders(plot, invited, few):
        yield min(plot.after(plot.rng.randint(2, 5)), deadline - timedelta(hours=2))
        share = Decimal(plot.rng.randint(880, 985)) / 1000
        amount = (tender.budget * share).quantize(Decimal("0.01"))
        offer = Offer(amount, f"按采购需求开展{plot.theme.activity}，每月报送进展。", team="持证社工 3 名，专职 2 名")
        actions.submit(actor=bidder, tender=tender, offer=offer)
    yield deadline + timedelta(minutes=2)
    actions.witness(tender, actor=plot.cast.one(OrganisationKind.SUPERVISOR, "supervisor"))
    plot.stop_at("opening")
    yield deadline + timedelta(minutes=8)
    return actions.open_bids(tender, actor=plot.clerk)


def _direct(plot: Plot) -> bool:
    plot.project.refresh_from_db()
    return law.rule_of(plot.project.method).panel_min is None


def _notice(plot: Plot, invited: Organisation | None) -> Notice:
    return Notice(
        requirements=f"{plot.project.title}：{plot.theme.activity}，服务 {plot.project.beneficiaries} 人，按月公示进展。",
        contact=f"{plot.purchaser.name} 经办人",
        price_weight=20,
        criteria=CRITERIA,
        bond_percent=Decimal(1) if invited is None else Decimal(0),
        reasons=_reasons(plot, invited),
        invited=invited,
    )


def _reasons(plot: Plot, invited: Organisation | None) -> str:
    if invited is not None:
        return "服务对象固定，已由该单位提供前期服务，更换成本高。"
    return "" if plot.project.method == Method.OPEN_TENDER else "预算低于公开招标限额，服务内容需要磋商明确。"


def _earliest_notice(plot: Plot) -> date:
    plot.project.refresh_from_db()
    since = plot.project.public_since
    assert since is not None
    return max(workdays.add_working_days(book.last_day("intention.days", since), 1), clock.today())


def _deadline(tender: Tender) -> datetime:
    rule = law.rule_of(tender.method)
    last = book.last_day(rule.bid_days, clock.now())
    if rule.supply_days:
        last = max(last, book.last_day(rule.supply_days, clock.now()))
    opens = workdays.due_end(workdays.add_working_days(last, 1))
    return opens.replace(hour=9, minute=30, second=0)


def _bidders(plot: Plot, invited: Organisation | None, few: bool) -> list[Actor]:
    if invited is not None:
        return [plot.cast.who(invited, "manager")]
    chosen = plot.rng.sample(plot.cast.providers, 2 if few else plot.rng.randint(3, 5))
    return [plot.cast.who(one, "manager") for one in chosen]


def _review(plot: Plot, tender: Tender) -> Story:
    if law.rule_of(tender.method).panel_min is not None:
        yield plot.after(1, 10)
        day = workdays.add_working_days(clock.today(), 2)
        tender = actions.draw(tender, actor=plot.clerk, size=PANEL, review_on=day)
        yield plot.after(1)
        plot.stop_at("panel")
        for seat in _seats(plot, tender):
            actions.accept(seat, actor=_expert(plot, seat))
        yield plot.on(day, 14)
        for seat in _seats(plot, tender):
            _judge(plot, tender, seat)
    yield plot.after(1)
    actions.rank(tender, actor=plot.clerk)


def _seats(plot: Plot, tender: Tender) -> list[Seat]:
    with rls.acting(plot.clerk):
        return list(Seat.objects.filter(tender=tender).select_related("panel", "tender"))


def _expert(plot: Plot, seat: Seat) -> Actor:
    everybody = (actor for (_key, role), found in plot.cast.actors.items() if role == "expert" for actor in found)
    return next(actor for actor in everybody if actor.person_id == seat.person_id)


def _judge(plot: Plot, tender: Tender, seat: Seat) -> None:
    with rls.acting(plot.clerk):
        bids = list(Bid.objects.filter(tender=tender, state=BidState.VALID))
    criteria = list(tender.criteria.all())
    for bid in bids:
        points = {
            one.pk: (Decimal(one.weight) * plot.rng.randint(70, 96) / 100).quantize(Decimal("0.1")) for one in criteria
        }
        actions.score(actor=_expert(plot, seat), bid=bid, points=points)


def _award(plot: Plot, tender: Tender) -> Story:
    yield plot.after(2)
    plot.stop_at("confirm")
    actions.confirm(tender, actor=plot.leader)
    yield plot.after(1)
    tender = actions.announce(tender, actor=plot.clerk)
    assert tender.publicity_until is not None
    yield plot.on(tender.publicity_until.date() + timedelta(days=1))
    actions.settle(tender, actor=plot.clerk)


def _contract(plot: Plot, tender: Tender) -> Story:
    yield plot.after(2)
    tender.refresh_from_db()
    plot.project.refresh_from_db()
    winner = tender.winner
    assert winner is not None
    assert winner.amount is not None
    assert plot.project.service_to is not None
    starts = max(plot.project.service_from or clock.today(), clock.today())
    agreement = Agreement(
        winner.amount, starts, plot.project.service_to, "按投标文件和采购需求提供服务，按月公示进展。"
    )
    contract = actions.draft_contract(actor=plot.clerk, tender=tender, agreement=agreement)
    yield plot.after(2)
    contract = actions.sign(contract, actor=plot.leader)
    yield plot.after(1)
    contract = actions.countersign(contract, actor=plot.cast.who(contract.provider_id, "manager"))
    plot.stop_at("contract")
    yield plot.after(1)
    actions.publish_contract(contract, actor=plot.clerk)
    for bid in _with_bond(plot, tender):
        actions.return_bond(bid, actor=plot.clerk)


def _with_bond(plot: Plot, tender: Tender) -> list[Bid]:
    if not tender.bond_percent:
        return []
    with rls.acting(plot.clerk):
        return list(Bid.objects.filter(tender=tender, bond_returned_at=None).exclude(state=BidState.WITHDRAWN))
