"""What state a follow-up, its visits and its issues are in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUpState(models.TextChoices):
    OPEN = "open", _("跟踪中")
    CLOSED = "closed", _("已办结")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("待回访")
    DONE = "done", _("已回访")


class Lasted(models.TextChoices):
    YES = "yes", _("持续")
    PARTLY = "partly", _("部分持续")
    NO = "no", _("未持续")


class IssueSource(models.TextChoices):
    VISIT = "visit", _("回访发现")
    COMPLAINT = "complaint", _("群众投诉")


class IssueState(models.TextChoices):
    OPEN = "open", _("待整改")
    MENDED = "mended", _("待确认")
    CLOSED = "closed", _("已解决")


VISIT_FAMILY: dict[str, str] = {VisitState.PLANNED: "waiting", VisitState.DONE: "done"}
ISSUE_FAMILY: dict[str, str] = {IssueState.OPEN: "attention", IssueState.MENDED: "active", IssueState.CLOSED: "done"}
FOLLOW_UP_FAMILY: dict[str, str] = {FollowUpState.OPEN: "active", FollowUpState.CLOSED: "done"}
