"""Publishing the procurement intention (采购意向): everybody sees the project, and the thirty days begin."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import editions
from linli.flow.s2_goals.reviews.editions import Told
from linli.flow.s2_goals.reviews.states import EditionKind
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
def publish_intention(
    design: Design, *, actor: Actor, overview: str = "", expected: date | None = None, note: str = ""
) -> Design:
    """Make the project public; a tender notice may follow when the intention has stood for its days (财库〔2020〕10号).

    What is not said (overview of what is wanted, month of the purchase) is taken from the design.

    The moment and the task to draft the tender are the project's: `tenders.tender:publish` and `tenders.tender:draft`.
    """
    now = moment.decisive(design)
    design.intention_at = now
    design.intention_until = book.due("intention.days", now)
    project = spine.move(design.project_id, State.INTENTION, public_since=design.project.public_since or now)
    made = editions.publish(
        design, Told(overview, expected, note), now=now, counted_from=now, until=design.intention_until,
        kind=EditionKind.FIRST,
    )  # fmt: skip
    basis = _("意向公开 %(period)s") % {"period": book.words("intention.days")}
    editions.count_down(project, design.intention_until, basis=basis, clause=book.citation("intention.days"))
    inbox.open_task(
        project,
        "tenders.tender:draft",
        title=_("编制采购文件：%(project)s") % {"project": project.title},
        context=_("意向公开期间可以先编制"),
        organisation_id=project.purchaser_id,
        role="clerk",
        step=3,
    )
    record(budget=design.budget, until=design.intention_until, edition=made.edition)
    return design
