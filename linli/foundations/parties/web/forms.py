"""The forms of parties."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import rules
from linli.foundations.parties.models import Grade, Organisation, Person, username_format
from linli.foundations.parties.roles import REGISTRABLE, ROLES_OF, OrganisationKind, Role
from linli.foundations.places.models import Place
from linli.kernel.errors import Refusal
from linli.ui.forms import Form

phone_format = RegexValidator(r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$", _("请填写 11 位手机号或带区号的座机号。"))
mobile_format = RegexValidator(r"^1[3-9][0-9]{9}$", _("请填写 11 位手机号。"))
_PASSWORD = {"autocomplete": "new-password"}


class CreditCodeField(forms.CharField):
    """A unified social credit code; what is wrong with it is said at once, spaces and small letters are forgiven."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("统一社会信用代码"))
        kwargs.setdefault("help_text", _("18 位，见登记证书。"))
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return rules.credit_code(text)
        except Refusal as refusal:
            raise ValidationError(f"{refusal.message}{refusal.remedy}") from None


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of the district, by code order with its level's indentation."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("所在区划"))
        super().__init__(queryset=Place.objects.all(), empty_label=_("请选择"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return "　" * (len(obj.code) // 3 - 2) + str(obj)


def _within_district(field: forms.Field) -> None:
    from django.conf import settings

    field.queryset = Place.objects.within(settings.DISTRICT)  # type: ignore[attr-defined]


class ContactForm(Form):
    contact_name = forms.CharField(label=_("联系人"), max_length=40)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, validators=[phone_format])


class OrganisationForm(Form):
    """Everything of an organisation, for the bureau and the operator."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("单位类别"), choices=OrganisationKind.choices)
    credit_code = CreditCodeField(required=False)
    place = PlaceField()
    grade = forms.ChoiceField(
        label=_("社会组织评估等级"),
        choices=[("", _("未评估")), *Grade.choices],
        required=False,
        help_text=_("评估结果五年有效。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _within_district(self.fields["place"])


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("该单位会看到。"), widget=forms.Textarea(attrs={"rows": 3})
    )


class PasswordMixin(forms.Form):
    """A new password, typed or pasted once; it can be shown, so it need not be repeated."""

    password = forms.CharField(
        label=_("密码"),
        min_length=10,
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs=_PASSWORD),
        help_text=_("至少 10 个字，可以是一句话，也可以粘贴密码管理器生成的密码。不能用常见密码。"),
    )


class RegistrationForm(ContactForm, PasswordMixin):
    """A provider registers itself."""

    name = forms.CharField(label=_("单位名称"), max_length=120, help_text=_("与登记证书一致。"))
    kind = forms.ChoiceField(label=_("单位类别"), choices=[(k.value, k.label) for k in REGISTRABLE])
    credit_code = CreditCodeField()
    place = PlaceField(help_text=_("单位住所所在的镇街或社区。"))
    contact_phone = forms.CharField(label=_("联系人手机号"), max_length=20, validators=[mobile_format])
    field_order = ("name", "kind", "credit_code", "place", "contact_name", "contact_phone", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _within_district(self.fields["place"])


class ReapplyForm(ContactForm):
    name = forms.CharField(label=_("单位名称"), max_length=120)
    field_order = ("name", "contact_name", "contact_phone")


class NewPasswordForm(PasswordMixin, Form):
    """Set a password with a link."""


class InviteForm(Form):
    """Invite somebody into an organisation."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("用户名"), max_length=60, validators=[username_format], help_text=_("3 位以上字母或数字，登录时使用。")
    )
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False, validators=[mobile_format])
    role = forms.ChoiceField(label=_("角色"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(organisation.kind)  # type: ignore[attr-defined]


class GrantForm(Form):
    """Give somebody who has an account another role."""

    username = forms.CharField(label=_("用户名"), max_length=60)
    role = forms.ChoiceField(label=_("角色"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(organisation.kind)  # type: ignore[attr-defined]

    def clean_username(self) -> Person:
        found = Person.objects.filter(username__iexact=self.cleaned_data["username"].strip(), is_active=True).first()
        if found is None:
            raise ValidationError(_("没有这个用户名。请核对，或改用“邀请人员”新建账号。"))
        return found


class ProfileForm(Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("手机号"), max_length=20, required=False, validators=[mobile_format], help_text=_("可用来登录。")
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)


def role_choices(kind: str) -> list[tuple[str, Any]]:
    """The roles that organisations of a kind have."""
    return [(role.value, Role(role).label) for role in ROLES_OF[kind]]
