"""Forms of documents. What is allowed is said by the verbs; the forms only read what was typed."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.places.models import Place
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.states import UPPER, DocumentRole, Level, Style, Verdict
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.file_types import ACCEPT
from linli.ui import forms


def day(label: Any, hint: Any = "", **more: Any) -> django_forms.DateField:
    """A day."""
    return django_forms.DateField(
        label=label, help_text=hint, widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def area(label: Any, most: int = 1000, rows: int = 3, hint: Any = "", **more: Any) -> django_forms.CharField:
    """A text of several lines."""
    widget = django_forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return django_forms.CharField(label=label, max_length=most, help_text=hint, widget=widget, **more)


class NewForm(forms.Form):
    """What a document is called and where it stands, before it has a text."""

    title = django_forms.CharField(
        label=gettext_lazy("标题"), max_length=120, help_text=gettext_lazy("试行文件在标题末尾写“（试行）”。")
    )
    short = django_forms.CharField(
        label=gettext_lazy("简称"), max_length=40, help_text=gettext_lazy("引用条款时使用。")
    )
    short_en = django_forms.CharField(label=gettext_lazy("英文简称"), max_length=80, required=False)
    key = django_forms.CharField(
        label=gettext_lazy("地址"),
        max_length=60,
        help_text=gettext_lazy("公开页网址的一部分，小写字母、数字和短横线，以后不能更改，例如 service-standards。"),
    )
    level = django_forms.ChoiceField(label=gettext_lazy("层级"))
    role = django_forms.ChoiceField(label=gettext_lazy("体系位置"), choices=DocumentRole.choices, required=False)
    issuer = django_forms.CharField(
        label=gettext_lazy("发布单位"), max_length=120, required=False, help_text=gettext_lazy("不填则为本单位。")
    )
    note = area(gettext_lazy("制定说明"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = Place.objects.filter(code=actor.place_code).first()
        own = Level.DISTRICT if actor.organisation_kind == "civil_affairs" else Level.STREET
        upper = list(UPPER) if own == Level.DISTRICT else []
        self.fields["level"].choices = [(one, one.label) for one in (own, *upper)]  # type: ignore[attr-defined]
        self.fields["role"].initial = "" if own == Level.STREET else "N"


class TextForm(forms.Form):
    """The head of a text in the editor; its clauses are read beside it."""

    title = django_forms.CharField(label=gettext_lazy("标题"), max_length=120)
    style = django_forms.ChoiceField(label=gettext_lazy("条款编排"), choices=Style.choices)
    note = area(gettext_lazy("制定或修订说明"), required=False)


class ImportForm(forms.Form):
    """A text to be read: pasted, or from a file."""

    title = django_forms.CharField(
        label=gettext_lazy("标题"), max_length=120, required=False, help_text=gettext_lazy("不填则取正文第一行。")
    )
    file = django_forms.FileField(
        label=gettext_lazy("上传文件"),
        required=False,
        help_text=gettext_lazy(".docx 或 .txt；上传后以文件内容代替下面的正文。"),
        widget=django_forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )
    text = django_forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        max_length=200_000,
        help_text=gettext_lazy("每个条款一行，按原文编号：第一章、第一条、一、（一）1.。"),
        widget=django_forms.Textarea(attrs={"rows": 18}),
    )


class ConsultForm(forms.Form):
    """Until when comments are taken."""

    until = day(gettext_lazy("征求意见截止日"))


class IssueForm(forms.Form):
    """Number and dates."""

    number = django_forms.CharField(
        label=gettext_lazy("文号"), max_length=60, help_text=gettext_lazy("例如 示例民发〔2026〕3号。")
    )
    issued_on = day(gettext_lazy("发布日期"), initial=clock.today)
    effective_on = day(gettext_lazy("施行日期"), initial=clock.today)
    expires_on = day(gettext_lazy("试行期满日"), gettext_lazy("试行的最后一天；正式文件不填。"), required=False)


class ReviseForm(forms.Form):
    """Why a new version is begun."""

    note = area(gettext_lazy("修订理由"), hint=gettext_lazy("为什么修订、改哪些内容。"))


class WithdrawForm(forms.Form):
    """Why a draft is given up."""

    reason = area(gettext_lazy("撤回理由"), 300)


class ExtendForm(forms.Form):
    """How long a trial goes on, and why."""

    until = day(gettext_lazy("延长至"))
    reason = area(gettext_lazy("理由"), 300, hint=gettext_lazy("写明试行评估情况，会公开。"))


class RepealForm(forms.Form):
    """From when a document no longer applies, why, and what takes its place."""

    on = day(gettext_lazy("废止日期"), gettext_lazy("自这一天起不再适用。"), initial=clock.today)
    reason = area(gettext_lazy("废止理由"), 300, hint=gettext_lazy("会公开。"))
    successor = django_forms.ChoiceField(label=gettext_lazy("替代文件"), required=False)

    def __init__(self, *args: Any, version: RuleVersion, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "version": version.version})
        found = [(held.key, held.title) for held in shelf.documents() if held.key != version.document.key]
        self.fields["successor"].choices = [("", _("没有替代文件")), *found]  # type: ignore[attr-defined]


class AttachForm(forms.Form):
    """A file that hangs on the text."""

    upload = django_forms.FileField(label=gettext_lazy("文件"), widget=django_forms.FileInput(attrs={"accept": ACCEPT}))
    label = django_forms.CharField(label=gettext_lazy("名称"), max_length=60, required=False)


class AnswerForm(forms.Form):
    """How a comment is taken, and why."""

    verdict = django_forms.ChoiceField(
        label=gettext_lazy("处理结果"), choices=Verdict.choices, widget=django_forms.RadioSelect
    )
    answer = area(gettext_lazy("理由"), hint=gettext_lazy("会公开。"))


class SetAsideForm(forms.Form):
    """Why a comment is not shown."""

    reason = area(gettext_lazy("不予公开的理由"), 300, 2)
