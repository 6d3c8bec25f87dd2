"""How a text message leaves the house (短信网关): chosen by the environment, exchanged without touching the rest.

A gateway is a class with `send(phone, text)` that raises NotSent when the message did not go out. `LINLI_SMS_GATEWAY` names
it: `off` (nothing is asked), `shown` (demonstration and development: the code stands on the page and goes nowhere), `http`, or
the dotted path of a class of one's own.
"""

import json
import urllib.request
from functools import cache
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, ClassVar, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSent(Refusal):
    """The message did not go out; what the resident can do instead."""


class Gateway(Protocol):
    """`asks`: numbers are verified at all. `shows`: the code is shown on the page instead of being sent."""

    asks: ClassVar[bool]
    shows: ClassVar[bool]

    def send(self, phone: str, text: str) -> None: ...


class Off:
    """No number is verified."""

    asks, shows = False, False

    def send(self, phone: str, text: str) -> None:
        raise not_sent(_("本平台没有开通短信"))


class Shown:
    """For demonstration and development: nothing is sent, nothing is logged, the page shows the code."""

    asks, shows = True, True

    def __init__(self) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise ImproperlyConfigured("LINLI_SMS_GATEWAY=shown is for demonstration and development only")

    def send(self, phone: str, text: str) -> None:
        return


class Http:
    """POSTs {"phone", "text"} as JSON to LINLI_SMS_URL with the token in a header; any 2xx answer counts as sent."""

    asks, shows = True, False

    def __init__(self) -> None:
        self.url, self.token = settings.SMS_URL, settings.SMS_TOKEN
        parts = urlsplit(self.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ImproperlyConfigured("LINLI_SMS_URL must begin with https://, or lead to this machine")
        if not self.token:
            raise ImproperlyConfigured("LINLI_SMS_TOKEN is missing")

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"phone": phone, "text": text}).encode()
        heads = {"Content-Type": "application/json", settings.SMS_HEADER: self.token}
        request = urllib.request.Request(self.url, data=body, headers=heads, method="POST")  # noqa: S310
        try:
            with _opener().open(request, timeout=settings.SMS_TIMEOUT) as answer:
                answer.read(1)
        except HTTPError as error:
            raise not_sent(_("短信网关拒绝了请求（%(status)d）") % {"status": error.code}) from None
        except TimeoutError:
            raise not_sent(_("短信网关 %(s)g 秒内没有答复") % {"s": settings.SMS_TIMEOUT}) from None
        except (OSError, HTTPException, ValueError):
            raise not_sent(_("短信网关连接不上")) from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A gateway that sends elsewhere is refused: the token stays where it was meant for."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


def not_sent(why: str) -> NotSent:
    """The refusal for a message that did not go out; the number stands nowhere in it."""
    return NotSent(
        _("验证码没有发出：%(why)s。") % {"why": why},
        remedy=_("请稍后再试，或清空电话后匿名提交，凭查询码看答复。"),
        field="phone",
        code="not_sent",
        status=502,
    )


SHIPPED: dict[str, type[Any]] = {"off": Off, "shown": Shown, "http": Http}


def gateway() -> Gateway:
    """The gateway of this deployment. Raises ImproperlyConfigured for one that cannot work."""
    name = settings.SMS_GATEWAY
    made: Gateway = (SHIPPED.get(name) or import_string(name))()
    return made
