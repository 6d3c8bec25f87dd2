"""The answer to whoever is locked out: the sign-in page again, saying until when."""

from typing import Any

from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundations.parties.signin import limits
from linli.foundations.parties.signin.backend import typed_name

STATUS = 429


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """The sign-in page with the lockout message. Known and unknown names get the same."""
    name = typed_name(request, credentials)
    last = AccessAttempt.objects.filter(username=name).order_by("-attempt_time").first()
    since = last.attempt_time if last is not None else timezone.now()
    message = _(
        "连续输错 %(failures)s 次，已锁定 %(minutes)s 分钟，%(until)s 后可以再试。忘记密码请联系本单位经办人。"
    ) % {
        "failures": limits.failures(),
        "minutes": int(limits.lock_time().total_seconds() // 60),
        "until": timezone.localtime(since + limits.lock_time()).strftime("%H:%M"),
    }
    return render(request, "account/login.html", {"locked": message, "typed": name}, status=STATUS)
