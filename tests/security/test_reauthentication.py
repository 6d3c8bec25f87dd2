"""Opening bids, paying, alone or many at once, and reversing ask who it is again; what was typed goes through afterwards (ASVS 7.5.3)."""

import time
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows import reauthentication
from django.conf import settings
from django.test import Client
from django.urls import reverse

from linli.flow.s3_tenders import actions as tenders
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests import world as bidding
from linli.flow.s4_delivery.actions.batch import Voucher
from linli.flow.s4_delivery.models import Payment, PaymentBatch
from linli.flow.s4_delivery.tests import world as paying
from linli.flow.s4_delivery.web.batch_forms import packed
from linli.foundations.parties.models import Person
from linli.kernel import clock
from linli.kernel.actor import Actor

PASSWORD = "溪边有十四个社区的早晨"
ASK = "/account/reauthenticate/"


@pytest.fixture(autouse=True)
def asked(db: Any, settings: Any) -> None:
    settings.REAUTHENTICATE = True


def signed_in(actor: Actor) -> Client:
    """A browser of somebody with a password, who signed in a while ago."""
    person = Person.objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def prove(client: Client, address: str, password: str = PASSWORD) -> Any:
    return client.post(ASK, {"password": password, "next": address})


@pytest.fixture
def due() -> Iterator[tuple[Tender, Client]]:
    """A tender whose bids may be opened now, and the clerk who may."""
    world = bidding.World()
    tender = world.published()
    for bidder, amount in zip(world.bidders, ("286400", "279500", "268800"), strict=True):
        world.bid(tender, bidder, amount)
    with clock.travelled(bidding.OPENED):
        tenders.witness(tender, actor=world.supervisor)
        yield tender, signed_in(world.clerk)


def state(tender: Tender) -> str:
    return Tender.objects.get(pk=tender.pk).state


def test_bids_are_opened_after_the_proof_only(due: tuple[Tender, Client]) -> None:
    tender, clerk = due
    address = reverse("tenders:open", args=[tender.pk])
    assert clerk.post(address).url.startswith(ASK)
    assert state(tender) == "published"
    assert prove(clerk, address, "falsch").status_code == 200
    assert state(tender) == "published"
    assert prove(clerk, address).url == tender.get_absolute_url()
    assert state(tender) == "opened"


def test_without_the_guard_a_stolen_session_opens_bids(due: tuple[Tender, Client], settings: Any) -> None:
    settings.REAUTHENTICATE = False
    tender, thief = due
    thief.post(reverse("tenders:open", args=[tender.pk]))
    assert state(tender) == "opened"


@pytest.fixture
def payable() -> Iterator[tuple[paying.World, Payment, Client]]:
    with clock.travelled(paying.at(2026, 6, 1)):
        world = paying.World()
        world.sign()
        world.plan()
        world.serve()
        world.accept(1)
        payment = world.approve(world.request(1))
        yield world, payment, signed_in(world.cashier)


def test_paying_keeps_what_was_typed(payable: tuple[paying.World, Payment, Client]) -> None:
    world, payment, cashier = payable
    address = reverse("delivery:pay", args=[payment.pk])
    assert cashier.post(address, {"voucher": "国库 2026-0031"}).url.startswith(ASK)
    assert world.fresh().paid_amount == 0
    assert prove(cashier, address).status_code == 302
    assert Payment.objects.get(pk=payment.pk).voucher == "国库 2026-0031"
    assert world.fresh().paid_amount == Decimal("228800.00")


def test_what_was_wrong_in_the_form_is_mended_at_its_own_address(
    payable: tuple[paying.World, Payment, Client],
) -> None:
    """The page answers under the address of the proof; its form must not be sent there."""
    _world, payment, cashier = payable
    address = reverse("delivery:pay", args=[payment.pk])
    cashier.post(address, {"voucher": ""})
    shown = prove(cashier, address)
    assert shown.status_code == 422
    assert f'<form method="post" action="{address}"' in shown.content.decode()


def test_a_reversal_asks_too_and_again_after_five_minutes(
    payable: tuple[paying.World, Payment, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, payment, cashier = payable
    pay, turn_back = (reverse(f"delivery:{verb}", args=[payment.pk]) for verb in ("pay", "reverse"))
    second = signed_in(world.second_cashier)
    cashier.post(pay, {"voucher": "国库 2026-0031"})
    prove(cashier, pay)
    typed = {"voucher": "国库 2026-0032", "reason": "收款账号有误"}
    assert second.post(turn_back, typed).url.startswith(ASK)
    assert not Payment.objects.filter(reverses=payment).exists()
    prove(second, turn_back)
    assert Payment.objects.get(reverses=payment).voucher == "国库 2026-0032"
    assert second.post(turn_back, typed).status_code == 422, "within five minutes nobody is asked"
    later = SimpleNamespace(time=lambda: time.time() + 301)
    monkeypatch.setattr(reauthentication, "time", later)
    assert second.post(turn_back, typed).url.startswith(ASK)


def test_a_batch_is_paid_after_the_proof_only(payable: tuple[paying.World, Payment, Client]) -> None:
    world, payment, cashier = payable
    address = reverse("delivery:batch_pay")
    typed = {"picked": packed([Voucher(payment.pk, "国库 2026-0033")]), "idempotency_key": "one-run"}
    assert cashier.post(address, typed).url.startswith(ASK)
    assert prove(cashier, address, "falsch").status_code == 200
    assert not PaymentBatch.objects.exists()
    gone = prove(cashier, address)
    batch = PaymentBatch.objects.get()
    assert gone.url == batch.get_absolute_url()
    assert Payment.objects.get(batch=batch).voucher == "国库 2026-0033"
    assert world.fresh().paid_amount == Decimal("228800.00")


def test_without_the_guard_a_stolen_session_pays_a_batch(
    payable: tuple[paying.World, Payment, Client], settings: Any
) -> None:
    settings.REAUTHENTICATE = False
    _world, payment, thief = payable
    thief.post(reverse("delivery:batch_pay"), {"picked": packed([Voucher(payment.pk, "国库 2026-0033")])})
    assert PaymentBatch.objects.get().count == 1


def test_somebody_else_does_not_send_what_was_kept(payable: tuple[paying.World, Payment, Client]) -> None:
    world, payment, cashier = payable
    address = reverse("delivery:pay", args=[payment.pk])
    cashier.post(address, {"voucher": "国库 2026-0031"})
    other = signed_in(world.second_clerk)
    other.cookies = cashier.cookies
    other.post("/account/logout/")
    assert prove(other, address).status_code == 302
    assert world.fresh().paid_amount == 0
