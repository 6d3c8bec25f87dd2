"""Codes sent to telephones to see that they are the speaker's (手机核验). Neither number nor code is kept, only keyed digests."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock


class PhoneState(models.TextChoices):
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未发出")
    VERIFIED = "verified", _("已核验")
    SPENT = "spent", _("已使用")


class PhoneCheck(models.Model):
    """One code: to which number, until when, how often it was tried. Forgotten after a day."""

    phone_hash = models.CharField(_("号码摘要"), max_length=64, db_index=True, editable=False)
    code_hash = models.CharField(_("验证码摘要"), max_length=64, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=PhoneState.choices, default=PhoneState.SENT)
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    sent_at = models.DateTimeField(_("发送时间"), default=clock.now)
    expires_at = models.DateTimeField(_("有效期"))

    class Meta:
        verbose_name = _("手机核验")

    def __str__(self) -> str:
        return str(_("手机核验"))
