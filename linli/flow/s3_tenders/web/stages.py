"""The strips of five stages, and the dark countdown beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.flow.s3_tenders.models import Contract, Tender
from linli.flow.s3_tenders.states import ENDED, TenderState
from linli.kernel import clock
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind
from linli.ui import formats, parts
from linli.ui.due import due_of

CURRENT = {
    TenderState.DRAFT: 1,
    TenderState.PUBLISHED: 2,
    TenderState.OPENED: 3,
    TenderState.REVIEWING: 3,
    TenderState.RANKED: 4,
    TenderState.CONFIRMED: 4,
    TenderState.ANNOUNCED: 4,
    TenderState.AWARDED: 5,
}


HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timer:
    """The dark card: what runs out (`title`), what is left (`value`), until when (`note`). `iso` lets it tick, in the last hour by
    `seconds`."""

    title: str
    value: str
    note: str = ""
    iso: str = ""
    seconds: bool = False


def of_tender(tender: Tender, contract: Contract | None) -> list[parts.Step]:
    """Notice, opening, review, result, contract."""
    times = (
        (_("发布公告"), tender.published_at),
        (_("开标"), tender.opened_at),
        (_("评审"), tender.ranked_at),
        (_("结果公示"), tender.publicity_until if tender.state == TenderState.AWARDED else None),
        (_("签订合同"), contract.signed_at if contract else None),
    )
    current = CURRENT.get(TenderState(tender.state), 0)
    return [
        parts.Step(n, name, _state(n, current, at, tender), [_line(n, current, at)])
        for n, (name, at) in enumerate(times, start=1)
    ]


def of_opening(tender: Tender) -> list[parts.Step]:
    """Deadline, witness, unsealing, record, end."""
    due, now = tender.bids_due, clock.now()
    passed = due if due is not None and now >= due else None
    times = (
        (_("投标截止"), passed),
        (_("见证到场"), tender.witnessed_at),
        (_("启封唱标"), tender.opened_at),
        (_("公布记录"), tender.opened_at),
        (_("废标") if tender.state == TenderState.FAILED else _("开标结束"), tender.opened_at),
    )
    current = next((n for n, (_name, at) in enumerate(times, start=1) if at is None), 0)
    return [
        parts.Step(
            n,
            name,
            _state(n, current, at, tender),
            [f"{timezone.localtime(at):%H:%M:%S}" if at else _line(n, current, at)],
        )
        for n, (name, at) in enumerate(times, start=1)
    ]


def _state(n: int, current: int, at: datetime | None, tender: Tender) -> str:
    if at is not None:
        return "done"
    return "current" if n == current and tender.state not in ENDED else "todo"


def _line(n: int, current: int, at: datetime | None) -> Any:
    if at is not None:
        return formats.moment(at)
    return _("进行中") if n == current else _("待完成")


def timer(tender: Tender, tasks: list[Task]) -> Timer | None:
    """Before the deadline the time to it; after it the nearest duty that has one."""
    due, now = tender.bids_due, clock.now()
    if tender.state == TenderState.PUBLISHED and due is not None:
        note = _("%(moment)s 截止，以服务器时间为准") % {
            "moment": f"{formats.day_full(due)} {timezone.localtime(due):%H:%M:%S}"
        }
        if now < due:
            return Timer(_("距投标截止和开标"), left(due - now), note, due.isoformat(), due - now < HOUR)
        return Timer(_("投标已经截止"), _("可以开标"), note)
    if tender.state in ENDED:
        return Timer(_("本次采购"), tender.get_state_display(), tender.end_reason)
    task = next((one for one in tasks if one.kind == TaskKind.DUTY and one.due_at is not None), None)
    if task is None or task.due_at is None:
        return None
    words = due_of(task.due_at)
    return Timer(task.title, words.text, _("%(day)s 前，%(basis)s") % {
        "day": date_format(timezone.localtime(task.due_at), "DATE_FORMAT"), "basis": task.due_basis
    })  # fmt: skip


def left(rest: timedelta) -> str:
    """Days and hours, or hours and minutes within the last day."""
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    if hours >= 24:
        return _("%(d)s 天 %(h)s 小时") % {"d": hours // 24, "h": hours % 24}
    return _("%(h)s 小时 %(m)s 分") % {"h": hours, "m": minutes}
