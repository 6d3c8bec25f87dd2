"""The states of an organisation: 待审核 → 正常 or 不通过; 正常 ↔ 暂停."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationState(models.TextChoices):
    PENDING = "pending", _("待审核")
    ACTIVE = "active", _("正常")
    REFUSED = "refused", _("不通过")
    SUSPENDED = "suspended", _("暂停")
