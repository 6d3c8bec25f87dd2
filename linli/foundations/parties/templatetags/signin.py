"""What the sign-in page promises, with the numbers of the rule book."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from linli.foundations.parties.signin import limits

register = template.Library()


def _minutes(seconds: float) -> int:
    return int(seconds // 60)


@register.simple_tag
def lockout_words() -> str:
    """连续输错 5 次，锁定 30 分钟。"""
    return _("连续输错 %(times)s 次，锁定 %(minutes)s 分钟。") % {
        "times": limits.failures(),
        "minutes": _minutes(limits.lock_time().total_seconds()),
    }


@register.simple_tag
def second_factor_words() -> str:
    """Whether a second factor follows is said as it is: a demonstration asks for none."""
    if settings.REQUIRE_MFA:
        return _("登录后需第二重验证；操作全程留痕，日志保存不少于 6 个月。")
    return _("操作全程留痕，日志保存不少于 6 个月。")


@register.simple_tag
def idle_words() -> str:
    """How long one may be away."""
    return _("请勿在公用电脑上保存密码。%(minutes)s 分钟无操作自动退出。") % {
        "minutes": _minutes(limits.idle().total_seconds())
    }
