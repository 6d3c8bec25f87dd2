"""What is said in a consultation, and how it was taken."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.rulebook.documents import states
from linli.foundations.rulebook.documents.states import CommentState
from linli.foundations.rulebook.models.documents import RuleVersion
from linli.kernel import clock
from linli.kernel.models import Subject


class RuleComment(Subject):
    """What somebody says in a consultation. No name, phone or address is asked for; `source` is a keyed hash of the
    network address that changes daily, counted against floods."""

    draft = models.ForeignKey(RuleVersion, models.PROTECT, related_name="comments", verbose_name=_("征求意见稿"))
    number = models.CharField(_("意见编号"), max_length=90, unique=True)
    clause_key = models.SlugField(_("条款"), max_length=60, blank=True)
    clause_name = models.CharField(_("条款名称"), max_length=60, blank=True)
    voice = models.CharField(_("来自"), max_length=12, choices=states.Voice.choices)
    speaker = models.CharField(_("单位名称"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("单位")
    )
    content = models.TextField(_("意见内容"), max_length=1000)
    state = models.CharField(_("状态"), max_length=10, choices=CommentState.choices, default=CommentState.RECEIVED)
    verdict = models.CharField(_("处理结果"), max_length=10, choices=states.Verdict.choices, blank=True)
    answer = models.TextField(_("答复或理由"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    received_at = models.DateTimeField(_("收到时间"), default=clock.now)
    source = models.CharField(_("来源摘要"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("征求意见")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="rule_comment_answered_has_verdict_and_reason",
                condition=~Q(state="answered") | (~Q(verdict="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message=_("答复必须写明是否采纳和理由。"),
            ),
            models.CheckConstraint(
                name="rule_comment_set_aside_has_reason",
                condition=~Q(state="set_aside") | ~Q(answer=""),
                violation_error_message=_("不予公开必须写明理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["draft", "state"], name="rule_comment_state"),
            models.Index(fields=["source", "received_at"], name="rule_comment_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return gettext("意见 %s") % self.number

    def get_absolute_url(self) -> str:
        return f"{reverse('rulebook:doc-desk', args=[self.draft.document.key])}#comment-{self.pk}"

    @property
    def who(self) -> str:
        return self.speaker or str(self.get_voice_display())
