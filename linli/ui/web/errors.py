"""What goes wrong outside a form still ends in a page with a clear sentence and a next move, never in a traceback."""

import logging
import sys
from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error
from psycopg import errors as pg

from linli.kernel.errors import Refusal
from linli.kernel.readonly import SAFE_METHODS

log = logging.getLogger("linli.errors")
DISK_FULL = (pg.DiskFull, pg.OutOfMemory)


class ErrorPages:
    """Turns refusals and an unusable database into pages: 4xx with the remedy, 503 with what is kept and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return told(request, error)


def failed(request: HttpRequest) -> HttpResponse:
    """The last page (500). What broke before a view was reached, as reading the session, is told like the rest."""
    error = sys.exc_info()[1]
    return (told(request, error) if error else None) or server_error(request)


def told(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The page for what can be put into a sentence, else None."""
    if isinstance(error, Refusal):
        return page(error.status, str(error.message), str(error.remedy))
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, DISK_FULL) or getattr(error, "errno", None) == 28:
        log.error("disk full: %s", type(error).__name__)
        return page(
            503,
            _("服务器存储空间已满，这次提交没有保存。"),
            _("您填写的内容请先留在页面上，联系运维人员清理空间后再提交。"),
        )
    if isinstance(error, OperationalError):
        log.error("database unavailable: %s", type(error).__name__)
        return unavailable(request)
    return None


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database went away. What was being written when it did may be there: only sending it again with its key tells."""
    if request.method in SAFE_METHODS:
        return page(503, _("数据库暂时不能使用，这一页打不开。"), _("系统会自动恢复，请一分钟后刷新。"))
    return page(
        503,
        _("数据库暂时不能使用，这次提交是否已保存还不能确认。"),
        _("系统会自动恢复。请一分钟后返回原页面再次提交：同一份表单不会重复办理。"),
    )


def page(status: int, message: str, remedy: str) -> HttpResponse:
    """A stand-alone page that needs neither database nor session."""
    html = render_to_string("ui/refused.html", {"message": message, "remedy": remedy, "status": status})
    return HttpResponse(html, status=status)
