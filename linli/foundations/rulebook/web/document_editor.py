"""Writing a text: the whole document as one form of clauses, or read from a pasted text or a file.

Adding, moving and deleting clauses are buttons that show the form again, renumbered; nothing is saved before 保存.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import actions, docx, parsing
from linli.foundations.rulebook.documents.actions.drafting import rows_of
from linli.foundations.rulebook.documents.parsing import LONGEST, MOST
from linli.foundations.rulebook.documents.states import ClauseKind, Style
from linli.foundations.rulebook.documents.tree import Numbered, Row, number
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web.document_forms import ImportForm, NewForm, TextForm
from linli.kernel.errors import Refusal
from linli.ui.parts import Crumb, Problem
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, show_refusal, submit
from linli.ui.web.form_page import form_page


def draft_or_404(request: ActorRequest, key: str) -> RuleVersion:
    """The document's version that is being written, if the actor writes it."""
    rows = RuleVersion.objects.open().select_related("document")
    version = get_object_or_404(rows, document__key=key)
    require(request.actor, "rulebook.version:edit", version)
    return version


def _frame(version: RuleVersion, title: str) -> dict[str, Any]:
    back = reverse("rulebook:doc", args=[version.document.key])
    return {
        "head": {"title": title, "sub": [version.title]},
        "crumbs": [Crumb(_("文件"), reverse("rulebook:doc-list")), Crumb(version.document.short, back), Crumb(title)],
        "cancel_url": back,
        "version": version,
    }


@needs("rulebook.document:prepare")
def new(request: ActorRequest) -> HttpResponse:
    """Begin a document; its text is written on the next page."""
    form = NewForm(posted(request), actor=request.actor)

    def draft(data: dict[str, Any]) -> RuleVersion:
        names = ("key", "title", "short", "short_en", "level", "role", "issuer", "note")
        made: RuleVersion = act(request, actions.draft, place=form.place, **{name: data[name] for name in names})
        return made

    return form_page(
        request,
        form,
        draft,
        title=_("起草文件"),
        sub=[request.actor.organisation_name],
        button=_("建立文件"),
        done=_("文件已建立"),
        then=lambda version: reverse("rulebook:doc-import", args=[version.document.key]),
        cancel_url=reverse("rulebook:doc-list"),
        crumbs=[Crumb(_("文件"), reverse("rulebook:doc-list"))],
        template="rulebook/document_verb.html",
    )


@dataclass(slots=True)
class Sheet:
    """The clauses in the form: read from it, changed by its buttons, shown again."""

    rows: list[Row]

    @classmethod
    def of(cls, data: QueryDict) -> "Sheet":
        """The clauses as they were sent, in their order."""
        rows = []
        for place in range(min(_count(data.get("rows", "")), MOST + 1)):
            kind = data.get(f"k-{place}", "")
            if kind in ClauseKind.values:
                rows.append(
                    Row(kind, data.get(f"t-{place}", "").replace("\r\n", "\n"), data.get(f"x-{place}", "")[:60])
                )
        return cls(rows)

    def press(self, button: str) -> None:
        """`up-3`, `down-3`, `delete-3`, `add-3` (behind the third), `add-end`; anything else only counts anew."""
        verb, _dash, where = button.partition("-")
        place = len(self.rows) - 1 if where == "end" else _count(where)
        if verb == "add" and len(self.rows) < MOST:
            kind = self.rows[place].kind if 0 <= place < len(self.rows) else ClauseKind.ARTICLE
            self.rows.insert(place + 1, Row(kind, ""))
        elif verb == "delete" and 0 <= place < len(self.rows):
            del self.rows[place]
        elif verb in ("up", "down"):
            other = place + (1 if verb == "down" else -1)
            if min(place, other) >= 0 and max(place, other) < len(self.rows):
                self.rows[place], self.rows[other] = self.rows[other], self.rows[place]

    def shown(self, style: str) -> list[Numbered]:
        return number(self.rows, style if style in Style.values else Style.ARTICLES)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


@needs("rulebook.document:prepare")
def edit(request: ActorRequest, key: str) -> HttpResponse:
    """The text as one form."""
    version = draft_or_404(request, key)
    if request.method == "POST":
        sheet, form = Sheet.of(request.POST), TextForm(request.POST)
        if request.POST.get("do", "") == "save":
            gone = submit(
                request,
                form,
                lambda data: _save(request, version, data, sheet.rows),
                done=_("条款已保存"),
                then=reverse("rulebook:doc", args=[key]),
            )
            if gone is not None:
                return gone
        else:
            sheet.press(request.POST.get("do", ""))
            form = _again(form)
    else:
        sheet = Sheet(rows_of(version) or [Row(ClauseKind.ARTICLE, "")])
        initial = {"title": version.title, "style": version.style, "note": version.note}
        form = TextForm(initial=initial, version=version.version)
    style = str(form["style"].value() or version.style)
    context = {
        **_frame(version, _("编辑条款")),
        "form": form,
        "clauses": sheet.shown(style),
        "kinds": ClauseKind.choices,
        "longest": LONGEST,
        "moved": request.POST.get("do", ""),
    }
    return render(request, "rulebook/document_edit.html", context)


def _again(form: TextForm) -> TextForm:
    """The head of the form as it was typed, without complaints: a button that changes the list submits nothing."""
    typed = {name: form.data.get(name, "") for name in ("title", "style", "note")}
    made = TextForm(initial=typed)
    made.fields["version"].initial = form.data.get("version", "")
    made.fields["idempotency_key"].initial = form.data.get("idempotency_key", "")
    return made


def _save(request: ActorRequest, version: RuleVersion, data: dict[str, Any], rows: list[Row]) -> RuleVersion:
    made: RuleVersion = act(
        request, actions.edit, version, title=data["title"], style=data["style"], note=data["note"], rows=rows
    )
    return made


@needs("rulebook.document:prepare")
def import_text(request: ActorRequest, key: str) -> HttpResponse:
    """Read a text, show what was understood and what was not, and save it once nothing is wrong."""
    version = draft_or_404(request, key)
    text = request.POST.get("text", "")
    problems: list[Problem] = []
    initial = {"title": version.title, "text": _present(version)}
    form = ImportForm(posted(request), request.FILES or None, version=version.version, initial=initial)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["file"]:
        try:
            text = _read(form.cleaned_data["file"])
        except Refusal as refusal:
            show_refusal(form, refusal)
    found = parsing.parse(text) if request.method == "POST" and form.is_valid() else None
    if found is not None:
        problems = [Problem(str(mistake), href="#id_text") for mistake in found.mistakes]
        if not problems and request.POST.get("do") == "save" and not form.cleaned_data["file"]:
            return _keep(request, version, form, found)
        form = _shown_again(form, text, found)
    context = {
        **_frame(version, _("导入正文")),
        "form": form,
        "problems": problems or form.problems,
        "found": found,
        "clauses": number(found.rows, found.style) if found else [],
        "can_save": found is not None and not problems,
        "replaces": version.clauses.exists(),
    }
    return render(request, "rulebook/document_import.html", context)


def _present(version: RuleVersion) -> str:
    """The text as it stands, to be corrected where it was typed; empty for a new document."""
    rows = [(one.label, one.text) for one in version.clauses.all()]
    return parsing.as_text(version.title, rows) if rows else ""


def _read(upload: Any) -> str:
    limit = book.value("files.max_mb")
    if upload.size > limit * 2**20:
        raise Refusal(_("文件超过 %(limit)s MB。") % {"limit": limit}, remedy=_("请只保留文件正文。"), field="file")
    return docx.text_of(upload.name or "", upload.read())


def _shown_again(form: ImportForm, text: str, found: parsing.Parsed) -> ImportForm:
    """The form with the text that was read, ready to be corrected or saved."""
    title = form.cleaned_data["title"] or found.title
    made = ImportForm(initial={"title": title, "text": text})
    made.fields["version"].initial = form.data.get("version", "")
    return made


def _keep(request: ActorRequest, version: RuleVersion, form: ImportForm, found: parsing.Parsed) -> HttpResponse:
    title = form.cleaned_data["title"] or found.title or version.title
    back = reverse("rulebook:doc", args=[version.document.key])
    try:
        act(request, actions.edit, version, title=title, style=found.style, rows=found.rows, note=version.note)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message}{refusal.remedy}")
    else:
        messages.success(request, _("正文已导入"))
    return redirect(back)
