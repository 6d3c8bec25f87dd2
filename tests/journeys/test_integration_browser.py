"""The catalogue and admission in a real browser: pages of every party at both widths without an axe violation, sideways
scroll or breach of the content policy; and a community's opinion, typed and pressed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from linli.demo import build
from linli.demo.program import Slot
from linli.foundations.admission.models import Admission, Opinion, Report
from linli.foundations.catalogue.models import Batch, Supplement
from linli.kernel import journal
from tests import stage
from tests.journeys.hand import Hand

pytestmark = pytest.mark.browser
WIDTHS = (1440, 390)
SHOTS = os.environ.get("LINLI_SHOTS", "")
"""A folder for pictures of the pages, to look at."""


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demo with one purchase, behind a server."""
    with (
        override_settings(DEMO=True, REQUIRE_MFA=False),
        django_db_blocker.unblock(),
        stage.committed(lambda: build.build(chosen=[Slot(720), Slot(19, "", "draft", True)])),
        stage.server() as address,
    ):
        journal.sequence()
        yield address


def pages() -> dict[str, list[str]]:
    """Addresses by the account that looks at them; an empty account is a visitor."""
    batch, draft = Batch.objects.get(number=1), Batch.objects.get(state="draft")
    approval = Supplement.objects.get(state="in_approval")
    consulting, expired = Admission.objects.get(state="consulting"), Admission.objects.filter(state="expired")[0]
    in_force = Admission.objects.filter(state="in_force")[0]
    filed = Report.objects.filter(state="filed").order_by("-pk")[0]
    asked = Opinion.objects.get(state="asked", organisation=filed.organisation)
    return {
        "": [
            "/public/catalogue/", "/public/catalogue/A0102/", "/public/catalogue/negative/", "/public/admission/",
            "/public/admission/?past=1", f"/public/admission/{in_force.number}/", f"/public/admission/{expired.number}/",
        ],
        "minzheng": [
            "/catalogue/", "/catalogue/batches/", "/catalogue/batches/new/", f"/catalogue/batches/{draft.pk}/",
            f"/catalogue/batches/{draft.pk}/items/A0203/", f"/catalogue/batches/{draft.pk}/import/",
            f"/catalogue/batches/compare/?a={batch.pk}&b={draft.pk}", "/catalogue/supplements/",
            f"/catalogue/supplements/{approval.pk}/", "/admission/", f"/admission/{in_force.pk}/",
            "/admission/reports/", f"/admission/reports/{filed.pk}/",
        ],
        "minzheng-ld": [f"/admission/{in_force.pk}/revoke/"],
        "jiedao": ["/catalogue/supplements/new/"],
        "shequ": [f"/admission/opinions/{asked.pk}/", f"/admission/{consulting.pk}/", "/admission/reports/new/"],
        "bumen": ["/admission/new/", f"/admission/{consulting.pk}/", f"/admission/reports/{filed.pk}/answer/", "/inbox/"],
    }  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_every_party(district: str, chromium: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found: list[Any] = []

    def heard(said: Any) -> None:
        if said.type == "error":
            found.append(said.text)

    for account, addresses in pages().items():
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        if account:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": stage.session_of(account), "url": district}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", heard)
        for address in addresses:
            answer = page.goto(district + address)
            found += [(address, answer.status)] if answer.status != 200 else []
            found += [(address, v["id"], v["nodes"][0]["html"][:150]) for v in Axe().run(page).response["violations"]]
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [(address, "sideways", over)] if over > 0 else []
            if SHOTS:
                name = address.strip("/").replace("/", "-").replace("?", "-")[:60]
                page.screenshot(path=Path(SHOTS) / f"{name}-{account or 'public'}-{width}.png", full_page=True)
        context.close()
    assert found == []


def test_a_community_gives_its_opinion_with_the_keyboard_and_a_report_is_filed(district: str, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 900}, locale="zh-CN")
    hand = Hand(page, district)
    hand.sign_in("shequ")
    report = Report.objects.filter(state="filed").order_by("-pk")[0]
    asked = Opinion.objects.get(state="asked", organisation=report.organisation)
    hand.open(f"/admission/opinions/{asked.pk}/")
    hand.fill(stance="conditional", text="须配一名专职人员")
    page.get_by_role("button", name="反馈准入意见").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "有条件同意：须配一名专职人员" in hand.words()
    hand.open("/admission/reports/new/")
    hand.fill(
        department=report.department_id, title="示例临时任务", what="要求两日内报送台账。", occurred_on="2026-01-05"
    )
    hand.press("提交反映")
    assert "待部门答复" in hand.words()
    page.close()
    with transaction.atomic():
        assert Report.objects.filter(title="示例临时任务", state="filed").exists()
