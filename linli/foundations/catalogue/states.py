"""Where batches and supplements stand, and whom an item serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("待发布")
    ISSUED = "issued", _("已发布")
    ENDED = "ended", _("已停用")
    REFUSED = "refused", _("不通过")


class BatchKind(models.TextChoices):
    REGULAR = "regular", _("正式批次")
    SUPPLEMENT = "supplement", _("增补批次")


class SupplementState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("待列入")
    INCLUDED = "included", _("已列入目录")
    REFUSED = "refused", _("不通过")
    WITHDRAWN = "withdrawn", _("已撤回")


class Served(models.TextChoices):
    """Whom an item serves (服务对象)."""

    EVERYONE = "everyone", _("全体居民")
    ELDERLY = "elderly", _("老年人")
    MINORS = "minors", _("未成年人")
    DISABLED = "disabled", _("残疾人")
    POOR = "poor", _("困难群众")
    WOMEN = "women", _("妇女和家庭")
    PATIENTS = "patients", _("患者和照护者")
    WORKERS = "workers", _("就业困难和灵活就业人员")
    VETERANS = "veterans", _("退役军人")
    RELEASED = "released", _("社区矫正对象和刑满释放人员")
    ORGANISATIONS = "organisations", _("社会组织和社会工作者")


OPEN_BATCH = {str(BatchState.DRAFT), str(BatchState.RETURNED)}
OPEN_SUPPLEMENT = {str(SupplementState.DRAFT), str(SupplementState.RETURNED)}
IN_FORCE = (BatchState.ISSUED, BatchState.ENDED)
"""States of batches that were issued: their items are never edited."""

FAMILY: dict[str, str] = {
    "draft": "none",
    "in_approval": "active",
    "returned": "attention",
    "approved": "waiting",
    "issued": "done",
    "included": "done",
    "ended": "none",
    "refused": "danger",
    "withdrawn": "none",
}
"""The badge family of each state, see the interface design."""
