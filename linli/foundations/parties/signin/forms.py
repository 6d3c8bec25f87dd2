"""The sign-in form in the house's own words."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1024


class SignInForm(LoginForm):  # type: ignore[misc]
    """用户名或手机号 and password; long passwords may be pasted."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("用户名或手机号"),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}),
            error_messages={"required": _("请填写用户名或手机号。")},
        )
        self.fields["password"] = forms.CharField(
            label=_("密码"),
            max_length=LONGEST,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("请填写密码。")},
        )
        self.order_fields(["login", "password"])
