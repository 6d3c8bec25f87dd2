"""What the application's database role may not do, and the controls that show the checks can fail."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from conftest import owner_connection

FORBIDDEN = [
    "ALTER TABLE kernel_event DISABLE TRIGGER ALL",
    "DROP TRIGGER queue_event ON kernel_event",
    "INSERT INTO kernel_journalposition (position, event_id) VALUES (1, 1)",
    "UPDATE kernel_journalhead SET position = 0",
    "DELETE FROM kernel_journalqueue",
    "CREATE TABLE mine (id int)",
    "SET ROLE linli_owner",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(db: Any, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_application_is_no_superuser_and_owns_nothing(db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_trigger_holds_the_owner_too_and_dropping_it_shows() -> None:
    name = connection.settings_dict["NAME"]
    with owner_connection(name) as owner:
        with pytest.raises(Exception, match="append-only"):
            owner.execute("DELETE FROM kernel_event")
        owner.execute("ALTER TABLE kernel_event DISABLE TRIGGER USER")
        assert owner.execute("DELETE FROM kernel_event").rowcount == 0
        owner.execute("ALTER TABLE kernel_event ENABLE TRIGGER USER")
