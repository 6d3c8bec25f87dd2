"""The address by which one surveyor's phone signs in, without a password on it."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.forms.states import KeyState
from linli.foundations.parties.models import Membership, Organisation
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class KeyQuerySet(models.QuerySet["SurveyKey"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own organisation."""
        return self.filter(organisation_id=actor.organisation_id) if actor.organisation_id else self.none()


class SurveyKey(Subject):
    """Opens the forms for a person's role in an organisation, as long as he has it. Of the token its
    SHA-256 is kept, and in `secret`, encrypted, what an HTTP digest is compared with (MD5 of login, realm and token)."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("采集人员"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    login = models.CharField(_("登录名"), max_length=20, unique=True, editable=False)
    secret = models.CharField(_("加密的登录凭据"), max_length=200, editable=False)
    digest = models.CharField(_("摘要"), max_length=64, unique=True, editable=False)
    note = models.CharField(_("设备说明"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=KeyState.choices, default=KeyState.ACTIVE)
    revoked_at = models.DateTimeField(_("收回时间"), null=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("采集密钥")

    def __str__(self) -> str:
        return str(_("采集密钥"))

    def get_absolute_url(self) -> str:
        return reverse("xforms:keys")
