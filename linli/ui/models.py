"""What the interface keeps of a person: which columns he wants to see in which list."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.models import Subject


class ListColumns(Subject):
    """A person's columns of one list; `list_name` is the name of its address (thread:list), `shown` the columns' names."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="list_columns", verbose_name=_("人员")
    )
    list_name = models.CharField(_("列表"), max_length=80)
    shown = models.JSONField(_("显示列"), default=list)

    class Meta:
        verbose_name = _("显示列")
        constraints = [models.UniqueConstraint(fields=["person", "list_name"], name="list_columns_once")]

    def __str__(self) -> str:
        return self.list_name
