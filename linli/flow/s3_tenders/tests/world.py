"""A district with a town that buys, providers that bid and experts who judge; and the verbs strung together."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.actions import Line, Notice, Offer
from linli.flow.s3_tenders.models import Bid, Contract, Seat, Tender
from linli.flow.thread import spine
from linli.flow.thread.models import Method, Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests import factory
from linli.kernel import clock, rls
from linli.kernel.actor import Actor

ZONE = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime(2025, 1, 1, tzinfo=ZONE)
INTENTION = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
PUBLISHED = datetime(2026, 4, 8, 9, 0, tzinfo=ZONE)
DUE = datetime(2026, 5, 6, 9, 30, tzinfo=ZONE)
OPENED = DUE + timedelta(minutes=5)
REVIEW = date(2026, 5, 8)
REVIEWED = datetime(2026, 5, 8, 10, 0, tzinfo=ZONE)
CONFIRMED = datetime(2026, 5, 11, 9, 0, tzinfo=ZONE)
ANNOUNCED = datetime(2026, 5, 12, 9, 0, tzinfo=ZONE)
SETTLED = datetime(2026, 5, 14, 9, 0, tzinfo=ZONE)
SIGNED = datetime(2026, 5, 20, 9, 0, tzinfo=ZONE)
BUDGET = Decimal("298000.00")
LINES = (Line("服务方案", 50), Line("人员配备", 20), Line("类似业绩", 10))


def notice(**changes: Any) -> Notice:
    """A lawful notice, with changes."""
    values: dict[str, Any] = {
        "requirements": "为社区老年人提供助餐服务。",
        "contact": "示例街道办事处 王示例",
        "price_weight": 20,
        "criteria": LINES,
        "bond_percent": Decimal("1.00"),
    }
    return Notice(**{**values, **changes})


class World:
    """`clerk` drafts and opens, `leader` confirms and signs, `supervisor` witnesses, `bidders` bid."""

    def __init__(self, bidders: int = 3, experts: int = 8) -> None:
        with clock.travelled(FOUNDED):
            self._people(bidders, experts)

    def _people(self, bidders: int, experts: int) -> None:
        self.town = factory.make_organisation("town")
        self.supervision = factory.make_organisation("supervisor")
        self.clerk, self.leader = factory.make_actor("town", "clerk"), factory.make_actor("town", "leader")
        self.deputy = factory.make_actor("town", "staff")
        self.supervisor = factory.make_actor("supervisor", "supervisor")
        self.other_clerk = factory.make_actor("town", "clerk", factory.OTHER_TOWN)
        self.bidders = [self.bidder() for _ in range(bidders)]
        employer = factory.make_organisation("expert_body")
        self.experts = [factory.make_actor("expert_body", "expert", organisation=employer) for _ in range(experts)]

    def bidder(self) -> Actor:
        return factory.make_actor("social", "manager", organisation=factory.make_organisation("social"))

    def actor_of(self, seat: Seat) -> Actor:
        everybody = [*self.experts, self.deputy, self.leader]
        return next(actor for actor in everybody if actor.person_id == seat.person_id)

    def project(self, budget: Decimal = BUDGET, method: str = Method.OPEN_TENDER) -> Project:
        with clock.travelled(INTENTION), transaction.atomic():
            project = spine.open_project(
                title="明觉社区居家养老助餐服务",
                purchaser=self.town,
                place=self.town.place,
                budget=budget,
                method=method,
            )
            return spine.move(project, State.INTENTION, public_since=INTENTION)

    def drafted(self, project: Project | None = None, **changes: Any) -> Tender:
        with clock.travelled(PUBLISHED):
            return actions.draft(actor=self.clerk, project=project or self.project(), notice=notice(**changes))

    def published(self, tender: Tender | None = None, due: datetime = DUE) -> Tender:
        tender = tender or self.drafted()
        with clock.travelled(PUBLISHED):
            return actions.publish(tender, actor=self.clerk, bids_due=due)

    def bid(self, tender: Tender, bidder: Actor, amount: str, at: datetime = PUBLISHED) -> Bid:
        with clock.travelled(at):
            return actions.submit(actor=bidder, tender=tender, offer=Offer(Decimal(amount), "按需求提供服务。"))

    def opened(self, tender: Tender | None = None, amounts: tuple[str, ...] = ("286400", "279500", "268800")) -> Tender:
        tender = tender or self.published()
        for bidder, amount in zip(self.bidders, amounts, strict=False):
            self.bid(tender, bidder, amount)
        return self.open(tender)

    def open(self, tender: Tender, at: datetime = OPENED) -> Tender:
        with clock.travelled(at):
            actions.witness(tender, actor=self.supervisor)
            return actions.open_bids(tender, actor=self.clerk)

    def drawn(self, tender: Tender | None = None, size: int = 5, **more: Any) -> Tender:
        tender = tender or self.opened()
        with clock.travelled(OPENED):
            return actions.draw(tender, actor=self.clerk, size=size, review_on=REVIEW, **more)

    def seats(self, tender: Tender) -> list[Seat]:
        with rls.acting(self.clerk):
            return list(Seat.objects.filter(tender=tender).select_related("panel", "tender"))

    def bids(self, tender: Tender) -> list[Bid]:
        with rls.acting(self.clerk):
            return list(Bid.objects.filter(tender=tender).select_related("organisation"))

    def accepted(self, tender: Tender | None = None) -> Tender:
        tender = tender or self.drawn()
        with clock.travelled(OPENED):
            for seat in self.seats(tender):
                if seat.state == "drawn":
                    actions.accept(seat, actor=self.actor_of(seat))
        return tender

    def points(self, tender: Tender, share: str = "0.8") -> dict[int, Decimal]:
        return {one.pk: Decimal(one.weight) * Decimal(share) for one in tender.criteria.all()}

    def scored(self, tender: Tender | None = None) -> Tender:
        tender = self.accepted(tender)
        with clock.travelled(REVIEWED):
            for seat in self.seats(tender):
                for bid in self.bids(tender):
                    if seat.state != "declined" and bid.state == "valid":
                        actions.score(actor=self.actor_of(seat), bid=bid, points=self.points(tender))
        return tender

    def ranked(self, tender: Tender | None = None) -> Tender:
        with clock.travelled(REVIEWED):
            return actions.rank(self.scored(tender), actor=self.clerk)

    def announced(self, tender: Tender | None = None) -> Tender:
        tender = tender or self.ranked()
        with clock.travelled(CONFIRMED):
            actions.confirm(tender, actor=self.leader)
        with clock.travelled(ANNOUNCED):
            return actions.announce(tender, actor=self.clerk)

    def awarded(self, tender: Tender | None = None) -> Tender:
        tender = tender or self.announced()
        with clock.travelled(SETTLED):
            return actions.settle(tender, actor=self.clerk)

    def contract(self, tender: Tender | None = None, **changes: Any) -> Contract:
        values: dict[str, Any] = {
            "amount": Decimal("268800.00"),
            "service_from": date(2026, 6, 1),
            "service_to": date(2027, 5, 31),
            "text": "按投标文件提供服务。",
        }
        tender = tender or self.awarded()
        with clock.travelled(SETTLED):
            return actions.draft_contract(
                actor=self.clerk, tender=tender, agreement=actions.Agreement(**{**values, **changes})
            )

    def winner(self) -> Actor:
        return self.bidders[2]

    def signed(self, contract: Contract | None = None) -> Contract:
        contract = contract or self.contract()
        with clock.travelled(SIGNED):
            actions.sign(contract, actor=self.leader)
            return actions.countersign(contract, actor=self.winner())

    def person(self, actor: Actor) -> Person:
        return Person.objects.get(pk=actor.person_id)
