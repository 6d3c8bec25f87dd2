"""The headers of every answer, errors too; by HTTPS also strict transport and cookies that no other site can set."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from linli.config import security
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.ui.web.access import public_page
from tests.security.urls import addresses

EVERY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'")
PASSWORD = "溪边有十四个社区的早晨"
Get = Callable[..., Any]


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return public_page(view)


urlpatterns = [
    path("breaks/400/", raising(BadRequest("no"))),
    path("breaks/403/", raising(PermissionDenied("no"))),
    path("breaks/500/", raising(RuntimeError("no"))),
    path("", include("linli.config.urls")),
]


@pytest.fixture
def broken(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The settings that LINLI_HTTPS=1 changes."""
    plain = runpy.run_path(security.__file__)
    monkeypatch.setenv("LINLI_HTTPS", "1")
    for name, value in runpy.run_path(security.__file__).items():
        if name.isupper() and value != plain.get(name):
            setattr(settings, name, value)


def faults(response: Any, *, secure: bool = False) -> list[str]:
    """What a response lacks."""
    headers, policy = response.headers, response.headers.get("Content-Security-Policy", "")
    lacking = [f"{name}: {headers.get(name)}" for name, value in EVERY.items() if headers.get(name) != value]
    lacking += [f"policy without {part}" for part in POLICY if part not in policy]
    lacking += ["unsafe policy"] if "unsafe" in policy else []
    if secure and headers.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains; preload":
        lacking.append(f"transport: {headers.get('Strict-Transport-Security')}")
    return lacking


def visitor(**options: Any) -> Client:
    return Client(raise_request_exception=False, **options)


def signed_in(**options: Any) -> Client:
    client = visitor(**options)
    client.force_login(make_membership(make_organisation("town")).person)
    return client


def plain_addresses() -> Iterator[str]:
    """Those without variables."""
    for page in addresses():
        if "<" not in page.route and "(" not in page.route:
            yield "/" + page.route.replace("^", "").replace("$", "")


@pytest.mark.parametrize("secure", [False, True])
def test_every_address_without_variables(db: Any, secure: bool, request: pytest.FixtureRequest) -> None:
    if secure:
        request.getfixturevalue("https")
    found: dict[str, list[str]] = {}
    kinds = set()
    for client in (visitor(), signed_in()):
        for address in plain_addresses():
            for response in (client.get(address, secure=secure), client.post(address, secure=secure)):
                kinds.add(response.status_code)
                found |= (
                    {f"{address} {response.status_code}": lacks} if (lacks := faults(response, secure=secure)) else {}
                )
    assert found == {}
    assert {200, 302, 403, 405} <= kinds


@pytest.mark.parametrize(("address", "status"), [
    ("/breaks/400/", 400), ("/breaks/403/", 403), ("/breaks/500/", 500), ("/nowhere/", 404), ("/public/projects/9/", 404),
    ("/parties/register/nonsense/", 404), ("/api/v1/nowhere", 404), ("/parties", 301),
])  # fmt: skip
def test_every_kind_of_error(db: Any, broken: None, https: None, address: str, status: int) -> None:
    for client in (visitor(), signed_in()):
        response = client.get(address, secure=True)
        assert response.status_code == status
        assert faults(response, secure=True) == []


def test_a_form_without_its_token_and_a_locked_account(db: Any, https: None) -> None:
    assert faults(visitor(enforce_csrf_checks=True).post("/account/login/", secure=True), secure=True) == []
    for _time in range(5):
        locked = visitor().post("/account/login/", {"login": "niemand", "password": "x"}, secure=True)
    assert locked.status_code == 429
    assert faults(locked, secure=True) == []


def test_a_static_file(settings: Any, tmp_path: Path, https: None) -> None:
    (tmp_path / "one.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path
    response = visitor().get("/static/one.css", secure=True)
    assert response.status_code == 200
    assert faults(response, secure=True) == []


def test_a_header_that_is_missing_is_found(db: Any, settings: Any, https: None) -> None:
    """The control: each guard taken away in turn."""
    for guard, word in (
        ("csp.middleware.CSPMiddleware", "policy without"),
        ("django.middleware.security.SecurityMiddleware", "X-Content-Type-Options"),
        ("django.middleware.clickjacking.XFrameOptionsMiddleware", "X-Frame-Options"),
    ):
        kept = settings.MIDDLEWARE
        settings.MIDDLEWARE = [one for one in kept if one != guard]
        assert word in str(faults(visitor().get("/account/login/", secure=True), secure=True))
        settings.MIDDLEWARE = kept


def test_by_https_cookies_belong_to_this_host_alone(db: Any, https: None) -> None:
    member = make_membership(make_organisation("town"))
    member.person.set_password(PASSWORD)
    member.person.save()
    client = visitor()
    client.get("/account/login/", secure=True)
    client.post("/account/login/", {"login": member.person.username, "password": PASSWORD}, secure=True)
    client.get("/parties/me/", secure=True)
    client.post("/i18n/setlang/", {"language": "en"}, secure=True)
    client.post("/public/choose/", {"elder": "1"}, secure=True, headers={"origin": "https://testserver"})
    names = set(client.cookies)
    assert {"__Host-linli-session", "__Host-linli-csrf", "__Host-linli-seen"} <= names
    for name, cookie in client.cookies.items():
        assert cookie["secure"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert cookie["httponly"], name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_without_https_no_cookie_claims_it(db: Any) -> None:
    """The control: a __Host- cookie without Secure would be dropped by the browser, and nobody could sign in."""
    client = signed_in()
    client.get("/parties/me/")
    assert client.cookies
    assert not [name for name, cookie in client.cookies.items() if name.startswith("__Host-") or cookie["secure"]]


def test_http_leads_to_https(db: Any, https: None) -> None:
    assert visitor().get("/account/login/").headers["Location"] == "https://testserver/account/login/"
