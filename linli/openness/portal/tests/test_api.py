"""The public API: shape, errors in both languages, the committed description."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from linli.flow.thread.models import Project
from linli.openness.portal.api.shapes import ListedNeed, PlacePage, ProjectDetail, ProjectPage, ProjectRow, RuleList
from linli.openness.portal.tests.factory import publish

pytestmark = pytest.mark.django_db


def test_answers_have_the_shape_that_is_described(client: Client) -> None:
    project = publish()
    ProjectPage.model_validate(client.get("/api/v1/projects").json())
    ProjectDetail.model_validate(client.get(f"/api/v1/projects/{project.number}").json())
    PlacePage.model_validate(client.get("/api/v1/places").json())
    RuleList.model_validate(client.get("/api/v1/rules").json())
    assert ListedNeed.model_fields.keys() >= {"rank", "priority"}


def test_amounts_are_exact_text(client: Client) -> None:
    publish(budget="123456789.10")
    assert client.get("/api/v1/projects").json()["items"][0]["budget"] == "123456789.10"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_row_of_the_list_is_the_beginning_of_the_project(client: Client, language: str) -> None:
    """The list's rows are written by the database, one project's by Python: they say the same."""
    project = publish(contract_amount="200000.50", service_from="2026-03-01", service_to="2026-12-31")
    Project.objects.filter(pk=project.pk).update(public_since=datetime(2026, 2, 1, 9, 0, 5, 496740, tzinfo=UTC))
    headers = {"accept-language": language}
    (row,) = client.get("/api/v1/projects", headers=headers).json()["items"]
    whole = client.get(f"/api/v1/projects/{project.number}", headers=headers).json()
    assert row == {name: whole[name] for name in row}
    assert row["public_since"] == "2026-02-01T09:00:05+00:00"
    assert set(row) == set(ProjectRow.model_fields)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/projects/none", 404),
        ("/api/v1/notices/1", 404),
        ("/api/v1/projects?size=1000", 422),
        ("/api/v1/projects?page=0", 422),
        ("/api/v1/places?within=x", 422),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_errors_are_problem_documents(client: Client, path: str, status: int, language: str) -> None:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    assert getattr(client, method)("/api/v1/projects").status_code == 405


def test_a_list_of_a_hundred_costs_few_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        publish(f"项目{number}")
    with django_assert_max_num_queries(7):
        assert len(client.get("/api/v1/projects?size=100").json()["items"]) == 30


def test_the_committed_description_is_what_the_program_gives(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("openapi")
    committed = Path(settings.BASE_DIR, "docs", "openapi.json").read_text("utf-8")
    assert json.loads(capsys.readouterr().out) == json.loads(committed)
