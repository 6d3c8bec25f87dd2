"""Time-outs without writes on GET, input kept over them, revocation at once, headers and cookies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from linli.foundations.parties import actions
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.signin.kept import STORE
from linli.foundations.parties.tests.factory import make_actor, make_membership, make_organisation
from linli.kernel import clock

ME = "/parties/me/"


@pytest.fixture
def member(client: Client, db: Any) -> Membership:
    made = make_membership(make_organisation("town"))
    client.force_login(made.person)
    return made


@contextmanager
def later(**delta: int) -> Iterator[None]:
    with clock.travelled(clock.now() + timedelta(**delta)):
        yield


def test_thirty_idle_minutes_end_a_session(client: Client, member: Membership) -> None:
    with later(minutes=29):
        assert client.get(ME).status_code == 200
    with later(minutes=58):
        assert client.get(ME).status_code == 200
    with later(minutes=89):
        assert "/account/login/" in client.get(ME).url
        assert "登录已超时" in client.get("/account/login/").content.decode()


def test_twelve_hours_end_even_a_busy_session(client: Client, member: Membership) -> None:
    for minutes in range(0, 720, 25):
        with later(minutes=minutes):
            assert client.get(ME).status_code == 200
    with later(minutes=721):
        assert client.get(ME).status_code == 302


def test_the_mark_is_renewed_once_a_minute_and_not_in_the_database(client: Client, member: Membership) -> None:
    assert "linli-seen" in client.get(ME).cookies
    before = Session.objects.get().session_data
    with later(seconds=30):
        assert "linli-seen" not in client.get(ME).cookies
    with later(seconds=90):
        assert "linli-seen" in client.get(ME).cookies
    assert Session.objects.get().session_data == before


def test_a_copied_session_cookie_or_a_forged_mark_does_not_outlive_its_time(client: Client, member: Membership) -> None:
    client.get(ME)
    thief = Client()
    thief.cookies["linli-session"] = client.cookies["linli-session"].value
    with later(minutes=25):
        client.get(ME)
    with later(minutes=40):
        assert client.get(ME).status_code == 200
        assert thief.get(ME).status_code == 302
        thief.cookies["linli-seen"] = client.cookies["linli-seen"].value[:-1] + "x"
        assert thief.get(ME).status_code == 302


def form(client: Client) -> dict[str, str]:
    page = client.get(ME)
    hidden = page.context["form"]
    return {
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
        "idempotency_key": str(hidden["idempotency_key"].value()),
        "version": str(hidden["version"].value()),
        "name": "改过的姓名",
        "phone": "13800000007",
        "email": "",
    }


def signed_in(person: Person) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def sign_in_again(client: Client, person: Person) -> None:
    """As the sign-in page does: the session that keeps the input goes on, a stranger's is flushed."""
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = client.session
    login(request, person, "linli.foundations.parties.signin.backend.NameOrPhone")
    request.session.save()
    client.cookies["linli-session"] = request.session.session_key


def test_what_was_typed_when_the_session_ended_comes_back(member: Membership) -> None:
    client = signed_in(member.person)
    typed = form(client)
    with later(minutes=45):
        response = client.post(ME, typed)
        assert response.url == "/account/login/?next=%2Faccount%2Fkept%2F"
        assert Person.objects.get(pk=member.person_id).phone == "", "nothing was done"
        stored = client.session[STORE]
        assert "13800000007" not in str(stored), "not readable without the browser's key"
        sign_in_again(client, member.person)
        page = client.get("/account/kept/")
        assert "改过的姓名" in page.content.decode()
        back = {**typed, "kept": "1", "csrfmiddlewaretoken": str(page.context["csrf_token"])}
        shown = client.post(ME, back)
        assert 'value="改过的姓名"' in shown.content.decode()
        assert Person.objects.get(pk=member.person_id).phone == "", "shown, not submitted"
        del back["kept"]
        assert client.post(ME, back).status_code == 302
        assert Person.objects.get(pk=member.person_id).phone == "13800000007"


def test_somebody_else_does_not_get_it(member: Membership) -> None:
    client, other = signed_in(member.person), make_membership(make_organisation("town")).person
    typed = form(client)
    with later(minutes=45):
        client.post(ME, typed)
        sign_in_again(client, other)
        assert client.get("/account/kept/").url == "/home/"


def test_without_a_right_token_nothing_is_kept(member: Membership) -> None:
    client = signed_in(member.person)
    typed = form(client) | {"csrfmiddlewaretoken": "x" * 64}
    with later(minutes=45):
        assert client.post(ME, typed).status_code == 403
        assert STORE not in client.session


def test_htmx_is_led_to_sign_in_and_passwords_are_not_kept(member: Membership) -> None:
    client = signed_in(member.person)
    typed = form(client) | {"new_password": "geheim-geheim"}
    with later(minutes=45):
        response = client.post(ME, typed, headers={"HX-Request": "true"})
        assert response.headers["HX-Redirect"].startswith("/account/login/")
        sign_in_again(client, member.person)
        assert "geheim" not in client.get("/account/kept/").content.decode()


def test_a_role_that_ends_is_without_effect_at_the_next_request(client: Client, member: Membership) -> None:
    second = Membership.objects.create(person=member.person, organisation=make_organisation("community"), role="clerk")
    chosen = client.post("/parties/act-for/", {"membership": second.pk, "next": ME})
    assert chosen.url == ME
    assert client.get(ME).wsgi_request.actor.organisation_kind == "community"
    actions.end(second, actor=make_actor("civil_affairs"))
    assert client.get(ME).wsgi_request.actor.organisation_kind == "town"
    assert client.post("/parties/act-for/", {"membership": second.pk}).status_code == 403
    actions.end(member, actor=make_actor("civil_affairs"))
    assert client.get(ME).wsgi_request.actor.organisation_id is None


def test_one_acts_for_ones_own_organisations_only(client: Client, member: Membership) -> None:
    stranger = make_membership(make_organisation("finance"))
    assert client.post("/parties/act-for/", {"membership": stranger.pk}).status_code == 403
    assert client.post("/parties/act-for/", {"membership": "x"}).status_code == 403
    assert client.get("/parties/act-for/").status_code == 405
    safe = client.post("/parties/act-for/", {"membership": member.pk, "next": "https://evil.example/"})
    assert safe.url == "/home/"


def test_a_suspended_organisation_acts_no_longer(client: Client, db: Any) -> None:
    made = make_membership(make_organisation("social"), "manager")
    client.force_login(made.person)
    assert client.get(ME).wsgi_request.actor.role == "manager"
    Organisation.objects.filter(pk=made.organisation_id).update(state="suspended", reason="年检")
    assert client.get(ME).wsgi_request.actor.role == ""


def test_the_actor_costs_one_query_beside_session_and_person(
    client: Client, member: Membership, django_assert_num_queries: Any
) -> None:
    client.get(ME)
    with django_assert_num_queries(3):
        client.get("/account/")


def test_headers_and_cookies(client: Client, member: Membership) -> None:
    mine, public = client.get(ME), Client().get("/account/forgotten/")
    assert mine.headers["Cache-Control"] == "private, no-store"
    for response in (mine, public, client.get("/nowhere/")):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "DENY"
    assert "linli-session" not in public.cookies
