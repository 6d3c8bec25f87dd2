"""Notices: real verbs, public events of published projects only, verifiable, without names of people."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel.actions import registry
from linli.kernel.models import Event, JournalPosition
from linli.openness.portal.notices.kinds import BY_VERB, KINDS
from linli.openness.portal.notices.writers import WRITERS
from linli.openness.portal.tests.factory import publish, tell


def test_every_kind_is_made_by_public_verbs_that_exist() -> None:
    assert {verb: verb in registry and registry[verb].public for verb in BY_VERB} == dict.fromkeys(BY_VERB, True)
    assert {kind.key for kind in KINDS} == set(WRITERS)


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
