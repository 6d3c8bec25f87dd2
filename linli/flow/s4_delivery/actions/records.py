"""Service records: added by the provider's people, corrected by a record that supersedes the wrong one."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.evidence import Upload, attach
from linli.flow.s4_delivery.guards import expect, lock_project, not_future, required
from linli.flow.s4_delivery.models import ServiceRecord
from linli.flow.s4_delivery.states import RecordState
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "delivery.record:add",
    gettext_lazy("登记服务记录"),
    scope="project",
    tells=gettext_lazy("%(served_on)s %(activity)s，%(participants)s 人次，%(minutes)s 分钟"),
)
def add(
    *,
    actor: Actor,
    project: Project,
    served_on: date,
    activity: str,
    place: str,
    minutes: int,
    participants: int,
    staff: str,
    note: str = "",
    evidence: Sequence[Upload] = (),
) -> ServiceRecord:
    """Record one activity within the service period, with photographs or sheets as evidence. Those served are counted,
    never named."""
    project = lock_project(project.pk)
    expect(project, (State.DELIVERING,), _("登记服务记录"))
    made = _write(project, served_on, activity, place, minutes, participants, staff, note)
    attach(made, evidence, actor=actor, label=_("服务记录"))
    return made


@action(
    "delivery.record:correct",
    gettext_lazy("更正服务记录"),
    subject=ServiceRecord,
    moves=({RecordState.VALID}, RecordState.SUPERSEDED),
    tells=gettext_lazy("原记录 %(before)s 人次，更正为 %(participants)s 人次；理由：%(note)s"),
)
def correct(
    old: ServiceRecord,
    *,
    actor: Actor,
    served_on: date,
    activity: str,
    place: str,
    minutes: int,
    participants: int,
    staff: str,
    note: str,
) -> ServiceRecord:
    """Replace a wrong record by a new one with the reason in `note`; the old one stays readable. Answers with the new."""
    expect(old.project, (State.DELIVERING,), _("更正服务记录"))
    reason = required(note, "note", _("更正理由"))
    made = _write(old.project, served_on, activity, place, minutes, participants, staff, reason, supersedes=old)
    record(before=old.participants, note=reason)
    return made


def _write(
    project: Project,
    served_on: date,
    activity: str,
    place: str,
    minutes: int,
    participants: int,
    staff: str,
    note: str,
    *,
    supersedes: ServiceRecord | None = None,
) -> ServiceRecord:
    not_future(served_on, "served_on", _("服务日期"))
    delivery = project.delivery
    if not delivery.service_from <= served_on <= delivery.service_to:
        raise Refusal(
            _("服务日期 %(day)s 不在服务期内。") % {"day": served_on.isoformat()},
            remedy=_("服务期为 %(start)s 至 %(end)s。")
            % {"start": delivery.service_from.isoformat(), "end": delivery.service_to.isoformat()},
            field="served_on",
        )
    record(served_on=served_on, activity=activity.strip(), participants=participants, minutes=minutes)
    return ServiceRecord.objects.create(
        project=project,
        served_on=served_on,
        activity=required(activity, "activity", _("服务内容"), least=2),
        place=required(place, "place", _("服务地点"), least=2),
        minutes=minutes,
        participants=participants,
        staff=required(staff, "staff", _("服务人员"), least=2),
        note=note.strip(),
        supersedes=supersedes,
    )
