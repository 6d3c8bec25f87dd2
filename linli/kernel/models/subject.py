"""What an action is about."""

from copy import deepcopy
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock, rows


class Subject(models.Model):
    """A record that changes only through actions.

    `version` grows by one with every action, so that a page opened before a change is recognised. The kernel locks the
    row, saves it after the verb and appends the event; verbs therefore do not save their subject themselves.
    """

    set_aside: ClassVar[frozenset[str]] = frozenset()
    """States that another record's action may put it in, without an event of its own."""
    guarded: ClassVar[bool] = False
    """Row-level security opens its rows only to whom the database was told of: so is every verb about it (kernel/rls.py)."""

    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now, editable=False)

    class Meta:
        abstract = True

    _as_locked: dict[str, Any] | None = None
    """The columns as they stood when `kernel.rows.lock` loaded the row; None when that is not known."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Generated columns, such as those for search, are computed anew only when what they are made of is written."""
        if self._as_locked is not None and not args and not kwargs:
            self._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]
            columns = [f for f in self._meta.concrete_fields if not f.primary_key and not f.generated]
            changed = [f for f in columns if not self.stands_as_locked(f.attname)]
            self._as_locked = None
            if not changed or rows.write(self, changed):
                return
        self._as_locked = None
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self._as_locked = None
        super().refresh_from_db(*args, **kwargs)

    def note_as_locked(self) -> None:
        """Called once, when the row has been locked and loaded: the next save writes only what differs from now."""
        self._as_locked = {
            name: deepcopy(value) if isinstance(value, dict | list) else value
            for name, value in self.__dict__.items()
            if not name.startswith("_")
        }

    def stands_as_locked(self, attname: str) -> bool:
        """Whether a column has its locked value still; False where that is not known."""
        known = self._as_locked
        return known is not None and attname in known and known[attname] == self.__dict__.get(attname)

    @property
    def thread_key(self) -> int | None:
        """The purchase project (一事一链) that the record belongs to, if any; its events show on that thread."""
        return getattr(self, "project_id", None)
