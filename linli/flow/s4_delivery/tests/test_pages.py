"""The pages of step 4, opened and used by those who may and refused to those who may not."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.flow.s4_delivery.models import Milestone, Payment, ProgressReport, ServiceRecord
from linli.flow.s4_delivery.tests.browsing import browser, typed
from linli.flow.s4_delivery.tests.world import START, World
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.kernel.models import StoredFile
from linli.ui.tests.papers import seal, words_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def one_factor(settings: Any, tmp_path: Any) -> None:
    settings.REQUIRE_MFA = False
    settings.VAR_DIR = tmp_path


@pytest.fixture
def ready(world: World) -> World:
    world.sign()
    world.plan()
    world.serve()
    world.accept(1)
    return world


def test_tabs_show_the_parties_everything_and_others_what_is_public(ready: World) -> None:
    ready.project = ready.fresh()
    ready.project.public_since = ready.milestone(1).accepted_at
    ready.project.save()
    address = reverse("thread:tab", args=[ready.project.pk, "delivery"])
    inside = browser(ready.clerk).get(address).content.decode()
    assert "每周五天助餐" in inside
    assert "示例员工甲" in inside
    outside = browser(ready.rival_manager).get(address).content.decode()
    assert "首付款" in outside
    assert "每周五天助餐" not in outside
    assert "示例员工甲" not in outside
    ready.request(1, invoice="88886666")
    money = reverse("thread:tab", args=[ready.project.pk, "payments"])
    assert "88886666" in browser(ready.clerk).get(money).content.decode()
    assert "88886666" not in browser(ready.rival_manager).get(money).content.decode()


def test_a_tab_of_a_project_without_contract_says_so(world: World) -> None:
    for key in ("delivery", "payments"):
        page = browser(world.clerk).get(reverse("thread:tab", args=[world.project.pk, key]))
        assert "合同签订后" in page.content.decode()


@pytest.mark.parametrize("name", ["list", "payments", "records"])
def test_lists_show_what_the_actor_may_see(ready: World, name: str) -> None:
    ready.request(1)
    address = reverse(f"delivery:{name}")
    for actor in (ready.clerk, ready.manager, ready.supervisor, ready.bureau_clerk):
        page = browser(actor).get(address)
        assert page.status_code == 200
        assert len(page.context["page"].object_list) == 1
    for actor in (ready.rival_manager, ready.other_clerk):
        assert not browser(actor).get(address).context["page"].object_list
    assert browser(Actor.public()).get(address).status_code == 302
    assert browser(ready.clerk).get(address + "?export=xlsx").status_code == 200
    assert not browser(ready.clerk).get(address + "?q=儿童").context["page"].object_list


def test_the_list_costs_the_same_for_one_and_for_three(ready: World, django_assert_max_num_queries: Any) -> None:
    client = browser(ready.clerk)
    with django_assert_max_num_queries(22):
        client.get(reverse("delivery:list"))


def pages(world: World) -> list[tuple[str, Any, Actor]]:
    """Every form page that the present state offers, with who may open it."""
    delivery = world.delivery
    record = ServiceRecord.objects.first()
    assert record is not None
    return [
        ("plan", delivery.pk, world.manager),
        ("finish", delivery.pk, world.manager),
        ("report", world.milestone(2).pk, world.manager),
        ("request", world.milestone(1).pk, world.manager),
        ("add_record", world.project.pk, world.staff),
        ("correct_record", record.pk, world.staff),
    ]


def test_form_pages_open_to_one_and_to_nobody_else(ready: World) -> None:
    for name, key, actor in pages(ready):
        address = reverse(f"delivery:{name}", args=[key])
        assert browser(actor).get(address).status_code == 200, name
        for other in (ready.rival_manager, ready.other_clerk, ready.supervisor):
            assert browser(other).get(address).status_code == 403, name
            assert browser(other).post(address, {}).status_code == 403, name
        assert browser(Actor.public()).get(address).status_code == 302, name


def test_a_form_page_out_of_its_time_leads_back(ready: World) -> None:
    page = browser(ready.clerk).get(reverse("delivery:accept", args=[ready.milestone(1).pk]))
    assert (page.status_code, page["Location"]) == (302, ready.milestone(1).get_absolute_url())


def test_a_service_record_with_a_photograph(ready: World) -> None:
    client = browser(ready.staff)
    address = reverse("delivery:add_record", args=[ready.project.pk])
    page = client.get(address)
    values = typed(page, activity="理发", place="社区活动室", minutes="90", participants="14", staff="示例员工乙")
    picture = SimpleUploadedFile("签到表.png", PNG, "image/png")
    answer = client.post(address, {**values, "file": picture})
    assert answer.status_code == 302
    record = ServiceRecord.objects.get(activity="理发")
    stored = StoredFile.objects.get()
    assert (stored.subject_id, stored.label) == (record.pk, "服务记录")
    shown = browser(ready.clerk).get(record.get_absolute_url()).content.decode()
    assert "签到表.png" in shown
    assert browser(ready.clerk).get(reverse("kernel:file", args=[stored.pk])).status_code == 200
    assert browser(ready.rival_manager).get(reverse("kernel:file", args=[stored.pk])).status_code in (403, 404)


def test_a_refused_form_keeps_its_input(ready: World) -> None:
    client = browser(ready.manager)
    address = reverse("delivery:request", args=[ready.milestone(1).pk])
    values = typed(client.get(address), amount="228800.01", invoice_number="88886666")
    answer = client.post(address, values)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "最多可申请 228,800.00 元" in shown
    assert "88886666" in shown
    assert not Payment.objects.exists()


def test_a_report_is_typed_accepted_and_shown(ready: World) -> None:
    client = browser(ready.manager)
    address = reverse("delivery:report", args=[ready.milestone(2).pk])
    assert client.post(address, typed(client.get(address), text="中期服务按计划推进")).status_code == 302
    assert ProgressReport.objects.filter(milestone=ready.milestone(2)).count() == 1
    clerk = browser(ready.clerk)
    record = clerk.get(ready.milestone(2).get_absolute_url())
    assert "中期服务按计划推进" in record.content.decode()
    address = reverse("delivery:accept", args=[ready.milestone(2).pk])
    values = typed(clerk.get(address), statement="达到合同约定", served="居民代表八人参加")
    assert clerk.post(address, values).status_code == 302
    assert Milestone.objects.get(pk=ready.milestone(2).pk).served_statement == "居民代表八人参加"


def decide(actor: Actor, payment: Payment, **typed_in: Any) -> Any:
    """Give an opinion on the panel that all rooms share."""
    running = approvals.running(payment)
    assert running is not None
    address = reverse("thread:approval", args=[running.pk])
    return browser(actor).post(address, {"version": running.version, **typed_in})


def test_paying_in_the_browser_by_four_people(ready: World) -> None:
    payment = ready.request(1)
    own = payment.get_absolute_url()
    clerk = browser(ready.clerk)
    address = reverse("delivery:check", args=[payment.pk])
    clerk.post(address, typed(clerk.get(address), opinion="三单一致"))
    assert "decision" not in browser(ready.clerk).get(own).content.decode()
    for actor in (ready.leader, ready.finance_leader):
        assert 'name="decision"' in browser(actor).get(own).content.decode()
        assert decide(actor, payment, opinion="同意支付", decision="approve").status_code == 302
    assert approvals.running(payment) is None
    cashier = browser(ready.cashier)
    address = reverse("delivery:pay", args=[payment.pk])
    cashier.post(address, typed(cashier.get(address), voucher="国库 2026-0031"))
    assert ready.fresh().paid_amount == Decimal("228800.00")
    proof = seal(payment, "delivery.payment:pay")
    voucher = words_of(cashier.get(reverse("delivery:voucher", args=[payment.pk, "docx"])))
    for wanted in ("贰拾贰万捌仟捌佰元整", "国库 2026-0031", "同意支付", *proof):
        assert wanted in voucher
    assert cashier.get(reverse("delivery:voucher", args=[payment.pk, "pdf"])).content.startswith(b"%PDF")
    assert cashier.get(reverse("delivery:voucher", args=[payment.pk, "exe"])).status_code == 404
    assert reverse("delivery:voucher", args=[payment.pk, "pdf"]) in cashier.get(own).content.decode()
    assert browser(ready.rival_manager).get(own).status_code == 403
    assert browser(ready.rival_manager).get(reverse("delivery:voucher", args=[payment.pk, "docx"])).status_code == 403


def test_returning_without_an_opinion_says_so(ready: World) -> None:
    payment = ready.request(1)
    clerk = browser(ready.clerk)
    clerk.post(reverse("delivery:check", args=[payment.pk]), {"opinion": ""})
    assert "没有填写意见" in decide(ready.leader, payment, decision="return").content.decode()
    assert approvals.running(payment) is not None


def test_an_unpaid_payment_has_no_voucher(ready: World) -> None:
    payment = ready.request(1)
    assert browser(ready.clerk).get(reverse("delivery:voucher", args=[payment.pk, "docx"])).status_code == 404


def test_the_double_click_records_once(ready: World) -> None:
    client = browser(ready.staff)
    address = reverse("delivery:add_record", args=[ready.project.pk])
    values = typed(
        client.get(address), activity="量血压", place="社区活动室", minutes="30", participants="9", staff="示例员工乙",
        served_on=START.isoformat(),
    )  # fmt: skip
    for _time in range(2):
        assert client.post(address, values).status_code == 302
    assert ServiceRecord.objects.filter(activity="量血压").count() == 1
