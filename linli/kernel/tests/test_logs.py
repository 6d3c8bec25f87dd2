"""A line of the log is written by the program alone (ASVS 16.4.1), and says nobody's number (14.2.1)."""

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from linli.foundations.parties.models import Person
from linli.kernel.logs import OneLine, one_line

FORGED = "x\n2026-01-01 00:00:00,000 ERROR linli.errors: forged\r\x1b[2Jy\u2028z\u202e"
PHONE, IDENTITY = "13912345678", "320124199001011234"


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"{FORGED} {PHONE} {IDENTITY}")


urlpatterns = [path("breaks/", breaks)]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the deployment's handler writes, with the deployment's formatter."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def lines(log: StringIO) -> list[str]:
    """Those that begin a record; a traceback's are indented."""
    return [line for line in log.getvalue().splitlines() if not line.startswith("    ")]


def test_the_deployment_uses_it() -> None:
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    assert settings.LOGGING["formatters"]["line"]["()"] == f"{OneLine.__module__}.{OneLine.__qualname__}"
    logging.config.DictConfigurator(settings.LOGGING)


def test_what_a_person_typed_makes_no_line_of_its_own(log: StringIO) -> None:
    logging.getLogger("linli.errors").warning("refused: %s", FORGED)
    assert len(lines(log)) == 1
    assert "\x1b" not in log.getvalue()
    assert "\u202e" not in log.getvalue()


def test_the_usual_formatter_is_taken_in() -> None:
    """The control: with the formatter taken away, the forged line stands there."""
    record = logging.LogRecord("linli.errors", logging.WARNING, __file__, 1, "refused: %s", (FORGED,), None)
    assert any("ERROR linli.errors: forged" in line for line in logging.Formatter().format(record).splitlines()[1:])


@pytest.mark.urls(__name__)
def test_an_error_of_a_page_is_logged_without_what_was_typed(log: StringIO, db: Any) -> None:
    answer = Client(raise_request_exception=False).get("/breaks/")
    assert answer.status_code == 500
    assert len(lines(log)) == 1
    assert "ValueError" in log.getvalue()
    assert PHONE not in log.getvalue()
    assert IDENTITY not in log.getvalue()
    assert "139****5678" in log.getvalue()


def test_the_databases_words_on_a_row_are_left_out(log: StringIO, db: Any) -> None:
    Person.objects.create_user("erste", name="示例甲", phone=PHONE)
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_person (username, name, phone, email, is_active, password, version)"
            " VALUES ('erste', '示例乙', '', '', true, '', 1)"
        )
    assert "erste" in str(error.value), "the control: PostgreSQL names the value"
    logging.getLogger("linli.errors").error("broken", exc_info=error.value)
    assert "IntegrityError" in log.getvalue() or "UniqueViolation" in log.getvalue()
    assert "(erste)" not in log.getvalue()


def test_a_link_that_opens_something_is_not_in_the_log(log: StringIO) -> None:
    token = signing.dumps([1, 2], salt="link")
    logging.getLogger("django.request").warning("Not Found: %s", f"/parties/invitation/{token}/")
    assert token not in log.getvalue()
    assert "/parties/invitation/…/" in log.getvalue()


@pytest.mark.parametrize("text", ["一行", "a b", "é"])
def test_plain_text_stays(text: str) -> None:
    assert one_line(text) == text
