"""What one network address may send by public links in an hour. Counted where sign-in is counted, in the database that every
process sees, under a keyed hash of the address that means nothing tomorrow."""

from allauth.core import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.errors import Refusal

ACTION = "open_form"


def check(request: HttpRequest) -> None:
    """Count one more. Raises Refusal (429) beyond what is allowed; what was refused is not counted."""
    source = salted_hmac("linli.forms.flood", f"{clock.today()} {get_client_ip(request) or ''}").hexdigest()
    if ratelimit.consume(request, action=ACTION, key=source):
        return
    raise Refusal(
        _("同一网络一小时内提交的填报已满 %(allowed)d 份，这一份还没有接收。")
        % {"allowed": settings.OPEN_FORMS_PER_HOUR},
        remedy=_("您填写的内容没有丢失：请保留本页，稍后再提交，最多等一小时。"),
        code="too_many",
        status=429,
    )
