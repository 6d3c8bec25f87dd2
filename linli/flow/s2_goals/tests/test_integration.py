"""A design names its catalogue item, nothing of the negative list, and, for a department's task, an admission in force."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.flow.s1_needs.actions import join
from linli.flow.s1_needs.models import Need
from linli.flow.s1_needs.tests.factory import make_adopted_project, make_listed_need
from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions, checks
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.values import People
from linli.flow.s2_goals.tests.factory import make_catalogue, make_design, make_submitted, service_period
from linli.foundations.admission import actions as admissions
from linli.foundations.admission.models import Admission
from linli.foundations.admission.tests.factory import make_consulting, make_listed
from linli.foundations.catalogue.models import CatalogueItem
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
from linli.kernel.errors import Refusal, Refusals
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db


def carried(**changes: Any) -> dict[str, Any]:
    """The department's task, admitted for as long as a project of the factory lasts."""
    start, end = service_period()
    admission = make_listed(**{"since": start, "until": end, **changes})
    return {"task_from": admission.organisation, "admission": admission}


def refused(**basics: Any) -> str:
    """What submitting says to a design with these basics; the finding on its page says the same."""
    clerk = make_actor("town")
    design = make_design(clerk, **basics)
    with pytest.raises(Refusals) as caught:
        actions.submit(design, actor=clerk)
    found = [one for one in checks.of_basics(Design.objects.get(pk=design.pk)) if one.level == "stop"]
    assert [one.title for one in found] == [str(one.message) for one in caught.value.each]
    assert all(one.remedy and one.citation and one.link for one in found)
    return "；".join(str(one.message) for one in caught.value.each)


def test_a_departments_task_with_an_admission_in_force_goes_on() -> None:
    design = make_submitted(**carried())
    assert design.state == "in_approval"
    event = Event.objects.get(verb="goals.design:submit", outcome="done")
    assert design.admission is not None
    assert event.facts["admission"] == design.admission.number
    assert any(one.code == "admission" and one.level == "ok" for one in checks.of_basics(design))


def test_a_service_of_ones_own_needs_no_admission() -> None:
    assert make_submitted().state == "in_approval"


def test_a_departments_task_without_admission_is_refused() -> None:
    assert "没有写明准入事项" in refused(task_from=make_organisation("department"))


def test_an_admission_that_is_not_yet_on_the_list_is_refused() -> None:
    start, end = service_period()
    admission = make_consulting(since=start, until=end)
    assert "还没有列入准入清单" in refused(task_from=admission.organisation, admission=admission)


def test_an_expired_and_a_revoked_admission_are_refused() -> None:
    given = carried(until=service_period()[0] + timedelta(days=30))
    over = given["admission"]
    with clock.travelled(clock.now() + timedelta(days=120)):
        admissions.expire(over, actor=Actor.system())
    over.refresh_from_db()
    assert "到期" in refused(**given)
    given = carried(title="示例另一事项")
    admissions.revoke(given["admission"], actor=make_actor("civil_affairs", "leader"), reason="经费没有到位")
    given["admission"].refresh_from_db()
    assert "撤销" in refused(**given)


def test_an_admission_of_another_department_is_refused() -> None:
    given = carried()
    other = make_organisation("department", name="示例别的部门（演示）")
    assert "不属于" in refused(task_from=other, admission=given["admission"])


def test_communities_outside_the_admission_are_refused() -> None:
    clerk = make_actor("town")
    design = make_design(clerk, **carried())
    design.project.communities.set([make_place(COMMUNITY), make_place(OTHER_COMMUNITY)])
    with pytest.raises(Refusals) as caught:
        actions.submit(design, actor=clerk)
    assert any("不包括" in str(one.message) for one in caught.value.each)


def test_a_service_period_beyond_the_admission_is_refused() -> None:
    assert "没有覆盖项目的服务期" in refused(**carried(until=service_period()[1] - timedelta(days=1)))


def test_a_department_that_buys_itself_needs_its_own_admission() -> None:
    clerk = make_actor("department")
    design = make_design(clerk)
    with pytest.raises(Refusals) as caught:
        actions.submit(design, actor=clerk)
    assert any("没有写明准入事项" in str(one.message) for one in caught.value.each)
    assert [one.field for one in caught.value.each if "准入" in str(one.message)] == ["admission"]


def test_the_negative_list_asks_and_then_refuses_for_certain() -> None:
    goal = "引入融资担保帮助居民小店。"
    assert "含有“融资”" in refused(goal=goal)
    with pytest.raises(Refusal, match="必须写明理由"):
        make_design(goal=goal, negative_mark="clear")
    said = refused(goal=goal, negative_mark="finance", negative_reason="实为融资行为")
    assert "已认定属于不得购买的事项：融资行为" in said
    clerk = make_actor("town")
    judged = make_submitted(clerk, goal=goal, negative_mark="clear", negative_reason="只作防骗宣传，不涉及融资")
    assert judged.state == "in_approval"


def test_an_item_outside_its_dates_leads_to_a_supplement(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    clerk = make_actor("town")
    design = make_design(clerk)
    CatalogueItem.objects.filter(code="A0101").update(until=clock.today() - timedelta(days=1))
    with pytest.raises(Refusals) as caught:
        actions.submit(design, actor=clerk)
    assert any("停用" in str(one.message) for one in caught.value.each)
    client = Client()
    client.force_login(Person.objects.get(pk=clerk.person_id))
    page = client.get(f"/goals/{design.project_id}/basics/").content.decode()
    assert "/catalogue/supplements/new/?name=" in page
    assert Admission.objects.count() == 0


def test_the_page_takes_the_task_and_its_admission(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    clerk = make_actor("town")
    design = make_design(clerk)
    given = carried()
    client = Client()
    client.force_login(Person.objects.get(pk=clerk.person_id))
    start, end = service_period()
    posted = {
        "problem": "问题", "goal": "目标", "beneficiaries": "20", "beneficiaries_basis": "名单", "catalogue_code": "A0101",
        "service_from": start.isoformat(), "service_to": end.isoformat(), "task_from": given["task_from"].pk,
        "admission": given["admission"].pk,
    }  # fmt: skip
    address = f"/goals/{design.project_id}/basics/"
    assert given["admission"].number in client.get(address).content.decode()
    assert client.post(address, {**posted, "negative_mark": "clear"}).status_code == 200
    assert client.post(address, posted).status_code == 302
    design.refresh_from_db()
    assert design.admission == given["admission"]
    assert given["admission"].number in client.get(f"/goals/{design.project_id}/review/").content.decode()


def test_a_design_begins_with_the_item_of_its_need_and_says_who_may_buy_it(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    clerk = make_actor("town")
    make_catalogue("A0101", "A0102")
    design = actions.draft(make_adopted_project(clerk, catalogue_code="A0102"), actor=clerk)
    assert (design.catalogue_code, design.catalogue_name) == ("A0102", "示例助餐服务")
    client, address = browser(clerk), f"/goals/{design.project_id}/basics/"
    page = client.get(address)
    assert page.context["form"].fields["catalogue_code"].choices[1] == (
        "需求归入的条目",
        [("A0102", "A0102 示例助餐服务")],
    )
    assert "10.00—30.00 元／人次" in page.content.decode()
    CatalogueItem.objects.filter(code="A0102").update(buyers=["department"])
    page = client.get(address).content.decode()
    assert "可以购买的单位：区级部门" in page
    assert "需求归入的条目" not in page


def test_an_item_that_may_not_be_bought_or_is_one_of_several_is_not_taken_over() -> None:
    clerk = make_actor("town")
    make_catalogue("A0101", "A0102")
    first = make_adopted_project(clerk, catalogue_code="A0101")
    join(first, actor=clerk, need=make_listed_need(catalogue_code="A0102"), reason="同一批老人，一并服务")
    assert actions.draft(first, actor=clerk).catalogue_code == ""
    second = make_adopted_project(clerk, catalogue_code="A0101")
    CatalogueItem.objects.filter(code="A0101").update(buyers=["department"])
    assert actions.draft(second, actor=clerk).catalogue_code == ""


def test_the_page_of_a_new_project_says_what_the_need_asks_for(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    make_catalogue("A0101")
    clerk, need = make_actor("town"), make_listed_need(catalogue_code="A0101")
    client, address = browser(clerk), f"/needs/{need.pk}/adopt/"
    assert "编制方案时自动填入" in client.get(address).content.decode()
    CatalogueItem.objects.update(buyers=["department"])
    page = client.get(address).content.decode()
    assert "可以购买的单位：区级部门" in page
    assert "编制方案时自动填入" not in page
    Need.objects.update(catalogue_code="")
    assert "还没有归入目录" in client.get(address).content.decode()


def test_whom_an_item_serves_is_held_against_who_benefits() -> None:
    clerk = make_actor("town")
    design = make_design(clerk)
    groups = [
        People("elderly", "独居老人", 120),
        People("minors", "留守儿童", 20),
        People("minors", "家人", 9, is_direct=False),
    ]
    actions.set_people(design, actor=clerk, groups=groups)
    design.refresh_from_db()
    assert [one for one in checks.of_design(design) if one.code == "served"] == []
    for served, told in ((["elderly"], ["groups-1-served"]), (["everyone"], [])):
        CatalogueItem.objects.update(served=served)
        found = [one for one in checks.of_design(design) if one.code == "served"]
        assert [(one.field, one.level) for one in found] == [(field, "warn") for field in told]
