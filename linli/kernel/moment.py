"""The moment that decides whether something is in time: by the database's clock, which all processes share.

    tender = moment.stamped(Tender.objects).select_for_update(no_key=True).get(pk=tender.pk)
    now = moment.decisive(tender)

The time comes with the row that is locked anyway, as of when the request reached the database: whoever waits in the queue
for the lock is not late by waiting. The subject of an action comes stamped. Everything that no law hangs on asks `clock.now`.
"""

from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.errors import Refusal

M = TypeVar("M", bound=models.Model)
TOLERANCE = timedelta(seconds=5)
"""How far a process and the database may disagree."""


def stamped(rows: "models.QuerySet[M] | models.Manager[M]") -> "models.QuerySet[M]":
    """Rows that bring the database's time with them."""
    return cast("models.QuerySet[M]", rows.annotate(database_time=Now()))


def decisive(row: models.Model) -> datetime:
    """The moment by which a stamped row is judged; the travelled one inside `clock.travelled`.

    Raises Refusal when the process and the database disagree: one of the two is wrong, and which one is not known here.
    """
    from linli.kernel.actions import current_run

    if clock.is_travelled():
        return clock.now()
    database: datetime = row.database_time  # type: ignore[attr-defined]
    run, mine = current_run(), clock.now()
    apart = max(database - mine, (run.at if run else mine) - database)
    if apart > TOLERANCE:
        raise Refusal(
            _("服务器时钟与数据库时钟相差 %(seconds)d 秒，暂不办理有法定期限的事项，这次提交没有保存。")
            % {"seconds": apart.total_seconds()},
            remedy=_("请立即联系运维人员校准服务器时间，校准后再提交；临近截止的，请同时按公告的联系方式告知采购人。"),
            code="clocks_disagree",
            status=503,
        )
    return database
