"""Django's PostgreSQL backend, plus one thing: a connection used for reading refuses to write."""

from typing import Any

from django.db.backends.postgresql import base

from linli.kernel.readonly import reading_only


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets the session to read only, or back, when the mode wanted differs from the connection's own."""

    def create_cursor(self, name: str | None = None) -> Any:
        if not self.in_atomic_block:
            self._match_mode()
        return super().create_cursor(name)

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        """A transaction keeps the mode that it begins with, so that the mode is set before."""
        if not autocommit:
            self.close_if_health_check_failed()
            self.ensure_connection()
            self._match_mode()
        super().set_autocommit(autocommit, *args, **kwargs)

    def _match_mode(self) -> None:
        wanted = reading_only()
        if getattr(self.connection, "linli_reads_only", False) != wanted:
            mode = "READ ONLY" if wanted else "READ WRITE"
            with self.connection.cursor() as cursor:
                cursor.execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION {mode}")
            self.connection.linli_reads_only = wanted
