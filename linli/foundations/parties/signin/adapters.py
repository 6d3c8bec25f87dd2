"""How django-allauth fits into the house: its words, its encryption, its single sign-on."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.actions.people import change_password
from linli.foundations.parties.models import Person
from linli.foundations.parties.rules import Secret


def cipher(purpose: str) -> Fernet:
    """A cipher with a key of its own for each purpose, derived from the deployment's secret key."""
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def display(user: Person) -> str:
    """How allauth's pages and authenticator apps call the account."""
    return user.username


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up here: accounts come from invitations, registrations and the district's directory."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对。连续输错 5 次，锁定 30 分钟。"),
        "too_many_login_attempts": _("输错次数过多，请 30 分钟后再试。"),
        "incorrect_password": _("密码不对，请重新输入。"),
        "enter_current_password": _("当前密码不对，请重新输入。"),
        "incorrect_code": _("验证码不对或已过期，请输入验证器现在显示的 6 位数字。"),
        "rate_limited": _("提交过于频繁，请一分钟后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("parties:profile")

    def set_password(self, user: Person, password: str) -> None:
        changed = change_password(user, password=Secret(password), actor=self.request.actor)
        user.password = changed.password

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own success messages are left out; the pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The house sends no mail by itself."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets are encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对或已过期，请输入验证器现在显示的 6 位数字。"),
    }

    def get_totp_issuer(self) -> str:
        return "邻里"

    def encrypt(self, text: str) -> str:
        return cipher("mfa").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("mfa").decrypt(encrypted_text.encode()).decode()


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """统一身份认证 (OIDC): it signs in people who have an account here, and creates none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect the identity to the account whose user name stands in the configured claim."""
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = {**data.get("id_token", {}), **data.get("userinfo", {}), **data}
        name = str(claims.get(settings.OIDC_CLAIM) or "")
        person = Person.objects.filter(username__iexact=name, is_active=True).first() if name else None
        if person is not None:
            sociallogin.connect(request, person)
