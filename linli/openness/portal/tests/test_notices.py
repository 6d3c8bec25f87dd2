"""Notices: real verbs, public events of published projects only, verifiable, without names of people."""

import hashlib
import json
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.s2_goals.plans import actions as plan_actions
from linli.flow.s2_goals.tests import plans
from linli.flow.s2_goals.tests.factory import make_catalogue
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import actions as documents
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import clock, journal
from linli.kernel.actions import registry
from linli.kernel.models import Event, JournalPosition
from linli.openness.portal.api.notices import Kind
from linli.openness.portal.notices.kinds import BY_VERB, KINDS
from linli.openness.portal.notices.writers import WRITERS
from linli.openness.portal.tests.factory import publish, tell


def test_every_kind_is_made_by_public_verbs_that_exist() -> None:
    assert {verb: verb in registry and registry[verb].public for verb in BY_VERB} == dict.fromkeys(BY_VERB, True)
    assert {kind.key for kind in KINDS} == set(WRITERS) == set(get_args(Kind)) - {""}


@pytest.fixture
def position(transactional_db: Any) -> int:
    """A contract notice of a published project, told by a clerk with a name."""
    project = publish()
    clerk = make_actor("town", organisation=project.purchaser)
    return tell(project, "tenders.contract:publish", clerk, number="HT-1", amount="285000.00")


def test_the_record_has_the_fingerprint_that_the_page_shows(client: Client, position: int) -> None:
    record = client.get(reverse("portal:notice-record", args=[position])).content
    page = client.get(reverse("portal:notice", args=[position])).content.decode()
    api = client.get(f"/api/v1/notices/{position}").json()
    assert hashlib.sha256(record).hexdigest() in page
    assert hashlib.sha256(api["leaf"].encode()).hexdigest() == api["fingerprint"]
    assert json.loads(record)["verb"] == "tenders.contract:publish"


def test_nobody_is_named(client: Client, position: int) -> None:
    event = Event.objects.get(journal_position__position=position)
    assert event.person is not None
    number = Project.objects.values_list("number", flat=True).get(pk=event.thread_key)
    paths = [
        reverse("portal:notice", args=[position]),
        reverse("portal:project", args=[number]),
        reverse("portal:notices"),
    ]
    text = "".join(client.get(path).content.decode() for path in [*paths, f"/api/v1/projects/{number}"])
    assert event.person.name not in text
    assert event.organisation.name in text


def test_a_notice_of_a_project_that_is_not_public_does_not_exist(client: Client, position: int) -> None:
    Project.objects.update(public_since=None)
    for path in (
        reverse("portal:notice", args=[position]),
        reverse("portal:notice-record", args=[position]),
        f"/api/v1/notices/{position}",
    ):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/notices").json()["items"] == []


def test_an_event_that_is_not_public_is_no_notice(client: Client, position: int) -> None:
    project = Project.objects.get()
    hidden = tell(project, "tenders.contract:publish", make_actor("town"), public=False, number="HT-2", amount="1.00")
    assert JournalPosition.objects.filter(position=hidden).exists()
    assert client.get(reverse("portal:notice", args=[hidden])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=contract", 1),
        ("kind=award", 0),
        ("town=320117004", 1),
        ("town=320117005", 0),
        ("q=助餐", 1),
        ("q=不存在", 0),
    ],
)
def test_filters(client: Client, position: int, query: str, found: int) -> None:
    assert client.get(f"/api/v1/notices?{query}").json()["total"] == found
    assert client.get(f"{reverse('portal:notices')}?{query}").content.decode().count('class="title"') == found


def test_a_draft_put_before_the_public_and_what_comes_of_it_are_notices(client: Client, transactional_db: Any) -> None:
    """Home, list and feed show them; the notice says until when, how to comment, and later where the answers are."""
    with made.at(made.BEGIN):
        clerk, leader = made.bureau(), made.bureau("leader")
        version = made.make_consulted(clerk)
        until = clock.today() + timedelta(days=30)
        notice = newest(client, "consultation")
        comment = reverse("rulebook:consultation", args=["shili-banfa", 1])
        assert notice["title"] == "示例区服务标准办法（试行）"
        for path in (reverse("portal:home"), reverse("portal:notices")):
            assert notice["title"] in client.get(path).content.decode()
        page = client.get(reverse("portal:notice", args=[notice["position"]])).content.decode()
        assert "关于《示例区服务标准办法（试行）》公开征求意见的公告" in page
        assert f"{until.year}年{until.month}月{until.day}日" in page
        assert f'href="{comment}"' in page
        assert client.get(comment).status_code == 200
    with made.at(until + timedelta(days=1)):
        page = client.get(reverse("portal:notice", args=[notice["position"]])).content.decode()
        assert "征求意见已于" in page
        version = made.issued(made.approved(version, clerk), clerk, number="示例民发〔2026〕3号")
        page = client.get(reverse("portal:notice", args=[newest(client, "rules")["position"]])).content.decode()
        assert "示例民发〔2026〕3号" in page
        assert reverse("rulebook:document", args=["shili-banfa"]) in page
        on = clock.today() + timedelta(days=9)
        version.refresh_from_db()
        documents.repeal(version, actor=leader, reason="由新办法替代。", on=on, successor="fund-measures")
        page = client.get(reverse("portal:notice", args=[newest(client, "repeal")["position"]])).content.decode()
        assert "由新办法替代" in page
        assert "资金管理办法" in page


def test_a_purchase_plan_is_a_notice_with_its_rows_and_a_change_with_its_reason(
    client: Client, transactional_db: Any
) -> None:
    make_catalogue("A0101", "A0102")
    clerk = make_actor("town")
    first = plans.published(clerk)
    page = client.get(reverse("portal:notice", args=[newest(client, "plan")["position"]])).content.decode()
    assert "助餐服务" in page
    assert "80,000.00" in page
    second = plan_actions.revise(first, actor=clerk, reason="上级追加资金，增加助浴服务")
    plans.published(clerk, second)
    page = client.get(reverse("portal:notice", args=[newest(client, "plan")["position"]])).content.decode()
    assert "上级追加资金" in page


def newest(client: Client, kind: str) -> Any:
    journal.sequence()
    return client.get(f"/api/v1/notices?kind={kind}").json()["items"][0]


def test_the_public_time_line_leads_to_the_rules_of_each_decision(client: Client, transactional_db: Any) -> None:
    project = publish()
    law = [book.citation("tender.bid_days")]
    position = tell(project, "tenders.contract:publish", make_actor("town", organisation=project.purchaser), law=law)
    page = client.get(reverse("portal:project", args=[project.number])).content.decode()
    address = reverse("rulebook:public-decision", args=[position])
    assert f'href="{address}"' in page
    rules = client.get(address).content.decode()
    assert "招标文件发出至投标截止" in rules
    assert "20 日" in rules
