"""The pages of paying many at once in a browser, at both widths: the keyboard, axe, the policy, no sideways scroll."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linli.flow.s4_delivery.models import PaymentBatch
from linli.flow.s4_delivery.tests.test_batch import approved
from linli.flow.s4_delivery.tests.test_purse import fund
from linli.flow.s4_delivery.tests.world import World
from linli.foundations.funds import ledger
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import SHOTS, context_of, found_by_axe, press, wrong_with

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def kept(page: Any, name: str) -> None:
    """A picture to look at, where they are asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("width", [1440, 390])
def test_picked_checked_and_paid(live_server: Any, browser: Any, world: World, width: int, settings: Any) -> None:
    settings.REQUIRE_MFA = False
    ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    world.plan()
    for order in (1, 2):
        world.accept(order)
    payments = [approved(world, 1), approved(world, 2)]
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
