"""Pages of one form for one verb on a voice, and merging what was chosen in the list."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.web.voice_forms import GatherForm, ReasonForm, TransferForm
from linli.flow.s1_needs.web.voice_shown import facts
from linli.flow.s1_needs.web.voices import heard, trail
from linli.foundations.rulebook import book
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.forms import Form
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, press
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage


class VoicePage(VerbPage):
    """A verb on one voice, with its facts beside the form."""

    model = Voice
    form_class: ClassVar[type[Form]] = ReasonForm

    def queryset(self) -> QuerySet[Any]:
        return Voice.objects.select_related("place", "organisation", "need", "merged_into", "transferred_from")

    def crumbs(self, record: Voice) -> Sequence[parts.Crumb]:
        return trail(parts.Crumb(record.number, record.get_absolute_url()))

    def facts(self, record: Voice) -> list[parts.Fact]:
        return facts(record)


class Extend(VoicePage):
    verb, done = actions.extend, gettext_lazy("答复期限已延长")

    def sub(self, record: Voice) -> Sequence[str]:
        return [str(record), _("只能延长一次，延长 %s") % book.words("voice.extension_days")]

    def clauses(self, record: Voice) -> list[parts.Clause]:
        found = chip(book.citation("voice.extension_days"))
        return [found] if found else []


class Transfer(VoicePage):
    verb, form_class, done = actions.transfer, TransferForm, gettext_lazy("诉求已转办")
    hint = gettext_lazy("期限不变。对方看到的内容已遮盖号码，联系方式不随转办提供（个人信息保护法 第二十三条）。")

    def arguments(self, record: Voice) -> dict[str, Any]:
        return {"voice": record}

    def then(self, answer: Voice) -> str:
        may = self.request.actor.may("needs.voice:view", answer)
        return answer.get_absolute_url() if may else reverse("needs:voice_list")


class Unmerge(VoicePage):
    verb, done = actions.unmerge, gettext_lazy("合并已取消")
    hint = gettext_lazy("取消后由本单位单独答复，期限仍按收到时间计算。")


@needs("needs.need:enter")
def gather(request: ActorRequest) -> HttpResponse:
    """Merge the voices that were ticked in the list: which of them stays is chosen here."""
    chosen = request.POST.getlist("voices") or request.GET.getlist("chosen")
    first = {"into": chosen[0]} if chosen else {}
    form = GatherForm(request.POST or None, actor=request.actor, chosen=chosen, initial=first)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.gather, data["into"], voices=list(data["voices"])),
        title=_("合并所选诉求"),
        button=_("合并诉求"),
        done=_("诉求已合并"),
        cancel_url=reverse("needs:voice_list"),
        crumbs=trail(),
        sub=[_("已选 %d 件") % len(form.chosen)],
        template="needs/gather.html",
    )


@needs("needs.voice:list")
@require_POST
def gather_into(request: ActorRequest, pk: int) -> HttpResponse:
    """Merge those of the voices shown as alike that were ticked into this one."""
    voice = heard(request, pk)
    keys = [key for key in request.POST.getlist("voices") if key.isascii() and key.isdigit() and len(key) < 19]
    voices = list(Voice.objects.visible_to(request.actor).filter(pk__in=keys).defer("search"))
    return press(request, actions.gather, voice, voices=voices, done=_("诉求已合并"), then=voice.get_absolute_url())
