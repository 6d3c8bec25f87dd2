"""Pages of admission, as each party uses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.foundations.admission import actions
from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.tests.factory import all_agree, make_consulting, make_listed, make_report, offices
from linli.foundations.catalogue.tests.factory import approve_all
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_actor,
    make_organisation,
    make_place,
)
from linli.kernel import clock
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_a_department_applies_attaches_and_submits_on_pages() -> None:
    offices()
    place = make_place(COMMUNITY)
    make_organisation("community", place)
    department = browser(make_actor("department"))
    until = clock.today().replace(month=12, day=31)
    given = {
        "title": "示例需求登记", "content": "每季度入户登记。", "legal_basis": "区级工作方案（示例）",
        "since": clock.today().isoformat(), "until": until.isoformat(),
    }  # fmt: skip
    assert department.get("/admission/new/").status_code == 200
    made = department.post("/admission/new/", given)
    admission = Admission.objects.get()
    assert made["Location"] == f"/admission/{admission.pk}/shares/"
    empty = {"shares-TOTAL_FORMS": "0", "shares-INITIAL_FORMS": "0"}
    added = {**empty, "do": "add", "places": [place.pk], "money": "２０，０００", "staff": "1", "hours": "300"}
    assert department.post(made["Location"], added).status_code == 302
    page = department.get(made["Location"]).content.decode()
    assert "20000.00" in page
    row = {
        "shares-TOTAL_FORMS": "1", "shares-INITIAL_FORMS": "1", "shares-0-place": place.pk,
        "shares-0-year": clock.today().year, "shares-0-money": "25000", "shares-0-staff": "1", "shares-0-hours": "x",
    }  # fmt: skip
    assert department.post(made["Location"], {**row, "do": "save"}).status_code == 422
    assert department.post(made["Location"], {**row, "shares-0-hours": "200", "do": "save"}).status_code == 302
    assert [(s.money, s.hours) for s in admission.shares.all()] == [(25000, 200)]
    assert department.post(f"/admission/{admission.pk}/submit/", {}).status_code == 302
    admission.refresh_from_db()
    assert admission.state == "consulting"
    assert "征求社区意见" in department.get(admission.get_absolute_url()).content.decode()


def test_a_community_gives_its_opinion_and_strangers_do_not_see_it() -> None:
    admission = make_consulting()
    opinion = admission.opinions.get()
    voice = browser(make_actor("community", organisation=opinion.organisation))
    assert f"/admission/opinions/{opinion.pk}/" in voice.get(admission.get_absolute_url()).content.decode()
    address = f"/admission/opinions/{opinion.pk}/"
    assert "20,000.00" in voice.get(address).content.decode()
    assert voice.post(address, {"stance": "object", "text": ""}).status_code == 422
    assert voice.post(address, {"stance": "agree"}).status_code == 302
    assert voice.get(address).status_code == 302
    stranger = browser(make_actor("community", place=OTHER_COMMUNITY))
    assert stranger.get(admission.get_absolute_url()).status_code == 404
    assert stranger.get(address).status_code == 404


def test_the_public_list_shows_what_is_in_force_and_what_is_over() -> None:
    admission = make_listed()
    report = make_report()
    visitor = Client()
    page = visitor.get("/public/admission/").content.decode()
    assert admission.title in page
    assert report.title not in page
    assert report.place.name not in page
    assert visitor.get(f"/public/admission/{admission.number}/").status_code == 200
    assert admission.title not in visitor.get("/public/admission/?q=没有这个").content.decode()
    assert admission.title in visitor.get(f"/public/admission/?q={make_place(COMMUNITY).name}").content.decode()
    assert visitor.get("/public/admission/?export=xlsx").status_code == 200
    with clock.travelled(clock.now() + timedelta(days=400)):
        actions.expire(admission, actor=Actor.system())
        assert admission.title not in visitor.get("/public/admission/?past=0&x=1").content.decode()
        past = visitor.get("/public/admission/?past=1").content.decode()
        assert admission.title in past
        assert "已到期" in visitor.get(f"/public/admission/{admission.number}/").content.decode()
    assert visitor.get("/public/admission/ZR-nowhere/").status_code == 404


def test_the_bureau_lists_renews_and_revokes_on_pages() -> None:
    admission = make_consulting()
    all_agree(admission)
    approve_all(admission)
    bureau = browser(make_actor("civil_affairs"))
    leader = browser(make_actor("civil_affairs", "leader"))
    department = browser(make_actor("department"))
    assert bureau.get(f"/admission/{admission.pk}/issue/").status_code == 200
    bureau.post(f"/admission/{admission.pk}/issue/")
    admission.refresh_from_db()
    assert admission.state == "in_force"
    until = (admission.until + timedelta(days=90)).isoformat()
    renewed = department.post(f"/admission/{admission.pk}/renew/", {"until": until})
    assert Admission.objects.latest("pk").get_absolute_url() == renewed["Location"]
    assert leader.post(f"/admission/{admission.pk}/revoke/", {"reason": ""}).status_code == 422
    leader.post(f"/admission/{admission.pk}/revoke/", {"reason": "经费没有到位"})
    admission.refresh_from_db()
    assert admission.state == "revoked"
    assert "知悉撤销" in department.get(admission.get_absolute_url()).content.decode()
    department.post(f"/admission/{admission.pk}/acknowledge/")
    for client in (bureau, leader, department):
        assert client.get("/admission/").status_code == 200
        assert client.get("/admission/?export=xlsx").status_code == 200


def test_a_list_counts_admissions_and_not_their_shares() -> None:
    make_listed(places=[make_place(COMMUNITY), make_place(OTHER_COMMUNITY)], until=clock.today() + timedelta(days=500))
    page = browser(make_actor("civil_affairs")).get("/admission/").content.decode()
    assert "共 1 项" in page
    visitor = Client().get("/public/admission/?count=1").content.decode()
    assert "第 1—1 项，共 1 项" in visitor


def test_a_report_goes_its_way_on_pages() -> None:
    offices()
    department = make_organisation("department")
    community = browser(make_actor("community"))
    given = {
        "department": department.pk, "title": "示例代填表格", "what": "要求三日内代填全部表格。",
        "occurred_on": clock.today().isoformat(),
    }  # fmt: skip
    assert community.get("/admission/reports/new/").status_code == 200
    assert community.post("/admission/reports/new/", {**given, "what": ""}).status_code == 422
    community.post("/admission/reports/new/", given)
    report = Report.objects.get()
    answerer = browser(make_actor("department"))
    bureau = browser(make_actor("civil_affairs"))
    assert answerer.get(f"/admission/reports/{report.pk}/answer/").status_code == 200
    answerer.post(f"/admission/reports/{report.pk}/answer/", {"kind": "withdraw", "text": "任务已经收回"})
    bureau.post(f"/admission/reports/{report.pk}/decide/", {"outcome": "unadmitted", "reason": "没有准入文件"})
    bureau.post(f"/admission/reports/{report.pk}/close/", {"closing": "任务已收回，社区知悉"})
    report.refresh_from_db()
    assert report.state == "closed"
    page = community.get(report.get_absolute_url()).content.decode()
    assert "任务已经收回" in page
    assert browser(make_actor("social", "manager")).get(report.get_absolute_url()).status_code == 403
    assert browser(make_actor("community", place=OTHER_COMMUNITY)).get(report.get_absolute_url()).status_code == 404
    assert "示例代填表格" not in Client().get("/public/admission/?z=1").content.decode()
    for client in (community, answerer, bureau):
        assert client.get("/admission/reports/").status_code == 200
