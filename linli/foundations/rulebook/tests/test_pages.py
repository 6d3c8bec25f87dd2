"""Pages of the rule book: who sees them, what stands on them."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.foundations.rulebook import book, shown
from linli.kernel import clock, year_cache
from linli.kernel.models import CalendarYear

pytestmark = pytest.mark.django_db
MARCH = timezone.make_aware(datetime(2026, 3, 5, 9))


@pytest.fixture(autouse=True)
def _setting(settings: Any) -> Any:
    settings.REQUIRE_MFA = False
    year_cache.years.forget()
    with clock.travelled(MARCH):
        yield
    year_cache.years.forget()


def signed_in(kind: str = "town", role: str = "clerk") -> Client:
    client = Client()
    client.force_login(make_membership(make_organisation(kind), role).person)
    return client


def test_the_list_shows_every_parameter_with_its_clause() -> None:
    page = signed_in().get("/rules/").content.decode()
    assert [name for name in book.law().parameters if f"/rules/{name}/" not in page] == []
    assert "政府采购法 第三十五条" in page
    assert "待核对" in page


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get("/rules/").status_code == 302
    assert Client().get("/rules/tender.bid_days/").status_code == 302
    assert Client().get("/rules/calendar/").status_code == 302


def test_the_list_is_searched_and_filtered() -> None:
    client = signed_in()
    found = client.get("/rules/?q=保证金 政府采购法实施条例").content.decode()
    assert "/rules/tender.bid_bond_percent/" in found
    assert "/rules/tender.bid_days/" not in found
    assumed = client.get("/rules/?state=assumed").content.decode()
    assert "/rules/wage.ceiling_percent/" in assumed
    assert "/rules/tender.bid_days/" not in assumed
    assert "没有符合条件的参数" in client.get("/rules/?q=不存在的").content.decode()


def test_the_list_exports() -> None:
    answer = signed_in().get("/rules/?export=xlsx")
    assert answer["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("name", sorted(book.base().parameters))
def test_every_parameter_has_its_page(name: str) -> None:
    page = signed_in().get(f"/rules/{name}/")
    assert page.status_code == 200
    assert book.parameter(name).title in page.content.decode()


def test_tables_are_said_in_words() -> None:
    client = signed_in()
    chain = client.get("/rules/approvals.project/").content.decode()
    assert "区民政局 分管领导，100,000 元起" in chain
    assert "受益面 40；紧迫度 30；困难程度 30" in client.get("/rules/needs.weights/").content.decode()


def test_an_unknown_parameter_is_not_found() -> None:
    assert signed_in().get("/rules/no.such/").status_code == 404


def test_every_document_and_clause_is_public_and_has_its_address() -> None:
    visitor = Client()
    listed = visitor.get("/public/rules/documents/").content.decode()
    for key, document in book.law().documents.items():
        assert f"/public/rules/documents/{key}/" in listed
        page = visitor.get(f"/public/rules/documents/{key}/").content.decode()
        for clause in document.clauses.values():
            assert f'id="c-{clause.key}"' in page
            assert clause.gist in visitor.get(f"/public/rules/documents/{key}/{clause.key}/").content.decode()


@pytest.mark.parametrize("path", ["nothing/", "decree-87/999/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert Client().get(f"/public/rules/documents/{path}").status_code == 404


def test_the_calendar_warns_of_an_unannounced_year_and_hides_verbs() -> None:
    page = signed_in().get("/rules/calendar/?year=2027").content.decode()
    assert "尚未公布" in page
    assert "修改日历" not in page
    assert "尚未公布" not in signed_in().get("/rules/calendar/?year=2026").content.decode()
    assert signed_in().get("/rules/calendar/?year=abc").status_code == 200


def test_the_bureau_loads_edits_and_announces() -> None:
    client = signed_in("civil_affairs")
    assert client.post("/rules/calendar/load/?year=2027").status_code == 302
    edit = {"day": "2027-03-08", "day_kind": "holiday", "name": "示例放假"}
    assert client.post("/rules/calendar/edit/?year=2027", edit).status_code == 302
    assert date(2027, 3, 8) in year_cache.year(2027).free
    refused = client.post("/rules/calendar/announce/?year=2027", {"source": ""})
    assert refused.status_code == 200
    assert client.post("/rules/calendar/announce/?year=2027", {"source": "示例通知"}).status_code == 302
    assert CalendarYear.objects.get(year=2027).announced


@pytest.mark.parametrize("verb", ["load", "edit", "announce"])
def test_others_may_not_change_the_calendar(verb: str) -> None:
    assert signed_in().post(f"/rules/calendar/{verb}/?year=2027", {"source": "x"}).status_code == 403
    assert Client().post(f"/rules/calendar/{verb}/?year=2027", {"source": "x"}).status_code == 302
    assert not CalendarYear.objects.exists()
    assert signed_in().get(f"/rules/calendar/{verb}/").status_code == 405


def test_only_what_the_platform_itself_keeps_to_stands_outside_the_steps() -> None:
    grouped = shown.rows(timezone.localdate(MARCH))
    found = {row.parameter.name.split(".")[0] for label, rows in grouped if label is shown.OTHERS for row in rows}
    assert found == {"codes", "files", "lockout", "password", "personal_data", "security", "session"}
