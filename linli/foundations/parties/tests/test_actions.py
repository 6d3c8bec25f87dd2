"""Organisations, people, roles: what each verb does, to whom it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from linli.foundations.parties import actions, tokens
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.rules import Secret
from linli.foundations.parties.tests.factory import (
    credit_code,
    make_actor,
    make_membership,
    make_organisation,
    make_place,
)
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

STRONG = "溪边有十四个社区的早晨"


def application(**changes: Any) -> dict[str, Any]:
    return {
        "name": "示例为老服务中心（演示）",
        "kind": "social",
        "credit_code": credit_code(),
        "place": make_place(),
        "contact_name": "示例甲",
        "contact_phone": "13800000001",
        "password": Secret(STRONG),
        "actor": Actor.public(),
        **changes,
    }


def test_a_provider_registers_and_is_admitted(db: Any) -> None:
    bureau = make_actor("civil_affairs")
    made = actions.register(**application())
    person = Person.objects.get(username=made.credit_code.lower())
    assert (made.state, person.is_active) == ("pending", False)
    task = Task.objects.open().get()
    assert (task.verb, task.organisation_id, task.role) == (
        "parties.organisation:approve",
        bureau.organisation_id,
        "clerk",
    )
    actions.approve(made, actor=bureau)
    person.refresh_from_db()
    assert person.is_active
    assert not Task.objects.open().exists()
    assert person.memberships.get().role == "manager"


def test_the_journal_of_a_registration_names_no_person(db: Any) -> None:
    made = actions.register(**application())
    bureau = make_actor("civil_affairs")
    actions.approve(made, actor=bureau)
    person = Person.objects.get(username=made.credit_code.lower())
    actions.change_password(person, password=Secret(STRONG + "二"), actor=Actor(kind="person", person_id=person.pk))
    text = "".join(f"{e.subject_text}{e.facts}{bytes(e.leaf).decode()}" for e in Event.objects.all())
    assert "示例甲" not in text
    assert "13800000001" not in text
    assert STRONG not in text


def test_a_refused_registration_is_mended_behind_its_link(db: Any) -> None:
    bureau = make_actor("civil_affairs")
    made = actions.register(**application())
    with pytest.raises(Refusal, match="没有填写理由"):
        actions.refuse(made, reason=" ", actor=bureau)
    refused = actions.refuse(made, reason="证书名称不符", actor=bureau)
    assert not Task.objects.open().exists()
    with pytest.raises(WrongState):
        actions.approve(refused, actor=bureau)
    mend = {"name": "示例为老服务社（演示）", "contact_name": "示例甲", "contact_phone": "13800000001"}
    other = tokens.registration_token(make_organisation("social"))
    with pytest.raises(Refusal, match="不符"):
        actions.reapply(refused, token=other, actor=Actor.public(), **mend)
    again = actions.reapply(refused, token=tokens.registration_token(refused), actor=Actor.public(), **mend)
    assert (again.state, again.reason) == ("pending", "")
    assert Task.objects.open().count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "hub"}, "不能自行登记"),
        ({"kind": "civil_affairs"}, "不能自行登记"),
        ({"credit_code": "123"}, "应为 18 位"),
        ({"password": Secret("password123")}, "密码"),
    ],
)
def test_registrations_that_are_refused(db: Any, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        actions.register(**application(**changes))
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_a_code_registers_once_and_a_known_phone_is_not_told(db: Any) -> None:
    first = actions.register(**application())
    with pytest.raises(Refusal, match="已经登记"):
        actions.register(**application(credit_code=first.credit_code))
    second = actions.register(**application())
    assert Person.objects.get(username=second.credit_code.lower()).phone == ""


@pytest.mark.parametrize(("kind", "role"), [("town", "clerk"), ("civil_affairs", "leader"), ("social", "manager")])
def test_only_the_bureaus_clerk_decides_on_registrations(db: Any, kind: str, role: str) -> None:
    made = actions.register(**application())
    for verb in (lambda a: actions.approve(made, actor=a), lambda a: actions.refuse(made, reason="x", actor=a)):
        with pytest.raises(NotAllowed):
            verb(make_actor(kind, role))


def test_entering_and_correcting_an_organisation(db: Any) -> None:
    bureau, place = make_actor("civil_affairs"), make_place()
    made = actions.create(
        name="重庆示例公司（演示）", kind="company", place=place, credit_code=credit_code(), actor=bureau
    )
    assert made.pinyin.startswith("chong qing")
    changed = actions.update(
        made, name="示例公司（演示）", kind="company", place=place, credit_code=made.credit_code, actor=bureau
    )
    assert (changed.name, changed.version) == ("示例公司（演示）", 2)
    assert Event.objects.latest("id").facts == {"fields": "单位名称"}
    with pytest.raises(Refusal, match="必须填写统一社会信用代码"):
        actions.create(name="无码公司（演示）", kind="company", place=place, actor=bureau)
    with pytest.raises(NotAllowed):
        actions.create(name="某街道（演示）", kind="town", place=place, actor=make_actor("town"))


def test_contact_is_changed_by_ones_own_people_only(db: Any) -> None:
    provider = make_organisation("social")
    own, other = make_actor("social", "manager", organisation=provider), make_actor("social", "manager")
    assert (
        actions.update_contact(provider, contact_name="乙", contact_phone="13800000002", actor=own).contact_name == "乙"
    )
    with pytest.raises(NotAllowed):
        actions.update_contact(provider, contact_name="丙", contact_phone="13800000003", actor=other)
    with pytest.raises(NotAllowed):
        actions.update_contact(
            provider, contact_name="丁", contact_phone="1", actor=make_actor("social", "staff", organisation=provider)
        )


def test_suspending_needs_a_reason_and_another_house(db: Any) -> None:
    provider, leader = make_organisation("social"), make_actor("civil_affairs", "leader")
    with pytest.raises(Refusal, match="没有填写理由"):
        actions.suspend(provider, reason="", actor=leader)
    stopped = actions.suspend(provider, reason="年检未通过", actor=leader)
    with pytest.raises(WrongState):
        actions.suspend(stopped, reason="再次", actor=leader)
    assert actions.resume(stopped, actor=leader).state == "active"
    with pytest.raises(Refusal, match="自己的单位"):
        actions.suspend(Organisation.objects.get(pk=leader.organisation_id), reason="x", actor=leader)
    with pytest.raises(NotAllowed):
        actions.suspend(provider, reason="x", actor=make_actor("town", "leader"))


def test_the_database_itself_refuses_a_wrong_code_and_a_silent_refusal(db: Any) -> None:
    place = make_place()
    for fields in ({"credit_code": "12345"}, {"state": "refused", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(name="x", kind="social", place=place, **fields)


def test_an_invited_person_sets_a_password_once(db: Any) -> None:
    clerk = make_actor("town")
    town = Organisation.objects.get(pk=clerk.organisation_id)
    made = actions.invite(organisation=town, username="new.clerk", name="新人", role="clerk", actor=clerk)
    link = tokens.password_link(made.person)
    assert tokens.person_of(link.token) == made.person
    with pytest.raises(Refusal, match="密码"):
        actions.set_password(made.person, token=link.token, password=Secret("1234567890"), actor=Actor.public())
    done = actions.set_password(made.person, token=link.token, password=Secret(STRONG), actor=Actor.public())
    assert done.check_password(STRONG)
    with pytest.raises(Refusal, match="链接已失效"):
        actions.set_password(made.person, token=link.token, password=Secret(STRONG), actor=Actor.public())


def test_a_link_expires_and_cannot_be_turned_to_somebody_else(db: Any) -> None:
    one, two = make_membership(make_organisation()).person, make_membership(make_organisation()).person
    link = tokens.password_link(one)
    with pytest.raises(Refusal, match="不符"):
        actions.set_password(two, token=link.token, password=Secret(STRONG), actor=Actor.public())
    for bad in ("", "x", link.token[:-2], link.token + "A"):
        with pytest.raises(Refusal, match="链接已失效"):
            tokens.person_of(bad)
    with clock.travelled(clock.now() + timedelta(days=8)), pytest.raises(Refusal, match="链接已失效"):
        tokens.person_of(link.token)


def test_roles_are_not_given_to_oneself_nor_above_oneself(db: Any) -> None:
    clerk, leader = make_actor("town", "clerk"), make_actor("town", "leader")
    town = Organisation.objects.get(pk=clerk.organisation_id)
    colleague = make_membership(make_organisation("community")).person
    with pytest.raises(Refusal, match="不能给自己"):
        actions.grant_role(person=Person.objects.get(pk=clerk.person_id), organisation=town, role="leader", actor=clerk)
    with pytest.raises(Refusal, match="分管领导只能"):
        actions.grant_role(person=colleague, organisation=town, role="leader", actor=clerk)
    with pytest.raises(Refusal, match="没有“运维人员”"):
        actions.grant_role(person=colleague, organisation=town, role="operator", actor=leader)
    assert actions.grant_role(person=colleague, organisation=town, role="leader", actor=leader).is_current
    with pytest.raises(Refusal, match="已有这一角色"):
        actions.grant_role(person=colleague, organisation=town, role="leader", actor=leader)
    with pytest.raises(NotAllowed):
        actions.grant_role(person=colleague, organisation=town, role="clerk", actor=make_actor("social", "manager"))


def test_a_role_ends_at_once_or_on_a_day(db: Any) -> None:
    leader, member = make_actor("town", "leader"), make_membership(make_organisation())
    day = clock.today() + timedelta(days=10)
    assert actions.end(member, until=day, actor=leader).is_current
    ended = actions.end(member, actor=leader)
    assert not ended.is_current
    assert not Membership.objects.current().filter(pk=member.pk).exists()
    with pytest.raises(Refusal, match="已经终止"):
        actions.end(member, actor=leader)
    again = actions.grant_role(person=member.person, organisation=make_organisation(), role="clerk", actor=leader)
    with pytest.raises(Refusal, match="不能早于今天"):
        actions.end(again, until=clock.today() - timedelta(days=1), actor=leader)
    with pytest.raises(NotAllowed):
        actions.end(again, actor=make_actor("town", "leader", place="320117005"))


def test_a_clerk_does_not_take_over_who_also_acts_elsewhere(db: Any) -> None:
    clerk, member = make_actor("town"), make_membership(make_organisation())
    Authenticator.objects.create(user=member.person, type="totp", data={"secret": "x"})
    actions.reset_password(member, actor=clerk)
    Membership.objects.create(person=member.person, organisation=make_organisation("finance"), role="clerk")
    for verb in (actions.reset_password, actions.reset_factors):
        with pytest.raises(Refusal, match="还代表其他单位"):
            verb(member, actor=clerk)
    actions.reset_factors(member, actor=make_actor("operator", "operator"))
    assert not Authenticator.objects.exists()


def test_a_clerk_does_not_take_over_his_leader(db: Any) -> None:
    clerk, leader = make_actor("town"), make_actor("town", "leader")
    row = Membership.objects.get(person_id=leader.person_id)
    for verb in (actions.reset_password, actions.reset_factors, actions.end):
        with pytest.raises(Refusal, match="分管领导"):
            verb(row, actor=clerk)
    also = make_membership(make_organisation())
    Membership.objects.create(person=also.person, organisation=also.organisation, role="leader")
    with pytest.raises(Refusal, match="分管领导"):
        actions.reset_password(also, actor=clerk)
    assert actions.reset_password(also, actor=leader) == also


def test_people_change_only_themselves(db: Any) -> None:
    mine, other = make_actor(), make_actor()
    person = Person.objects.get(pk=mine.person_id)
    changed = actions.update_profile(person, name="改名", phone="13800000009", email="", actor=mine)
    assert (changed.name, changed.version) == ("改名", 2)
    with pytest.raises(NotAllowed):
        actions.update_profile(person, name="x", phone="", email="", actor=other)
    with pytest.raises(NotAllowed):
        actions.change_password(person, password=Secret(STRONG), actor=other)
    with pytest.raises(Refusal, match="手机号不能使用"):
        actions.update_profile(
            Person.objects.get(pk=other.person_id), name="x", phone="13800000009", email="", actor=other
        )


def test_the_first_operator_is_made_once_and_gets_a_link(db: Any, capsys: Any) -> None:
    with pytest.raises(CommandError, match="places import"):
        call_command("first_operator", "ops", "示例运维")
    make_place("320117")
    call_command("first_operator", "ops", "示例运维", address="https://linli.example/")
    printed = capsys.readouterr().out
    token = printed.strip().split("/invitation/")[1].rstrip("/")
    assert tokens.person_of(token).memberships.get().role == "operator"
    with pytest.raises(CommandError, match="已有运维人员"):
        call_command("first_operator", "ops2", "示例运维")
