"""Who: organisations, people, and who acts for which organisation in what role since when."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.roles import OrganisationKind, Role
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.models import Subject


class OrganisationState(models.TextChoices):
    PENDING = "pending", _("待审核")
    ACTIVE = "active", _("正常")
    REFUSED = "refused", _("不通过")
    SUSPENDED = "suspended", _("暂停")


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
    grade = models.CharField(_("社会组织评估等级"), max_length=2, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    pinyin = models.CharField(_("拼音排序"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ["pinyin", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("parties:organisation", args=[self.pk])


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who can sign in; without a password only by invitation or single sign-on."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. What he may do comes only from memberships."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now, editable=False)

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
                violation_error_message=_("该手机号已有账号。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date | None = None) -> Self:
        """Memberships in force on a day (default today)."""
        on = day or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Membership(Subject):
    """A person acts for an organisation in a role, from one day to another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=40, choices=Role.choices)
    since = models.DateField(_("自"), default=clock.today)
    until = models.DateField(_("至"), null=True, blank=True)

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
