"""Pages of the funds: who sees what, and the two forms."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.foundations.funds import ledger
from linli.foundations.funds.models import FundSource
from linli.foundations.funds.tests.houses import District
from linli.foundations.parties.models import Person
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(settings: Any) -> District:
    settings.REQUIRE_MFA = False
    return District()


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_the_list_shows_each_his_own(district: District) -> None:
    assert "示例区级资金" in as_(district.treasurer).get("/funds/").content.decode()
    assert "还没有登记资金来源" in as_(district.clerk).get("/funds/").content.decode()
    assert as_(district.bidder).get("/funds/").status_code == 403
    assert Client().get("/funds/").status_code == 302


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_list_costs_the_same_for_one_source_and_for_thirteen(district: District) -> None:
    client = as_(district.treasurer)
    client.get("/funds/")
    one = statements(client, "/funds/")
    for n in range(12):
        district.money(100, f"示例资金{n}")
    assert statements(client, "/funds/") == one


def test_a_source_costs_the_same_for_any_number_of_projects(district: District) -> None:
    client, address = as_(district.treasurer), f"/funds/{district.source.pk}/"
    ledger.reserve(district.source, 1, Decimal(1), actor=district.treasurer)
    client.get(address)
    one = statements(client, address)
    for project in range(2, 9):
        ledger.reserve(district.source, project, Decimal(1), actor=district.treasurer)
    assert statements(client, address) == one


def test_a_source_shows_projects_and_movements(district: District) -> None:
    ledger.reserve(
        district.source, 7, Decimal(600), actor=district.treasurer, title="示例助餐项目", path="/projects/7/"
    )
    page = as_(district.treasurer).get(f"/funds/{district.source.pk}/").content.decode()
    assert "示例助餐项目" in page
    assert "占总额 60.0%" in page
    assert as_(district.clerk).get(f"/funds/{district.source.pk}/").status_code == 404
    assert as_(district.bidder).get(f"/funds/{district.source.pk}/").status_code == 403
    sheet = as_(district.treasurer).get(f"/funds/{district.source.pk}/?export=xlsx")
    assert sheet["Content-Type"].endswith("sheet")


def form(district: District, **more: Any) -> dict[str, Any]:
    given = {
        "name": "示例镇自有资金", "kind": "town", "year": "2026", "owner": district.town.pk,
        "place": district.town_place.pk, "amount": "５０,０００", "idempotency_key": "k1",
    }  # fmt: skip
    return {**given, **more}


def test_a_town_enters_its_own_money_once(district: District) -> None:
    client = as_(district.clerk)
    assert client.get("/funds/new/").status_code == 200
    first = client.post("/funds/new/", form(district))
    again = client.post("/funds/new/", form(district))
    assert first.status_code == again.status_code == 302
    assert FundSource.objects.get(name="示例镇自有资金").amount == 50000


def test_a_mistake_keeps_what_was_typed(district: District) -> None:
    page = as_(district.clerk).post("/funds/new/", form(district, amount="五万元")).content.decode()
    assert "不是数字" in page
    assert "五万元" in page
    assert "示例镇自有资金" in page


def test_a_town_is_not_offered_others_money(district: District) -> None:
    page = as_(district.clerk).post("/funds/new/", form(district, owner=district.finance.pk))
    assert page.status_code == 422
    assert not FundSource.objects.filter(name="示例镇自有资金").exists()
    assert as_(district.bidder).get("/funds/new/").status_code == 403


def test_an_adjustment_by_form(district: District) -> None:
    address = f"/funds/{district.source.pk}/adjust/"
    client = as_(district.treasurer)
    assert client.get(address).status_code == 200
    refused = client.post(address, {"amount": "2000", "reason": " ", "version": "1"})
    assert refused.status_code == 422
    done = client.post(address, {"amount": "2000", "reason": "追加预算", "version": "1"})
    assert done.status_code == 302
    assert FundSource.objects.get(pk=district.source.pk).amount == 2000
    stale = client.post(address, {"amount": "3000", "reason": "追加预算", "version": "1"})
    assert "您看到的是变动前的内容" in stale.content.decode()


def test_who_may_not_adjust_gets_no_form(district: District) -> None:
    own = as_(district.clerk)
    own.post("/funds/new/", form(district))
    source = FundSource.objects.get(owner=district.town)
    assert own.get(f"/funds/{source.pk}/adjust/").status_code == 403
    assert as_(district.leader).get(f"/funds/{source.pk}/adjust/").status_code == 200
    assert as_(district.stranger).get(f"/funds/{source.pk}/adjust/").status_code == 404
