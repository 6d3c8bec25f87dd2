"""Pages of the catalogue."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.foundations.catalogue.actions import issue
from linli.foundations.catalogue.management.commands.catalogue import district_file
from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.catalogue.reading import read
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def _issued() -> None:
    issue(batch=read(district_file()), actor=Actor.system())


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
def test_the_list_costs_the_same_for_six_items_and_for_twenty(clerk: Client) -> None:
    clerk.get("/catalogue/")
    counts = []
    for path in ("/catalogue/?field=A02", "/catalogue/"):
        with CaptureQueriesContext(connection) as seen:
            clerk.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]
