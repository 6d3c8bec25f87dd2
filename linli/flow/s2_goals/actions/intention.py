"""Publishing the procurement intention (采购意向): everybody sees the project, and the thirty days begin."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.foundations.rulebook import book
from linli.kernel import inbox, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


@action(
    "goals.intention:publish",
    gettext_lazy("公开采购意向"),
    short=pgettext_lazy("待办", "公开"),
    subject=Design,
    moves=({DesignState.APPROVED}, DesignState.PUBLISHED),
    tells=gettext_lazy("预算 %(budget)s 元，公开至 %(until)s"),
    public=True,
)
def publish_intention(design: Design, *, actor: Actor) -> Design:
    """Make the project public; a tender notice may follow when the intention has stood for its days (财库〔2020〕10号).

    The moment and the task to draft the tender are the project's: `tenders.tender:publish` and `tenders.tender:draft`.
    """
    now = moment.decisive(design)
    design.intention_at = now
    design.intention_until = book.due("intention.days", now)
    project = spine.move(design.project_id, State.INTENTION, public_since=now)
    clause = book.citation("intention.days")
    inbox.open_moment(
        project,
        "tenders.tender:publish",
        title=_("采购意向公开满期，可以发布采购公告：%(project)s") % {"project": project.title},
        due_at=design.intention_until,
        due_basis=_("意向公开 %(period)s") % {"period": book.words("intention.days")},
        organisation_id=project.purchaser_id,
        role="clerk",
        clause=clause,
        step=2,
    )
    inbox.open_task(
        project,
        "tenders.tender:draft",
        title=_("编制采购文件：%(project)s") % {"project": project.title},
        context=_("意向公开期间可以先编制"),
        organisation_id=project.purchaser_id,
        role="clerk",
        step=3,
    )
    record(budget=design.budget, until=design.intention_until)
    return design
