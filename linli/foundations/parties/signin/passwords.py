"""Passwords that everybody would try first: those of Chinese blocklists, and those made of the place's own names."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What stands at the head of leaked Chinese password lists and is not in Django's own twenty thousand.
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())
NAMES = ("linli", "lishui", "nanjing", "minzheng", "shequ", "caizheng", "jiedao", "zhengfu", "mima")


class NotCommonHere:
    """Refuses passwords of the Chinese blocklist and names of the place with digits after them (Lishui2024)."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower()
        bare = plain.strip("0123456789!@#$%^&*._-")
        if plain in COMMON or bare in NAMES or len(set(plain)) < 4:
            raise ValidationError(_("这个密码太常见，容易被猜中。"), code="common_here")

    def get_help_text(self) -> str:
        return _("不能使用常见密码或本地地名加数字。")
