"""The pages of campaigns, opened and used by those who may and refused to those who may not."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.campaigns import actions, gathering
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.tests.campaigns import (
    SECOND,
    make_campaign,
    make_form,
    membership_of,
    numbers_of,
    running,
    send,
    with_households,
)
from linli.flow.s1_needs.tests.test_pages import browser, key_of, opened
from linli.foundations.forms import actions as forms
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor
from linli.kernel import clock
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


@pytest.fixture
def town() -> Actor:
    return make_actor("town")


@pytest.fixture
def surveyor() -> Actor:
    return make_actor("community")


def typed(form_pk: int, places: list[int], **changes: Any) -> dict[str, Any]:
    due = clock.now() + timedelta(days=10)
    return {
        "title": "居家养老需求调查", "form": form_pk, "places": places, "scope": "sample", "frame": "figures",
        "due_at": f"{due:%Y-%m-%dT%H:%M}", "household_path": f"{form_pk}|house", "margin": "5", "confidence": "95",
        "response": "80", "effect": "1", "allocation": "proportional", "least": "10", **changes,
    }  # fmt: skip


def test_a_clerk_plans_and_sees_how_many_households_and_why(town: Actor) -> None:
    form = make_form(town).form
    places = [with_households(COMMUNITY, 400).pk, with_households(SECOND, 200).pk]
    client = browser(town)
    page = opened(client, "campaign_new")
    assert "要多少户、为什么" in page
    said = client.post(reverse("needs:campaign_size"), typed(form.pk, places)).content.decode()
    assert "385 户" in said
    assert "需要 235 户的答案" in said
    assert "抽 294 户" in said
    answer = client.post(
        reverse("needs:campaign_new"), {**typed(form.pk, places), "idempotency_key": key_of(page)}, follow=True
    )
    campaign = Campaign.objects.get()
    assert answer.redirect_chain[-1][0] == campaign.get_absolute_url()
    assert "抽 294 户" in answer.content.decode()


def test_a_question_of_another_form_is_refused_at_its_field(town: Actor) -> None:
    form, other = make_form(town).form, make_form(town, "another").form
    places = [with_households(COMMUNITY, 400).pk]
    wrong = typed(form.pk, places, household_path=f"{other.pk}|house")
    answer = browser(town).post(reverse("needs:campaign_new"), wrong)
    assert answer.status_code == 422
    assert "不在所选的表单里" in answer.content.decode()


def test_the_field_work_on_the_pages(town: Actor, surveyor: Actor) -> None:
    campaign, client = make_campaign(town), browser(town)
    page = opened(client, "campaign_assign", campaign.pk)
    area = {"place": campaign.places.all()[0].place_id, "quota": 40, "version": campaign.version}
    membership = membership_of(surveyor).pk
    client.post(
        reverse("needs:campaign_assign", args=[campaign.pk]),
        {**area, "membership": membership, "idempotency_key": key_of(page)},
    )
    campaign.refresh_from_db()
    client.post(reverse("needs:campaign_start", args=[campaign.pk]), {"version": campaign.version})
    campaign.refresh_from_db()
    assert campaign.state == "running"
    own = browser(surveyor)
    assert "报告完成" in opened(own, "campaign", campaign.pk)
    listed = own.post(reverse("needs:campaign_households", args=[campaign.pk])).content.decode()
    assert f"<td>{numbers_of(campaign)[0]}</td>" in listed
    send(surveyor, campaign.form.published, house=numbers_of(campaign)[0])  # type: ignore[arg-type]
    gathering.all_of(campaign)
    moving = opened(own, "campaign_progress", campaign.pk)
    assert "hx-get" in moving
    assert "1 / 40 户" in moving


def test_the_surveyors_phone_lists_the_campaigns_form(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    key: Any = forms.issue_key(actor=surveyor)
    listed = Client().get(reverse("xforms:form_list", args=[key.token]), headers={"X-OpenRosa-Version": "1.0"})
    assert campaign.form.form_id in listed.content.decode()


def test_an_imported_list_says_its_faults(town: Actor) -> None:
    campaign = make_campaign(town, frame="list")
    book = openpyxl.Workbook()
    for row in (["区划代码", "户号", "地址"], [COMMUNITY, "A1", "示例路 1 号"], ["999", "A2", ""]):
        book.active.append(row)  # type: ignore[union-attr]
    out = BytesIO()
    book.save(out)
    client, address = browser(town), reverse("needs:campaign_import", args=[campaign.pk])
    upload = SimpleUploadedFile("名册.xlsx", out.getvalue())
    answer = client.post(address, {"file": upload, "version": campaign.version})
    assert answer.status_code == 422
    assert "不是这次调查的社区" in answer.content.decode()
    assert client.get(reverse("needs:campaign_template", args=[campaign.pk])).status_code == 200


def ended(town: Actor, surveyor: Actor, count: int = 40) -> Campaign:
    """Closed, with so many answers, three of four 有老人."""
    version = make_form(town)
    campaign = running(town, surveyor, form=version.form)
    for n, number in enumerate(numbers_of(campaign)[:count]):
        send(surveyor, version, house=number, elderly="no" if n % 4 == 0 else "yes", minutes=0 if n == 1 else 10)
    return actions.close(campaign, actor=town)


def test_flags_lead_to_the_answers_and_many_are_approved_at_once(town: Actor, surveyor: Actor) -> None:
    campaign, client = ended(town, surveyor), browser(town)
    page = client.get(reverse("needs:campaign_answers", args=[campaign.pk]), {"code": "fast"}).content.decode()
    assert "填写只用了 0 秒" in page
    flagged = campaign.answers.exclude(flags=[]).first()
    assert flagged is not None
    shown = client.get(flagged.get_absolute_url()).content.decode()
    assert "质量提示" in shown
    assert campaign.title in shown
    address = reverse("needs:campaign_answers", args=[campaign.pk])
    place = campaign.places.get(place__code=COMMUNITY).place_id
    found = {"code": "fast", "counts": "True", "place": place}
    assert "已对应住户" not in client.get(address, found).content.decode()
    assert "已对应住户" in browser(surveyor).get(address, found).content.decode()
    assert "填写只用了" not in client.get(address, {**found, "counts": "False"}).content.decode()
    keys = list(campaign.answers.values_list("pk", flat=True)[:5])
    address = reverse("needs:campaign_review", args=[campaign.pk])
    client.post(address, {"chosen": keys, "verdict": "approve", "version": campaign.version})
    assert campaign.answers.filter(review="approved").count() == 5


def test_results_on_the_page_on_paper_as_a_table_and_in_public(town: Actor, surveyor: Actor) -> None:
    campaign, client = ended(town, surveyor), browser(town)
    page = client.get(reverse("needs:campaign_results", args=[campaign.pk]), {"at": COMMUNITY}).content.decode()
    assert "75.0%" in page
    assert "95% 区间" in page
    paper = client.get(reverse("needs:campaign_results", args=[campaign.pk]), {"print": "1"})
    assert "方法说明" in paper.content.decode()
    table = client.get(reverse("needs:campaign_results", args=[campaign.pk]), {"export": "xlsx"})
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(table.content)).active]  # type: ignore[union-attr]
    assert any(row[1] == "是" and row[2] == 30 for row in cells)
    public = reverse("needs:survey", args=[campaign.pk])
    assert Client().get(public).status_code == 404
    actions.publish(campaign, actor=town, note="两个社区应答都较好")
    said = Client().get(public).content.decode()
    assert "两个社区应答都较好" in said
    assert campaign.seed not in said
    assert campaign.title in Client().get(reverse("needs:surveys")).content.decode()


def test_too_few_answers_show_no_number(town: Actor, surveyor: Actor) -> None:
    campaign = ended(town, surveyor, count=12)
    page = opened(browser(town), "campaign_results", campaign.pk)
    assert "不足 30 份" in page
    assert "75.0%" not in page


@pytest.mark.parametrize("name", ["campaign", "campaign_results", "campaign_answers", "campaign_progress"])
def test_others_do_not_find_it(name: str, town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    address = reverse(f"needs:{name}", args=[campaign.pk])
    assert browser(make_actor("town", place="320117005")).get(address).status_code == 404
    assert browser(make_actor("finance")).get(address).status_code == 403
    assert browser(make_actor("supervisor", "supervisor")).get(address).status_code == 200


def test_nothing_is_planned_or_pressed_without_the_right(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    client = browser(surveyor)
    assert client.get(reverse("needs:campaign_revise", args=[campaign.pk])).status_code == 403
    client.post(reverse("needs:campaign_close", args=[campaign.pk]), {"version": campaign.version})
    campaign.refresh_from_db()
    assert campaign.state == "running"
