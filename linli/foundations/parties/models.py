"""Who: organisations, people, and who acts for which organisation in what role since when."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.roles import PROVIDERS, STAFF_KINDS, OrganisationKind, Role
from linli.foundations.parties.states import OrganisationState
from linli.foundations.places.models import Place
from linli.foundations.places.pinyin import sort_key
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

# Registration department, category, six digits of the division, organisation code, check digit (GB 32100-2015).
CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def active(self) -> Self:
        return self.filter(state=OrganisationState.ACTIVE)

    def providers(self) -> Self:
        """Those that may offer services (承接主体), in any state."""
        return self.filter(kind__in=PROVIDERS)

    def visible_to(self, actor: Actor) -> Self:
        """Staff see all; a provider sees itself and the active ones; visitors nobody."""
        if actor.kind == "system" or actor.organisation_kind in STAFF_KINDS:
            return self
        if not actor.signed_in:
            return self.none()
        return self.filter(Q(pk=actor.organisation_id) | Q(state=OrganisationState.ACTIVE))


class Grade(models.TextChoices):
    """Assessment of social organisations (民政部令第39号), valid for five years."""

    A1 = "1A", _("1A 级")
    A2 = "2A", _("2A 级")
    A3 = "3A", _("3A 级")
    A4 = "4A", _("4A 级")
    A5 = "5A", _("5A 级")


class Organisation(Subject):
    """A party to the purchase. `credit_code` is the unified social credit code (GB 32100-2015), with its check digit."""

    name = models.CharField(_("单位名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("单位类别"), max_length=20, choices=OrganisationKind.choices)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="organisations", verbose_name=_("所在区划"))
    state = models.CharField(
        _("状态"), max_length=10, choices=OrganisationState.choices, default=OrganisationState.ACTIVE
    )
    grade = models.CharField(_("社会组织评估等级"), max_length=2, blank=True, choices=Grade.choices)
    reason = models.CharField(_("审核或暂停的理由"), max_length=200, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    pinyin = models.CharField(_("拼音排序"), max_length=240, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        ordering = ["pinyin", "id"]
        constraints = [
            models.CheckConstraint(
                name="organisation_credit_code_format",
                condition=Q(credit_code__isnull=True) | Q(credit_code__regex=CREDIT_CODE),
                violation_error_message=_("统一社会信用代码的格式不对。"),
            ),
            models.CheckConstraint(
                name="organisation_refused_or_suspended_with_reason",
                condition=~Q(state__in=["refused", "suspended"]) | ~Q(reason=""),
                violation_error_message=_("不通过或暂停必须写明理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state"], name="organisation_kind_state"),
            models.Index(fields=["pinyin", "id"], name="organisation_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pinyin = sort_key(self.name, 240)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "pinyin"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("parties:organisation", args=[self.pk])

    @property
    def is_provider(self) -> bool:
        return self.kind in PROVIDERS


username_format = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,59}$", _("用户名为 3 至 60 位字母、数字、点、横线或下划线，以字母或数字开头。")
)


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who can sign in; without a password only by invitation or single sign-on."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, Subject):
    """Somebody with an account. What he may do comes only from memberships."""

    username = models.CharField(_("用户名"), max_length=60, unique=True, validators=[username_format])
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    password_set_at = models.DateTimeField(_("密码设置时间"), null=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("人员")
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="person_phone_once",
                violation_error_message=_("该手机号不能使用，请换一个。"),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="person_username_once",
                violation_error_message=_("该用户名已被使用，请换一个。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_set_at = clock.now()

    @property
    def journal_text(self) -> str:
        """The journal is kept and published: it names a person by number."""
        return _person_number(self.pk)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date | None = None) -> Self:
        """Memberships in force on a day (default today); those ended at once are not."""
        on = day or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on, revoked_at__isnull=True)


class Membership(Subject):
    """A person acts for an organisation in a role, from one day to another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=40, choices=Role.choices)
    since = models.DateField(_("自"), default=clock.today)
    until = models.DateField(_("至"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("即时终止时间"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="membership_current_once",
                violation_error_message=_("该人员在本单位已有这一角色。"),
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.organisation} {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def journal_text(self) -> str:
        """Organisation and role, never the person's name."""
        return f"{self.organisation} {self.get_role_display()} {_person_number(self.person_id)}"

    @property
    def is_current(self) -> bool:
        day = clock.today()
        return self.revoked_at is None and self.since <= day and (self.until is None or self.until >= day)


def _person_number(pk: int) -> str:
    return gettext("人员 %s") % pk
