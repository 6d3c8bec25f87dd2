"""What every verb of steps 4, 5 and 6 asks of the project and of what was typed."""

from datetime import date

from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel import clock
from linli.kernel.errors import Refusal, WrongState

UNDER_WAY = (State.DELIVERING, State.DELIVERED, State.EVALUATING, State.RECTIFYING, State.FOLLOWING)
"""While the provider still owes something: service, mending, or the last report."""
PAYABLE = (*UNDER_WAY, State.CLOSED)
GRADED = (State.FOLLOWING, State.CLOSED)
"""The evaluation's result is published and its orders are fulfilled: the final payment is open."""


def expect(project: Project, states: tuple[State, ...], verb: str) -> None:
    """Refuse a verb unless the project is in one of these states."""
    if project.state not in states:
        raise WrongState(
            _("项目“%(project)s”现在是“%(state)s”，不能%(verb)s。")
            % {"project": project, "state": project.get_state_display(), "verb": verb},
            remedy=_("请在“一事一链”查看项目进展。"),
        )


def lock_project(project_id: int) -> Project:
    """The project's row, locked until the transaction ends. Locked last: after milestone and payment."""
    return Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project_id)


def required(text: str, field: str, what: str, *, least: int = 4) -> str:
    """The text without blanks at its ends; refused when shorter than `least` characters."""
    clean = text.strip()
    if len(clean) < least:
        words = _("没有写明%(what)s。") if not clean else _("%(what)s太短，只有 %(length)d 个字。")
        raise Refusal(
            words % {"what": what, "length": len(clean)},
            remedy=_("请填写%(what)s，至少 %(least)d 个字。") % {"what": what, "least": least},
            field=field,
        )
    return clean


def not_future(day: date, field: str, what: str) -> None:
    """Refuse a day that has not come yet."""
    if day > clock.today():
        raise Refusal(
            _("%(what)s %(day)s 还没有到。") % {"what": what, "day": day.isoformat()},
            remedy=_("%(what)s最晚可填今天（%(today)s）。") % {"what": what, "today": clock.today().isoformat()},
            field=field,
        )
