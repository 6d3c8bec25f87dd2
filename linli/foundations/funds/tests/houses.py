"""A small district with money, for the tests of this room."""

from decimal import Decimal

from linli.foundations.funds.actions import create
from linli.foundations.funds.models import FundSource
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor


class District:
    """A finance bureau with 1,000 yuan, a town with a leader and a clerk, another town, a provider."""

    def __init__(self) -> None:
        self.place = Place.objects.create(code="320117", name="示例区", level="district")
        self.town_place = Place.objects.create(code="320117001", name="示例镇", level="town", parent=self.place)
        other_place = Place.objects.create(code="320117002", name="示例乙镇", level="town", parent=self.place)
        self.finance = Organisation.objects.create(name="示例财政局", kind="finance", place=self.place)
        self.town = Organisation.objects.create(name="示例镇政府", kind="town", place=self.town_place)
        self.other = Organisation.objects.create(name="示例乙镇政府", kind="town", place=other_place)
        self.provider = Organisation.objects.create(name="示例社工中心（演示）", kind="social", place=self.place)
        self.treasurer = self.member("treasurer", self.finance, "clerk")
        self.leader = self.member("leader", self.town, "leader")
        self.clerk = self.member("clerk", self.town, "clerk")
        self.stranger = self.member("stranger", self.other, "leader")
        self.bidder = self.member("bidder", self.provider, "manager")
        self.source = self.money(1000)

    def member(self, name: str, organisation: Organisation, role: str) -> Actor:
        person = Person.objects.create_user(name, name=name)
        return actor_for(Membership.objects.create(person=person, organisation=organisation, role=role))

    def money(self, amount: int, name: str = "示例区级资金") -> FundSource:
        return create(
            name=name, kind="district", year=2026, place=self.place, owner=self.finance, amount=Decimal(amount),
            actor=self.treasurer,
        )  # fmt: skip
