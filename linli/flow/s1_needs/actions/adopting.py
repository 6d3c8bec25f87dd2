"""From a need to its projects: adopt it, once or into several; join several into one while it is being designed; let it
go again when a project ends early, and note that it was met when all that stand are closed.

Locks are taken in one order: the project, then its needs; a new project is locked by nobody else.
"""

from collections.abc import Iterable

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need, NeedProject
from linli.flow.s1_needs.states import AdoptionState, NeedState
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

BEING_DESIGNED: set[str] = {State.ADOPTED, State.DESIGNING, State.RETURNED}
"""While a project stands here its needs may change: its design is a draft, or not begun."""
WHOLE = 100


@action(
    "needs.need:adopt",
    gettext_lazy("确认立项"),
    subject=Need,
    moves=({NeedState.LISTED}, NeedState.ADOPTED),
    tells=gettext_lazy("需求“%(need)s”由%(purchaser)s办理，项目编号 %(number)s"),
    public=True,
)
def adopt(need: Need, *, actor: Actor, title: str = "", communities: Iterable[Place] = ()) -> Project:
    """Make a listed need into a purchase project of the actor's organisation; returns the project, open in step 1.

    `title` is the project's name, by default the need's; `communities` those served, by default the need's own place.
    """
    return _opened(need, actor, title, communities)


@action(
    "needs.need:adopt_further",
    gettext_lazy("再立一个项目"),
    subject=Need,
    moves=({NeedState.ADOPTED}, None),
    tells=gettext_lazy("需求“%(need)s”的 %(share)s%% 另由%(purchaser)s办理，项目编号 %(number)s"),
    public=True,
)
def adopt_further(
    need: Need, *, actor: Actor, share: int, reason: str, title: str = "", communities: Iterable[Place] = ()
) -> Project:
    """Open one more project for a need that one project does not meet; `share` percent of it is this one's."""
    _explained(reason)
    _room(need, share)
    record(share=share, reason=reason.strip())
    return _opened(need, actor, title, communities, share=share, reason=reason.strip())


def _opened(
    need: Need, actor: Actor, title: str, communities: Iterable[Place], share: int | None = None, reason: str = ""
) -> Project:
    assert actor.organisation_id is not None
    purchaser = Organisation.objects.select_related("place").get(pk=actor.organisation_id)
    served = list(communities) or list(Place.objects.within(need.place_code).communities())
    project = spine.open_project(
        title=title.strip() or need.title,
        purchaser=purchaser,
        place=need.place,
        communities=served,
        beneficiaries=need.beneficiaries,
    )
    NeedProject.objects.create(need=need, project=project, share=share, reason=reason)
    need.tell_on(project.pk)
    inbox.open_task(
        project,
        "goals.design:draft",
        title=_("编制项目方案：%(project)s") % {"project": project.title},
        context=_("优先指数 %(priority)s，受益 %(people)d 人")
        % {"priority": need.priority, "people": need.beneficiaries},
        organisation_id=purchaser.pk,
        role="clerk",
        step=2,
    )
    record(need=need.title, purchaser=purchaser.name, number=project.number)
    return project


@action(
    "needs.need:join",
    gettext_lazy("纳入需求"),
    subject=Project,
    moves=(BEING_DESIGNED, None),
    tells=gettext_lazy("需求“%(need)s”一并办理，理由：%(reason)s"),
)
def join(project: Project, *, actor: Actor, need: Need, reason: str, share: int | None = None) -> Project:
    """Take one more need into a project that is being designed; `share` percent of the need, by default all of it."""
    _explained(reason)
    if not actor.covers(need.place_code):
        raise Refusal(_("需求“%s”不在本单位的范围内。") % need, remedy=_("请选择本单位范围内的需求。"), field="need")
    attach(need, actor=Actor.system(), project=project, share=share, reason=reason.strip())
    record(need=need.title, reason=reason.strip())
    return project


@action(
    "needs.need:leave",
    gettext_lazy("移出需求"),
    subject=Project,
    moves=(BEING_DESIGNED, None),
    tells=gettext_lazy("需求“%(need)s”不再由本项目办理，理由：%(reason)s"),
)
def leave(project: Project, *, actor: Actor, need: Need, reason: str) -> Project:
    """Take a need out of a project that is being designed. One stays: a project without a need is stopped instead."""
    _explained(reason)
    if project.adoptions.filter(state=AdoptionState.STANDING).exclude(need=need).count() == 0:
        raise Refusal(
            _("“%s”是项目唯一的需求，不能移出。") % need,
            remedy=_("请先纳入其他需求；不再购买的，请终止项目。"),
            field="need",
        )
    release(need, actor=Actor.system(), project=project)
    NeedProject.objects.filter(need=need, project=project).delete()
    record(need=need.title, reason=reason.strip())
    return project


@action(
    "needs.need:attach",
    gettext_lazy("并入项目办理"),
    subject=Need,
    moves=({NeedState.LISTED, NeedState.ADOPTED}, NeedState.ADOPTED),
    tells=gettext_lazy("并入项目 %(number)s 办理"),
    public=True,
)
def attach(need: Need, *, actor: Actor, project: Project, share: int | None, reason: str) -> Need:
    """The need's side of joining, under its own lock, so that its shares never exceed the whole."""
    if need.adoptions.filter(project=project).exists():
        raise Refusal(_("需求“%s”已在本项目中。") % need, remedy=_("请选择其他需求。"), field="need")
    if need.state == NeedState.ADOPTED:
        _room(need, share)
    NeedProject.objects.create(need=need, project=project, share=share, reason=reason)
    need.tell_on(project.pk)
    record(number=project.number)
    return need


@action(
    "needs.need:release",
    gettext_lazy("退回需求清单"),
    subject=Need,
    moves=({NeedState.ADOPTED}, None),
    tells=gettext_lazy("项目 %(number)s 不再办理，需求现为“%(now)s”"),
)
def release(need: Need, *, actor: Actor, project: Project) -> Need:
    """A project was refused or stopped, or gave the need up: it is listed again, unless others of its projects stand."""
    return _settled(need, project, AdoptionState.RELEASED)


@action(
    "needs.need:meet",
    gettext_lazy("满足需求"),
    subject=Need,
    moves=({NeedState.ADOPTED}, None),
    tells=gettext_lazy("项目 %(number)s 已办结，需求现为“%(now)s”"),
)
def meet(need: Need, *, actor: Actor, project: Project) -> Need:
    """A project was followed up and closed: the need is met when none of its projects is still under way."""
    return _settled(need, project, AdoptionState.DONE)


def _settled(need: Need, project: Project, state: AdoptionState) -> Need:
    """End the need's standing with a project, and let its own state follow from what is left."""
    need.adoptions.filter(project=project, state=AdoptionState.STANDING).update(state=state)
    left = set(need.adoptions.values_list("state", flat=True))
    if AdoptionState.STANDING in left:
        need.state = NeedState.ADOPTED
    else:
        need.state = NeedState.MET if AdoptionState.DONE in left else NeedState.LISTED
    need.tell_on(project.pk)
    record(number=project.number, now=str(NeedState(need.state).label))
    return need


def _explained(reason: str) -> None:
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")


def _room(need: Need, share: int | None) -> None:
    """What the standing projects have said of their shares leaves room for this one. One that said nothing leaves any."""
    taken = need.adoptions.exclude(state=AdoptionState.RELEASED).aggregate(total=Sum("share"))["total"] or 0
    if share is None or not 1 <= share <= WHOLE - taken:
        raise Refusal(
            _("需求“%(need)s”已由其他项目分担 %(taken)d%%，本项目可以分担 1%% 至 %(left)d%%。")
            % {"need": need, "taken": taken, "left": WHOLE - taken},
            remedy=_("请填写不超过这一比例的整数。"),
            field="share",
        )


@hooks.on("project.stopped")
def release_needs(*, project: Project, actor: Actor) -> None:
    """A project that ends early gives its needs up."""
    for link in _standing(project):
        release(link.need, actor=Actor.system(), project=project)


@hooks.on("project.closed")
def meet_needs(*, project: Project, actor: Actor) -> None:
    """A project that was followed up to its end has met its part of its needs."""
    for link in _standing(project):
        meet(link.need, actor=Actor.system(), project=project)


def _standing(project: Project) -> list[NeedProject]:
    return list(project.adoptions.filter(state=AdoptionState.STANDING).select_related("need").order_by("need_id"))
