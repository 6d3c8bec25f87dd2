"""Pages of the catalogue."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.foundations.catalogue.actions import load
from linli.foundations.catalogue.management.commands.catalogue import district_file
from linli.foundations.catalogue.models import Batch, CatalogueItem, Supplement
from linli.foundations.catalogue.reading import read
from linli.foundations.catalogue.tests.factory import approve_all, make_draft, make_first_batch, offices
from linli.foundations.catalogue.tests.factory import item as make_item
from linli.foundations.catalogue.values import ItemValues
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import make_actor, make_membership, make_organisation
from linli.kernel import clock
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def _issued() -> None:
    load(batch=read(district_file()), actor=Actor.system())


@pytest.fixture
def clerk(settings: Any) -> Client:
    settings.REQUIRE_MFA = False
    client = Client()
    client.force_login(make_membership(make_organisation("town")).person)
    return client


@pytest.mark.usefixtures("_issued")
def test_everybody_reads_searches_and_narrows() -> None:
    visitor = Client()
    page = visitor.get("/public/catalogue/").content.decode()
    assert all(code in page for code in CatalogueItem.objects.values_list("code", flat=True))
    assert "60.00—120.00 元／人次" in page
    found = visitor.get("/public/catalogue/?q=助餐&section=A").content.decode()
    assert "A0102" in found
    assert "A0201" not in found
    assert "没有找到这项服务" in visitor.get("/public/catalogue/?q=造桥").content.decode()


@pytest.mark.usefixtures("_issued")
def test_an_item_says_whether_it_may_still_be_bought() -> None:
    visitor = Client()
    assert "居家养老上门服务" in visitor.get("/public/catalogue/A0101/").content.decode()
    CatalogueItem.objects.filter(code="A0101").update(until=date(2021, 12, 31))
    assert "不能再购买" in visitor.get("/public/catalogue/A0101/").content.decode()
    assert visitor.get("/public/catalogue/Z9/").status_code == 404


def test_an_empty_catalogue_is_a_page_too(clerk: Client) -> None:
    assert Client().get("/public/catalogue/").status_code == 200
    assert "还没有发布目录" in clerk.get("/catalogue/").content.decode()


@pytest.mark.usefixtures("_issued")
def test_clerks_filter_and_export(clerk: Client) -> None:
    page = clerk.get("/catalogue/?field=A02").content.decode()
    assert "A0201" in page
    assert "A0301" not in page
    assert clerk.get("/catalogue/?export=xlsx")["Content-Type"].endswith("sheet")
    assert Client().get("/catalogue/").status_code == 302


@pytest.mark.usefixtures("_issued")
def test_what_is_known_of_an_item_follows_the_choice(clerk: Client) -> None:
    def told(code: str) -> str:
        return clerk.get("/catalogue/chosen/", {"catalogue_code": code}).content.decode()

    assert "60.00—120.00 元／人次" in told("A0101")
    assert "<html" not in told("A0101")
    CatalogueItem.objects.filter(code="A0101").update(buyers=["department"])
    assert "可以购买的单位：区级部门" in told("A0101")
    assert "目录中没有编号 Z9" in told("Z9")
    assert told("").strip() == ""
    assert Client().get("/catalogue/chosen/").status_code == 302


@pytest.mark.usefixtures("_issued")
def test_the_list_costs_the_same_for_six_items_and_for_twenty(clerk: Client) -> None:
    clerk.get("/catalogue/")
    counts = []
    for path in ("/catalogue/?field=A02", "/catalogue/"):
        with CaptureQueriesContext(connection) as seen:
            clerk.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_bureau_drafts_fills_and_issues_on_pages(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    make_first_batch()
    offices()
    clerk = make_actor("civil_affairs")
    bureau = Client()
    bureau.force_login(Person.objects.get(pk=clerk.person_id))
    made = bureau.post("/catalogue/batches/new/", {"title": "示例第二批", "basis": "调价", "copy": "on"})
    batch = Batch.objects.latest("pk")
    assert made["Location"] == f"/catalogue/batches/{batch.pk}/"
    assert "81 项" in bureau.get(made["Location"]).content.decode()
    page = bureau.get(f"/catalogue/batches/{batch.pk}/items/A0102/")
    assert "社区助餐点运营" in page.content.decode()
    item = batch.items.get(code="A0102")
    given = {name: getattr(item, name) for name in ItemValues.__slots__}
    changed = bureau.post(f"/catalogue/batches/{batch.pk}/items/A0102/", {**given, "price_to": "２００，０００"})
    assert changed.status_code == 302
    first = Batch.objects.get(number=1)
    compared = bureau.get(f"/catalogue/batches/compare/?a={first.pk}&b={batch.pk}").content.decode()
    assert "180,000.00 → 200,000.00" in compared
    assert "7.7%" in compared
    bureau.post(f"/catalogue/batches/{batch.pk}/submit/")
    approve_all(batch)
    assert bureau.get(f"/catalogue/batches/{batch.pk}/issue/").status_code == 200
    bureau.post(f"/catalogue/batches/{batch.pk}/issue/", {"since": clock.today().isoformat()})
    batch.refresh_from_db()
    assert batch.state == "issued"
    unasked = bureau.get("/catalogue/batches/compare/").content.decode()
    assert "180,000.00 → 200,000.00" in unasked, "the newest two are compared before anybody asks"
    assert bureau.get(f"/catalogue/batches/{batch.pk}/items/A0102/").status_code == 404
    public = Client().get("/public/catalogue/A0102/").content.decode()
    assert "历次目录" in public
    assert "200,000.00" in public
    for address in ("?export=xlsx", ""):
        assert bureau.get(f"/catalogue/batches/{batch.pk}/{address}").status_code == 200


def test_drafts_are_the_bureaus_own_and_batches_are_counted_once(clerk: Client, settings: Any) -> None:
    settings.REQUIRE_MFA = False
    make_first_batch()
    draft, actor = make_draft(make_item())
    bureau = Client()
    bureau.force_login(Person.objects.get(pk=actor.person_id))
    assert "共 2 项" in bureau.get("/catalogue/batches/").content.decode()
    assert "共 1 项" in clerk.get("/catalogue/batches/").content.decode()
    assert clerk.get(draft.get_absolute_url()).status_code == 404


def test_a_purchaser_applies_on_pages_and_others_do_not_see_it(clerk: Client, settings: Any) -> None:
    make_first_batch()
    offices()
    given = {
        "name": "示例社区宠物友好引导", "field_code": "A04", "content": "宣传", "why": "居民反映集中，目录没有。",
        "served": ["everyone"], "unit": "场", "price_from": "800", "price_to": "2,000", "basis": "三家单位询价记录",
    }  # fmt: skip
    assert clerk.get("/catalogue/supplements/new/").status_code == 200
    assert clerk.post("/catalogue/supplements/new/", {**given, "price_to": "100"}).status_code == 422
    assert clerk.post("/catalogue/supplements/new/", given).status_code == 302
    made = Supplement.objects.get()
    assert clerk.get(made.get_absolute_url()).status_code == 200
    clerk.post(f"/catalogue/supplements/{made.pk}/submit/")
    made.refresh_from_db()
    assert made.state == "in_approval"
    other = Client()
    other.force_login(make_membership(make_organisation("community")).person)
    assert other.get(made.get_absolute_url()).status_code == 404
    assert other.post(f"/catalogue/supplements/{made.pk}/withdraw/").status_code == 404


@pytest.mark.usefixtures("_issued")
def test_the_negative_list_is_public() -> None:
    page = Client().get("/public/catalogue/negative/").content.decode()
    assert "货物和工程" in page
    assert "劳务派遣" in page
