"""The pages of paying many at once in a browser, at both widths: the keyboard, axe, the policy, no sideways scroll."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from linli.flow.s4_delivery.models import Payment, PaymentBatch
from linli.flow.s4_delivery.tests.test_batch import approved
from linli.flow.s4_delivery.tests.test_purse import fund
from linli.flow.s4_delivery.tests.world import World, at
from linli.foundations.funds import ledger
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import SHOTS, context_of, found_by_axe, press, wrong_with
from linli.kernel import clock

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def kept(page: Any, name: str) -> None:
    """A picture to look at, where they are asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.fixture
def ready(transactional_db: Any, settings: Any) -> World:
    """Two approved payments; the browser then signs in by the real clock, as the server's threads have it."""
    settings.REQUIRE_MFA = False
    with clock.travelled(at(2026, 6, 1)), transaction.atomic():
        world = World()
        ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
        world.sign()
        world.plan()
        for order in (1, 2):
            world.accept(order)
            approved(world, order)
    return world


@pytest.mark.parametrize("width", [1440, 390])
def test_picked_checked_and_paid(live_server: Any, browser: Any, ready: World, width: int) -> None:
    payments, world = list(Payment.objects.order_by("pk")), ready
    page = context_of(browser, width, live_server.url, world.cashier).new_page()
    assert wrong_with(page, f"{live_server.url}/delivery/payments/batch/") == []
    kept(page, "batch")
    press(page, "下一步：核对")
    assert "没有选择支付" in page.locator(".problems").inner_text()
    page.get_by_label(f"选择 {payments[0].number}").check()
    page.get_by_label(f"选择 {payments[1].number}").check()
    page.get_by_label(f"{payments[0].number} 的支付凭证号").fill("国库 2026-8")
    page.get_by_label("共用的支付凭证号").fill("国库 2026-9")
    press(page, "下一步：核对")
    assert found_by_axe(page) == []
    kept(page, "batch-check")
    press(page, "支付 2 笔，457,600.00 元")
    batch = PaymentBatch.objects.get()
    assert batch.number in page.locator("h1").inner_text()
    assert sorted(batch.payments.values_list("voucher", flat=True)) == ["国库 2026-8", "国库 2026-9"]
    assert found_by_axe(page) == []
    kept(page, "batch-paid")
