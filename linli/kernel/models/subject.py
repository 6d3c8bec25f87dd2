"""What an action is about."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock


class Subject(models.Model):
    """A record that changes only through actions.

    `version` grows by one with every action, so that a page opened before a change is recognised. The kernel locks the
    row, saves it after the verb and appends the event; verbs therefore do not save their subject themselves.
    """

    set_aside: ClassVar[frozenset[str]] = frozenset()
    """States that another record's action may put it in, without an event of its own."""

    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now, editable=False)

    class Meta:
        abstract = True

    @property
    def thread_key(self) -> int | None:
        """The purchase project (一事一链) that the record belongs to, if any; its events show on that thread."""
        return getattr(self, "project_id", None)
