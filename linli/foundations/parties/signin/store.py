"""Sessions in the database, with one difference: a GET, which may not write, leaves a dead session's row alone.

Django throws a session away when its password hash no longer fits, whatever the method; here that happens in memory,
the browser's cookie is dropped as usual, and `clearsessions` removes the row when it has expired.
"""

from django.contrib.sessions.backends import db

from linli.kernel.readonly import reading_only


class SessionStore(db.SessionStore):
    def delete(self, session_key: str | None = None) -> None:
        if not reading_only():
            super().delete(session_key)
