"""Kept pages: never stale after an acknowledged write, never somebody else's, bounded."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel import clock, journal
from linli.openness.portal import middleware, remembered
from linli.openness.portal.middleware import PublicPages
from linli.openness.portal.pagestore import KeptPage, PageStore
from linli.openness.portal.tests.factory import publish

LIST = "/api/v1/projects"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_minute() -> Iterator[None]:
    """A page is kept for its minute: stay within one."""
    with clock.travelled(clock.now()):
        yield


def test_a_kept_page_costs_one_statement(client: Client, django_assert_num_queries: object) -> None:
    publish()
    first = client.get(LIST)
    with django_assert_num_queries(1):  # type: ignore[operator]
        again = client.get(LIST)
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies


def test_a_write_shows_on_the_next_get(client: Client) -> None:
    publish("甲项目")
    before = client.get(LIST)
    publish("乙项目")
    after = client.get(LIST)
    assert ("乙项目" in before.content.decode(), "乙项目" in after.content.decode()) == (False, True)
    assert before.headers["ETag"] != after.headers["ETag"]


def test_without_the_position_in_the_key_a_page_would_be_stale(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the test above can fail."""
    monkeypatch.setattr(remembered, "position", lambda: 1)
    publish("甲项目")
    client.get(LIST)
    publish("乙项目")
    assert "乙项目" not in client.get(LIST).content.decode()


def test_nothing_is_kept_while_a_committed_event_waits_for_its_position(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "sequence", lambda: 0)
    publish("甲项目")
    client.get(LIST)
    assert len(middleware.store) == 0


def test_who_has_the_page_gets_304_without_a_body(client: Client) -> None:
    publish()
    tag = client.get(LIST).headers["ETag"]
    for given in (tag, f'W/{tag}, "other"'):
        again = client.get(LIST, headers={"if-none-match": given})
        assert (again.status_code, again.content) == (304, b"")
    publish("乙项目")
    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 200


def test_languages_do_not_mix(client: Client) -> None:
    publish()
    for language in ("zh-hans", "en", "zh-hans"):
        page = client.get(LIST, headers={"accept-language": language})
        assert page.headers["Content-Language"] == language
    assert len(middleware.store) == 2
    assert "Accept-Language" in page.headers["Vary"]


def test_each_query_string_is_its_own_page(client: Client) -> None:
    publish()
    assert client.get(LIST + "?step=1").json()["total"] != client.get(LIST).json()["total"]
    assert len(middleware.store) == 2


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_a_session_or_a_message_neither_gets_nor_leaves_a_kept_page(client: Client, cookie: str) -> None:
    publish()
    client.cookies[cookie] = "something"
    mine = client.get(LIST)
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert len(middleware.store) == 0


def test_a_kept_page_ends_with_its_minute(client: Client, django_assert_max_num_queries: object) -> None:
    publish()
    client.get(LIST)
    with clock.travelled(clock.now() + timedelta(minutes=1)):
        client.get(LIST)
    assert len(middleware.store) == 2


def _answering(response: HttpResponse, marked: bool = True) -> PublicPages:
    response.same_for_everybody = marked  # type: ignore[attr-defined]
    return PublicPages(lambda request: response)


def _ask(pages: PublicPages) -> int:
    pages(RequestFactory().get("/public/x"))
    return len(middleware.store)


def test_only_marked_whole_answers_without_cookies_are_kept() -> None:
    with_cookie = HttpResponse("x")
    with_cookie.set_cookie("a", "b")
    for never in (
        _answering(HttpResponse("x"), False),
        _answering(HttpResponse("x", status=404)),
        _answering(with_cookie),
    ):
        assert _ask(never) == 0
    assert _ask(_answering(HttpResponse("x"))) == 1


def test_a_page_with_a_form_token_is_never_kept() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')
        response.same_for_everybody = True  # type: ignore[attr-defined]
        return response

    assert _ask(PublicPages(view)) == 0


def test_the_store_stays_within_its_bound_and_drops_the_least_used() -> None:
    store = PageStore(most_bytes=10_000)
    for number in range(100):
        store.get(0)
        store.put(number, KeptPage(b"x" * 1000, (), ""))
        assert store.bytes <= 10_000
    assert store.get(0) is not None
    assert store.get(1) is None
    store.put("huge", KeptPage(b"x" * 600_000, (), ""))
    assert store.get("huge") is None


def test_an_unpublished_project_is_in_no_answer(client: Client) -> None:
    hidden = publish("未公开的项目")
    Project.objects.filter(pk=hidden.pk).update(public_since=None, state=State.DESIGNING)
    shown = publish("公开的项目")
    text = client.get(LIST).content.decode() + client.get("/api/v1/notices").content.decode()
    assert (hidden.title in text, shown.title in text) == (False, True)
    assert client.get(f"{LIST}/{hidden.number}").status_code == 404
    assert client.get(f"{LIST}?q=未公开").json()["items"] == []


def test_only_the_newest_position_is_remembered() -> None:
    told = iter(range(100))
    compute = lambda: next(told)  # noqa: E731
    assert [remembered.at(1, "x", compute), remembered.at(1, "x", compute)] == [0, 0]
    assert [remembered.at(2, "x", compute), remembered.at(1, "x", compute), remembered.at(2, "x", compute)] == [1, 2, 1]
    assert [remembered.at(None, "x", compute), remembered.at(None, "x", compute)] == [3, 4]
