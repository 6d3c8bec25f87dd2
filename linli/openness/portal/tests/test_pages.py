"""Every public page: it opens with and without data, sets no cookie, carries no token, names nothing unpublished."""

import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.places.models import Place
from linli.openness.portal.tests.factory import publish
from linli.openness.portal.web import plumbing

pytestmark = pytest.mark.django_db
PLAIN = [
    "home",
    "communities",
    "needs",
    "projects",
    "notices",
    "money",
    "rules",
    "accessibility",
    "privacy",
    "sitemap",
    "open-data",
]
MOST_STATEMENTS = {"home": 13, "projects": 13, "notices": 10, "money": 10, "needs": 8}
"""With nothing remembered, and three of them for the test's own transaction."""


@pytest.mark.parametrize("name", [*PLAIN, "search"])
@pytest.mark.parametrize("filled", [False, True])
def test_every_page_opens_for_everybody_without_cookie_and_token(client: Client, name: str, filled: bool) -> None:
    if filled:
        publish()
    page = client.get(reverse(f"portal:{name}"), {"q": "助餐"} if name == "search" else {})
    assert page.status_code == 200
    assert not page.cookies
    assert b"csrfmiddlewaretoken" not in page.content
    assert page.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", sorted(MOST_STATEMENTS))
def test_lists_do_not_ask_more_with_more_rows(client: Client, name: str, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        publish(f"第{number}个项目")
    with django_assert_max_num_queries(MOST_STATEMENTS[name]):
        assert client.get(reverse(f"portal:{name}")).status_code == 200


def test_an_unpublished_project_is_on_no_page_in_no_search_in_no_export(client: Client) -> None:
    shown, hidden = publish("公开的助餐项目"), publish("藏着的助餐项目")
    Project.objects.filter(pk=hidden.pk).update(public_since=None, state=State.DESIGNING)
    pages = [client.get(reverse(f"portal:{name}")) for name in PLAIN]
    pages += [client.get(reverse(f"portal:{name}"), {"q": "助餐"}) for name in ("search", "projects", "notices")]
    pages.append(client.get(reverse("portal:community", args=["320117004001"])))
    text = "".join(page.content.decode() for page in pages)
    assert (shown.title in text, hidden.title in text) == (True, False)
    assert client.get(reverse("portal:project", args=[hidden.number])).status_code == 404
    titles = [row[1] for row in _rows(client)]
    assert (shown.title in titles, hidden.title in titles) == (True, False)


def test_a_title_that_looks_like_a_formula_stays_text_in_the_workbook(client: Client) -> None:
    for title in ("=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)"):
        publish(title)
    cells = [cell for row in _sheet(client).iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert {str(cell.value) for cell in cells} >= {"'=HYPERLINK(1)", "'+1+1", "'-2", "'@SUM(A1)"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("q=助餐", 1), ("q=助餐 明觉", 1), ("town=320117004", 1), ("town=320117005", 1), ("step=2", 2), ("step=4", 0),
        ("field=养老服务", 2), ("year=2001", 0), ("year=1999", 2), ("page=99", 2), ("page=-1", 2), ("step=x&year=y&town='&page=①", 2), ("q=%00", 2),
    ],
)  # fmt: skip
def test_filters_take_what_makes_sense_and_drop_the_rest(client: Client, query: str, found: int) -> None:
    publish("明觉社区居家养老助餐")
    publish("别处的课后陪伴", "320117005001")
    page = client.get(f"{reverse('portal:projects')}?{query}")
    assert page.status_code == 200
    assert page.content.decode().count('class="found"') == found


def test_pages_near_and_far_show_each_project_once(client: Client) -> None:
    for number in range(65):
        publish(f"项目{number:03d}")
    seen: list[str] = []
    for page in range(1, 5):
        answer = client.get("/api/v1/projects", {"page": page, "size": 20, "sort": "number"}).json()
        seen += [row["title"] for row in answer["items"]]
    assert seen == [f"项目{number:03d}" for number in range(65)]


def test_the_project_page_names_organisations_and_no_people(client: Client) -> None:
    project = publish()
    text = client.get(reverse("portal:project", args=[project.number])).content.decode()
    assert project.purchaser.name in text
    assert "走到哪一步" in text


def test_english(client: Client) -> None:
    publish()
    page = client.get(reverse("portal:projects"), headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "en"
    assert 'lang="en"' in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/public/projects/none/", "/public/communities/320117999999/", "/public/notices/99/", "/public/needs/9/"]
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_health_robots_and_security_text(client: Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    text = client.get("/.well-known/security.txt").content.decode()
    assert {"Contact", "Expires", "Canonical"} <= {line.split(":")[0] for line in text.splitlines()}


def test_the_health_page_says_when_the_database_is_gone(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr(plumbing.connection, "cursor", gone)
    assert plumbing.health(rf.get("/health")).status_code == 503


HERE = {"origin": "http://testserver"}


def test_choosing_sets_a_plain_cookie_only_for_what_exists(client: Client) -> None:
    publish()
    code = Place.objects.get(code="320117004001").code
    chosen = client.post(reverse("portal:choose"), {"community": code}, headers=HERE)
    assert chosen.cookies["linli_community"].value == code
    assert Place.objects.get(code=code).name in client.get("/").content.decode()
    wrong = client.post(reverse("portal:choose"), {"community": "320117999999"}, headers=HERE)
    assert wrong.cookies["linli_community"].value == ""


def test_elder_version_and_language_are_choices_too(client: Client) -> None:
    client.post(reverse("portal:choose"), {"elder": "1"}, headers=HERE)
    client.post(reverse("portal:choose"), {"language": "en"}, headers=HERE)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = client.get("/").content.decode()
    assert "public elder" in page
    client.post(reverse("portal:choose"), {"elder": "0"}, headers=HERE)
    assert "public elder" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/testserver"}],
)
def test_choices_are_taken_from_this_site_only(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("portal:choose"), {"elder": "1"}, headers=headers)
    assert answer.status_code == 403
    assert "linli_elder" not in answer.cookies


def test_choosing_leads_back_to_this_site_only(client: Client) -> None:
    headers = HERE | {"referer": "http://testserver/public/money/?year=2026"}
    assert client.post(reverse("portal:choose"), {"elder": "1"}, headers=headers)["Location"].endswith(
        "/public/money/?year=2026"
    )
    headers = HERE | {"referer": "https://evil.example/"}
    assert client.post(reverse("portal:choose"), {"elder": "1"}, headers=headers)["Location"] == "/"
    assert client.get(reverse("portal:choose")).status_code == 405


def _sheet(client: Client) -> Any:
    answer = client.get(reverse("portal:projects-export"))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def _rows(client: Client) -> list[tuple[Any, ...]]:
    return list(_sheet(client).iter_rows(min_row=2, values_only=True))
