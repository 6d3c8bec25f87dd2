"""A document as the answer to a GET: rendered on demand, written nowhere."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header

from linli.ui.documents import pdf
from linli.ui.documents.paper import Paper


def _word(text: str) -> bytes:
    """The Word file; its library is loaded at the first one."""
    from linli.ui.documents import word

    return word.write(text)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "pdf": ("application/pdf", pdf.write),
    "docx": (WORD, _word),
}


def html(template: str, paper: Paper, context: Mapping[str, Any]) -> str:
    """The document as HTML, in Chinese."""
    with translation.override("zh-hans"):
        return render_to_string(template, {**context, "paper": paper, "demo": getattr(settings, "DEMO", False)})


def answer(form: str, template: str, paper: Paper, context: Mapping[str, Any]) -> HttpResponse:
    """The document as `pdf` (shown) or `docx` (downloaded); Http404 for any other form. Raises Refusal where the
    machine lacks what PDF needs."""
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    made = HttpResponse(write(html(template, paper, context)), content_type=kind)
    name = content_disposition_header(form != "pdf", f"{paper.file_name}.{form}")
    made["Content-Disposition"] = name or "inline"
    return made
