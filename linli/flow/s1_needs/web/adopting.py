"""Pages that bind needs to projects: one more project for a need, one more need for a project, and a need taken out."""

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Need, NeedProject
from linli.flow.s1_needs.states import AdoptionState, NeedState
from linli.flow.s1_needs.web.forms import AdoptForm
from linli.flow.s1_needs.web.needs import seen, trail
from linli.flow.thread.models import Project
from linli.foundations.catalogue.web import chosen
from linli.kernel.actor import Actor
from linli.ui import forms
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted
from linli.ui.web.form_page import form_page


def share(*, required: bool) -> django_forms.IntegerField:
    return django_forms.IntegerField(
        label=gettext_lazy("分担比例（%）"), min_value=1, max_value=100, required=required,
        help_text=gettext_lazy("这个项目满足该需求的百分之多少；各项目合计不超过 100%。"),
    )  # fmt: skip


def reason() -> django_forms.CharField:
    return django_forms.CharField(
        label=gettext_lazy("理由"), max_length=200, widget=django_forms.Textarea(attrs={"rows": 2, "maxlength": 200})
    )


class FurtherForm(AdoptForm):
    """One more project for a need."""

    share = share(required=True)
    reason = reason()


class JoinForm(forms.Form):
    """One more need for a project."""

    need = django_forms.ModelChoiceField(
        Need.objects.none(), label=gettext_lazy("需求"), empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("本单位范围内已列入清单、或由其他项目部分办理的需求。"),
    )  # fmt: skip
    share = share(required=False)
    reason = reason()

    def __init__(self, *args: Any, project: Project, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Need.objects.filter(
            state__in=[NeedState.LISTED, NeedState.ADOPTED], place_code__startswith=actor.place_code
        )
        field: Any = self.fields["need"]
        field.queryset = found.exclude(adoptions__project=project).select_related("place").ranked()
        field.label_from_instance = lambda need: f"{need.title}（{need.place}，{need.get_state_display()}）"


class LeaveForm(forms.Form):
    reason = reason()


def project_for(request: ActorRequest, pk: int, verb: str) -> Project:
    """The project, if the actor may change its needs."""
    project = get_object_or_404(Project, pk=pk)
    require(request.actor, verb, project)
    return project


def way(project: Project) -> list[Crumb]:
    return [
        Crumb(_("购买服务项目"), reverse("thread:list")),
        Crumb(project.title, reverse("thread:tab", args=[project.pk, "goals"])),
    ]


@needs("needs.need:list")
def adopt_further(request: ActorRequest, pk: int) -> HttpResponse:
    """One more project for a need that is being met by others already."""
    need = seen(request, pk, "needs.need:adopt_further")
    form = FurtherForm(posted(request), need=need, version=need.version)
    names = ("title", "share", "reason")
    return form_page(
        request,
        form,
        lambda data: act(
            request, actions.adopt_further, need, communities=list(data["communities"]),
            **{name: data[name] for name in names},
        ),
        title=_("再立一个项目"),
        button=_("再立一个项目"),
        done=_("项目已建立，请编制方案"),
        cancel_url=need.get_absolute_url(),
        crumbs=trail(need),
        sub=[need.title, _("采购人：%(name)s") % {"name": request.actor.organisation_name}],
        template="needs/adopt.html",
        **chosen.of(need.catalogue_code, request.actor.organisation_kind),
        then=lambda project: reverse("thread:tab", args=[project.pk, "goals"]),
    )  # fmt: skip


@needs("needs.need:list")
def join(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one more need into a project that is being designed."""
    project = project_for(request, pk, "needs.need:join")
    back = reverse("thread:tab", args=[project.pk, "goals"])
    return form_page(
        request,
        JoinForm(posted(request), project=project, actor=request.actor, version=project.version),
        lambda data: act(request, actions.join, project, **{key: data[key] for key in ("need", "share", "reason")}),
        title=_("纳入需求"),
        button=_("纳入需求"),
        done=_("需求已纳入项目"),
        cancel_url=back,
        crumbs=way(project),
        sub=[project.title, project.number],
        then=back,
    )


@needs("needs.need:list")
def leave(request: ActorRequest, pk: int, need: int) -> HttpResponse:
    """Take a need out of a project that is being designed."""
    project = project_for(request, pk, "needs.need:leave")
    link = get_object_or_404(
        NeedProject.objects.select_related("need"), project=project, need_id=need, state=AdoptionState.STANDING
    )
    back = reverse("thread:tab", args=[project.pk, "goals"])
    return form_page(
        request,
        LeaveForm(posted(request), version=project.version),
        lambda data: act(request, actions.leave, project, need=link.need, reason=data["reason"]),
        title=_("移出需求"),
        button=_("移出需求"),
        done=_("需求已移出项目"),
        cancel_url=back,
        crumbs=way(project),
        sub=[link.need.title, project.title],
        then=back,
    )
