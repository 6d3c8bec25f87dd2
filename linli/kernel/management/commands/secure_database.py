"""Give the application's role what it needs and nothing more; run by the owner after every migration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql

APPEND_ONLY = ("kernel_event", "kernel_journalposition", "funds_posting", "funds_entry", "rulebook_datedentry")
OWNER_ONLY = (
    "kernel_journalposition",
    "kernel_journalqueue",
    "kernel_journalhead",
    "funds_posting",
    "funds_entry",
    "django_migrations",
)
# Balances change only inside the functions that post, which run as the owner.
NEVER_CHANGED = ("funds_account",)


class Command(BaseCommand):
    help = "Grant the application's role its rights; revoke changes to the journal."

    def handle(self, *args: Any, **options: Any) -> None:
        role = sql.Identifier(settings.DATABASE_APP_ROLE)
        statements = [
            sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
            sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}"),
            *(sql.SQL(f"REVOKE UPDATE, DELETE ON {table} FROM {{role}}") for table in (*APPEND_ONLY, *NEVER_CHANGED)),
            *(sql.SQL(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {{role}}") for table in OWNER_ONLY),
        ]
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(role=role))
        self.stdout.write(f"rights set for {settings.DATABASE_APP_ROLE}")
