"""Who writes while things break: a community's clerk and a treasurer, by the usual factory. Run with `linli manage shell`."""

from decimal import Decimal

from django.db import transaction

from linli.foundations.funds.actions import create
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests import factory
from linli.kernel import clock
from tests.faults.accounts import CLERK, PASSWORD, TREASURER


def _named(membership: Membership, username: str) -> Membership:
    person = membership.person
    person.username = username
    person.set_password(PASSWORD)
    person.save()
    return membership


def settle() -> None:
    """Put them there, with one source of money."""
    with transaction.atomic():
        _named(factory.make_membership(factory.make_organisation("community")), CLERK)
        finance = factory.make_organisation("finance")
        treasurer = _named(factory.make_membership(finance), TREASURER)
        create(
            name="故障演练资金（演示）",
            kind="district",
            year=clock.today().year,
            place=finance.place,
            owner=finance,
            amount=Decimal(1000),
            actor=actor_for(treasurer),
        )
