"""Files are kept once under the SHA-256 of their bytes; the row says who brought which name and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock


class StoredFile(models.Model):
    """An uploaded file. `sha256` is the hex digest of the bytes as kept (images: after location data was stripped)."""

    sha256 = models.CharField(_("指纹"), max_length=64)
    name = models.CharField(_("文件名"), max_length=255)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("单位")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    subject_type = models.CharField(_("对象类别"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    label = models.CharField(_("用途"), max_length=60, blank=True)
    public = models.BooleanField(_("公开"), default=False)
    created_at = models.DateTimeField(_("上传时间"), default=clock.now)

    class Meta:
        verbose_name = _("文件")
        constraints = [
            models.CheckConstraint(
                name="stored_file_sha256_is_hex",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("文件指纹不完整。"),
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="stored_file_subject"),
            models.Index(fields=["sha256"], name="stored_file_sha256"),
        ]

    def __str__(self) -> str:
        return self.name
