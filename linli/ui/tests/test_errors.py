"""A database that goes away is told in a sentence wherever it was missed: in a view, or before one was reached."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from linli.foundations.parties.signin import private


def broken(*_given: Any) -> bool:
    raise OperationalError("the connection is closed")


@pytest.mark.django_db
def test_a_lost_database_is_told_before_a_view_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "_signed_in", broken)
    client = Client(raise_request_exception=False)
    page = client.get("/account/login/")
    assert page.status_code == 503
    assert "一分钟后刷新" in page.content.decode()
    assert "还不能确认" in client.post("/account/login/").content.decode()


@pytest.mark.django_db
def test_any_other_fault_is_the_last_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "_signed_in", lambda _request: 1 / 0)
    page = Client(raise_request_exception=False).get("/account/login/")
    assert page.status_code == 500
    assert "ZeroDivisionError" not in page.content.decode()
