"""What residents say (诉求), and apart from it, guarded, who said it."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs import privacy
from linli.flow.s1_needs.states import Channel, Satisfaction, Topic, Urged, VoiceState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.search import search_field

LISTENERS = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
"""Kinds of organisation that hear residents, each for the places it serves."""


class VoiceQuerySet(models.QuerySet["Voice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who serve the place, the organisation that recorded it or answers it, and supervisors; nobody else."""
        if actor.organisation_kind == OrganisationKind.SUPERVISOR:
            return self
        if actor.organisation_id is None:
            return self.none()
        seen = Q(recorded_by_id=actor.organisation_id) | Q(organisation_id=actor.organisation_id)
        if actor.organisation_kind in LISTENERS:
            seen |= Q(place_code__startswith=actor.place_code)
        return self.filter(seen)

    def open(self) -> Self:
        """Still to be answered."""
        return self.filter(state=VoiceState.RECEIVED)


class Voice(Subject):
    """One resident's wish or complaint. Of the tracking code only the SHA-256 is kept; the resident alone has the code."""

    number = models.CharField(_("诉求编号"), max_length=40, unique=True)
    content = models.CharField(_("诉求内容"), max_length=1000)
    shown = models.CharField(_("遮盖后的内容"), max_length=1400, blank=True, editable=False)
    """The content with telephones, mail addresses, identity and house numbers hidden, and the name of him who said it: what
    lists, search, exports and other offices see."""
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    channel = models.CharField(_("来源"), max_length=10, choices=Channel.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="voices", verbose_name=_("社区（村）"))
    place_code = models.CharField(_("区划代码"), max_length=12, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="voices_to_answer", verbose_name=_("答复单位")
    )
    recorded_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("登记单位")
    )
    code_hash = models.CharField(_("查询码摘要"), max_length=64, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=VoiceState.choices, default=VoiceState.RECEIVED)
    received_at = models.DateTimeField(_("收到时间"), default=clock.now)
    due_at = models.DateTimeField(_("答复期限"))
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    referral = models.CharField(_("应向谁反映"), max_length=200, blank=True)
    """Where to go, when the matter is not this office's."""
    earlier_answer = models.TextField(_("第一次答复"), max_length=1000, blank=True)
    reopened_at = models.DateTimeField(_("要求重新办理时间"), null=True)
    reopen_reason = models.CharField(_("要求重新办理的理由"), max_length=300, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("办理满意度"), null=True, choices=Satisfaction.choices)
    extended_from = models.DateTimeField(_("延期前的期限"), null=True)
    extension_reason = models.CharField(_("延期理由"), max_length=200, blank=True)
    transferred_from = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("转出单位")
    )
    transfer_reason = models.CharField(_("转办理由"), max_length=200, blank=True)
    urged = models.PositiveSmallIntegerField(_("督办层级"), default=Urged.NOBODY, choices=Urged.choices)
    hotline_number = models.CharField(_("热线工单号"), max_length=40, null=True, unique=True)  # noqa: DJ001
    phone_verified = models.BooleanField(_("已核验手机"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name=_("合并到")
    )
    need = models.ForeignKey("needs.Need", models.PROTECT, null=True, related_name="voices", verbose_name=_("需求"))
    search = search_field("number", "shown", "hotline_number")

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("诉求")
        constraints = [
            models.CheckConstraint(
                name="voice_answered_has_answer",
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message=_("已答复的诉求必须写明答复内容。"),
            ),
            models.CheckConstraint(
                name="voice_merged_into_another",
                condition=(Q(state="merged") & Q(merged_into__isnull=False) & ~Q(merged_into=models.F("id")))
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                violation_error_message=_("合并的诉求必须指明合并到哪一件，且不能是它自己。"),
            ),
            models.CheckConstraint(
                name="voice_satisfaction_in_range",
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
                violation_error_message=_("办理满意度为 1 至 5 分。"),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="voice_search"),
            models.Index(
                fields=["place_code", "-id"], name="voice_place", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
            models.Index(fields=["due_at"], name="voice_open_due", condition=Q(state="received")),
            models.Index(
                fields=["place", "topic", "-id"], name="voice_alike", condition=Q(state__in=["received", "answered"])
            ),
        ]

    def __str__(self) -> str:
        return f"{_('诉求')} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("needs:voice", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.stands_as_locked("place_id"):
            self.place_code = self.place.code
        if not self.stands_as_locked("content"):
            self.shown = privacy.masked(self.content, *self.told_by())
        super().save(*args, **kwargs)

    left: tuple[str, str] | None = None
    """Name and telephone that come with it, while it is being recorded."""

    def told_by(self) -> tuple[str, str]:
        """Name and telephone of him who said it, read for the office that keeps them: to be hidden, never to be shown."""
        if self.left is None and self.pk is not None and self.content:
            keeper = self.transferred_from_id or self.organisation_id
            with rls.acting(Actor(kind="system", organisation_id=keeper)):
                kept = VoiceContact.objects.filter(voice_id=self.pk).values_list("name", "phone").first()
            self.left = kept
        return self.left or ("", "")

    @property
    def answering(self) -> "Voice":
        """The voice whose answer is this one's: the one it was merged into, or itself."""
        return self.merged_into or self

    @property
    def is_overdue(self) -> bool:
        """Not answered, and the deadline has passed."""
        return self.state == VoiceState.RECEIVED and self.due_at < clock.now()

    @property
    def excerpt(self) -> str:
        """The beginning of what was said, for lists, without what could name somebody; what was withdrawn is gone."""
        if self.state == VoiceState.WITHDRAWN:
            return str(_("内容已按本人要求删除"))
        return self.shown if len(self.shown) <= 60 else self.shown[:59] + "…"

    @property
    def is_open(self) -> bool:
        return self.state in (VoiceState.RECEIVED, VoiceState.ANSWERED)


class VoiceContact(models.Model):
    """Who said it, if he told: personal data, under row-level security (migration 0002), erased when he withdraws.

    The voice is the primary key, so that the application's role can insert a row that it may not read.
    """

    voice = models.OneToOneField(
        Voice, models.PROTECT, primary_key=True, related_name="contact", verbose_name=_("诉求")
    )
    place_code = models.CharField(_("区划代码"), max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("答复单位"))
    recorded_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("登记单位")
    )
    name = models.CharField(_("称呼"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("同意时间"))

    class Meta:
        verbose_name = _("诉求人联系方式")

    def __str__(self) -> str:
        return str(_("诉求人联系方式"))


class SubmissionWindow(models.Model):
    """How many voices one network address sent in one hour; `source` is a keyed hash that changes daily."""

    source = models.CharField(_("来源摘要"), max_length=64)
    hour = models.DateTimeField(_("时段"))
    count = models.PositiveIntegerField(_("件数"), default=0)

    class Meta:
        verbose_name = _("提交频次")
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="submission_window_once")]

    def __str__(self) -> str:
        return f"{self.hour} {self.count}"
