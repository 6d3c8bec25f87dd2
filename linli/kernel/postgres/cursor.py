"""A cursor that lets the server keep the plans of statements that come again."""

from typing import Any

from django.db.backends.postgresql.base import CursorMixin
from psycopg import ClientCursor, Cursor

MOST_VALUES = 200
"""Beyond it a statement is a bulk one, hardly ever the same again, and the protocol ends at 65,535 values."""


class PlannedCursor(CursorMixin, Cursor[Any]):
    """Sends values apart from the statement, which is prepared when the connection has seen it a few times; bulk statements
    go whole."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        if params is not None and len(params) > MOST_VALUES:
            whole = ClientCursor(self.connection).mogrify(query, params)
            return super().execute(whole, None, **more)
        return super().execute(query, params, **more)
