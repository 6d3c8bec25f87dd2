"""The pages of parties: registration to first sign-in, invitations, lists, what each role sees and may press."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.foundations.parties import tokens
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.tests.factory import (
    TOWN,
    credit_code,
    make_actor,
    make_membership,
    make_organisation,
    make_place,
)

STRONG = "溪边有十四个社区的早晨"


def enter(kind: str, role: str, organisation: Organisation | None = None) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=make_actor(kind, role, organisation=organisation).person_id))
    return client


def application(**changes: Any) -> dict[str, Any]:
    return {
        "name": "示例为老服务中心（演示）",
        "kind": "social",
        "credit_code": credit_code(),
        "place": make_place(TOWN).pk,
        "contact_name": "示例甲",
        "contact_phone": "13800000001",
        "password": STRONG,
        "idempotency_key": "once",
        **changes,
    }


def test_from_registration_to_the_first_sign_in(client: Client, db: Any) -> None:
    bureau = enter("civil_affairs", "clerk")
    data = application()
    first, again = client.post("/parties/register/", data), client.post("/parties/register/", data)
    assert (first.status_code, again.status_code) == (302, 302)
    applied = [tokens.registration_of(one.url.split("/")[-2]) for one in (first, again)]
    assert applied == [Organisation.objects.get(kind="social")] * 2, "sent twice, registered once"
    assert "由区民政局审核" in client.get(first.url).content.decode()
    login = {"login": data["credit_code"], "password": STRONG}
    assert client.post("/account/login/", login).url == "/account/inactive/"
    made = Organisation.objects.get(kind="social")
    assert "审核登记" in bureau.get(f"/parties/{made.pk}/").content.decode()
    refused = bureau.post(f"/parties/{made.pk}/review/", {"decision": "refuse", "reason": "证书名称不符"})
    assert refused.status_code == 302
    page = client.get(first.url).content.decode()
    assert "证书名称不符" in page
    mended = {"name": "示例为老服务社（演示）", "contact_name": "示例甲", "contact_phone": "13800000001"}
    assert client.post(first.url, mended).status_code == 302
    bureau.post(f"/parties/{made.pk}/review/", {"decision": "approve"})
    made.refresh_from_db()
    assert (made.state, made.name) == ("active", "示例为老服务社（演示）")
    assert client.post("/account/login/", login).url == "/home/"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"credit_code": "52320117MA0000001"}, "您填写了 17 位"),
        ({"contact_phone": "12345"}, "11 位手机号"),
        ({"password": "password123"}, "密码"),
        ({"kind": "civil_affairs"}, "选择"),
        ({"place": "999"}, "选择"),
        ({"name": ""}, "请填写单位名称。"),
    ],
)
def test_a_bad_application_comes_back_with_its_words(client: Client, db: Any, changes: Any, says: str) -> None:
    response = client.post("/parties/register/", application(**changes))
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert STRONG not in page, "a password is never sent back"
    assert not Organisation.objects.exists()


def test_a_broken_link_is_a_page_with_a_remedy(client: Client, db: Any) -> None:
    for path in ("/parties/register/nonsense/", "/parties/invitation/nonsense/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "请" in response.content.decode()


def test_an_invitation_is_shown_once_and_leads_to_a_password(client: Client, db: Any) -> None:
    town = make_organisation("town")
    clerk = enter("town", "clerk", town)
    data = {"name": "新同事", "username": "xin.tongshi", "phone": "", "role": "clerk", "idempotency_key": "k1"}
    page = clerk.post(f"/parties/{town.pk}/invite/", data)
    link = re.search(r"http://testserver(/parties/invitation/[^\"]+)", page.content.decode())
    assert link is not None
    assert "新同事" in client.get(link[1]).content.decode()
    assert client.post(link[1], {"password": "1234567890"}).status_code == 422
    assert client.post(link[1], {"password": STRONG}).url == "/account/login/?set=1"
    assert client.post(link[1], {"password": STRONG}).status_code == 404
    assert client.post("/account/login/", {"login": "Xin.Tongshi", "password": STRONG}).url == "/home/"
    assert "/parties/invitation/" not in clerk.get(f"/parties/{town.pk}/").content.decode()


def test_phones_are_masked_but_for_those_who_need_them(db: Any) -> None:
    provider = make_organisation("social")
    Organisation.objects.filter(pk=provider.pk).update(contact_name="示例甲", contact_phone="13812345678")
    member = make_membership(provider, "manager")
    Person.objects.filter(pk=member.person_id).update(phone="13987654321")
    for client, whole in ((enter("town", "clerk"), True), (enter("social", "manager"), False)):
        page = client.get(f"/parties/{provider.pk}/").content.decode()
        assert ("13812345678" in page) == whole
        assert "138****5678" in page or whole
        assert "13987654321" not in page
        assert member.person.username not in page, "only the organisation's own people and the bureau see people"
    assert "139****4321" in enter("civil_affairs", "clerk").get(f"/parties/{provider.pk}/").content.decode()


def test_lists_show_what_each_may_see(db: Any) -> None:
    active, pending = make_organisation("social"), make_organisation("social")
    Organisation.objects.filter(pk=pending.pk).update(state="pending")
    provider, staff = enter("social", "manager", active), enter("town", "clerk")
    assert pending.name not in provider.get("/parties/providers/").content.decode()
    assert pending.name in staff.get("/parties/providers/").content.decode()
    assert provider.get(f"/parties/{pending.pk}/").status_code == 404
    assert provider.get("/parties/").status_code == 403
    found = staff.get("/parties/", {"name": active.credit_code})
    assert [o.pk for o in found.context["page"].object_list] == [active.pk]
    assert staff.get("/parties/?export=xlsx").status_code == 200
    assert Client().get("/parties/").status_code == 302


def test_the_bureau_enters_corrects_suspends_and_resumes(db: Any) -> None:
    bureau, place = enter("civil_affairs", "clerk"), make_place(TOWN)
    data = {"name": "示例公司（演示）", "kind": "company", "credit_code": credit_code(), "place": place.pk}
    made_at = bureau.post("/parties/new/", data).url
    made = Organisation.objects.get(kind="company")
    assert made_at == f"/parties/{made.pk}/"
    stale = bureau.post(f"{made_at}update/", {**data, "name": "改名（演示）", "version": 99})
    assert stale.status_code == 422
    assert bureau.post(f"{made_at}update/", {**data, "name": "改名（演示）", "version": 1}).status_code == 302
    assert bureau.post(f"{made_at}suspend/", {"reason": ""}).status_code == 422
    bureau.post(f"{made_at}suspend/", {"reason": "年检未通过"})
    made.refresh_from_db()
    assert (made.name, made.state) == ("改名（演示）", "suspended")
    bureau.post(f"{made_at}resume/", {})
    made.refresh_from_db()
    assert made.state == "active"


def test_roles_are_granted_and_ended_on_the_page(db: Any) -> None:
    town = make_organisation("town")
    leader, colleague = enter("town", "leader", town), make_membership(make_organisation("community"))
    grant = f"/parties/{town.pk}/grant/"
    assert leader.post(grant, {"username": "nobody", "role": "clerk"}).status_code == 422
    assert leader.post(grant, {"username": colleague.person.username, "role": "clerk"}).status_code == 302
    made = Membership.objects.get(organisation=town, person=colleague.person)
    assert "终止角色" in leader.get(f"/parties/{town.pk}/").content.decode()
    leader.post(f"/parties/memberships/{made.pk}/end/", {"version": made.version})
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_password_links_and_lost_factors(db: Any) -> None:
    town = make_organisation("town")
    leader, member = enter("town", "leader", town), make_membership(town)
    page = leader.post(f"/parties/memberships/{member.pk}/password/")
    assert "/parties/invitation/" in page.content.decode()
    assert leader.post(f"/parties/memberships/{member.pk}/factors/").status_code == 302
    stranger = enter("social", "manager")
    assert stranger.post(f"/parties/memberships/{member.pk}/password/").status_code == 403


def test_changing_roles_asks_who_it_is_again(db: Any, settings: Any) -> None:
    settings.REAUTHENTICATE = True
    town = make_organisation("town")
    leader, member = enter("town", "leader", town), make_membership(town)
    person = Person.objects.get(pk=leader.session["_auth_user_id"])
    person.set_password(STRONG)
    person.save()
    leader.force_login(person)
    asked = leader.post(f"/parties/memberships/{member.pk}/end/")
    assert asked.url.startswith("/account/reauthenticate/")
    member.refresh_from_db()
    assert member.revoked_at is None
    done = leader.post(
        "/account/reauthenticate/", {"password": STRONG, "next": f"/parties/memberships/{member.pk}/end/"}
    )
    assert done.status_code == 302
    member.refresh_from_db()
    assert member.revoked_at is not None


@pytest.mark.parametrize(
    ("kind", "role", "page", "status"),
    [
        ("town", "clerk", "new/", 403),
        ("operator", "operator", "new/", 200),
        ("social", "staff", "{own}/contact/", 403),
        ("social", "manager", "{own}/contact/", 200),
        ("social", "manager", "{own}/update/", 403),
        ("social", "manager", "{own}/suspend/", 403),
        ("social", "manager", "{other}/invite/", 403),
        ("social", "manager", "{own}/invite/", 200),
        ("town", "clerk", "{other}/review/", 403),
        ("supervisor", "supervisor", "{other}/", 200),
        ("supervisor", "supervisor", "{other}/contact/", 403),
    ],
)
def test_who_opens_what(db: Any, kind: str, role: str, page: str, status: int) -> None:
    own, other = make_organisation(kind), make_organisation("social")
    path = page.format(own=own.pk, other=other.pk)
    assert enter(kind, role, own).get(f"/parties/{path}").status_code == status


def test_ones_own_page(db: Any) -> None:
    client = enter("town", "clerk")
    assert client.post("/parties/me/", {"name": "改名", "phone": "13800000005", "email": ""}).status_code == 302
    assert "13800000005" in client.get("/parties/me/").content.decode()
    assert client.post("/parties/me/", {"name": "改名", "phone": "5", "email": ""}).status_code == 422
