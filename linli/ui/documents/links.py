"""The way to a document: its name with a PDF and a Word file, for `<c-papers :papers="papers" />`."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from linli.kernel import journal
from linli.kernel.errors import Text
from linli.kernel.models import Subject
from linli.ui.documents.paper import Proof


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A document on a page's panel 公文."""

    label: Text
    pdf: str
    word: str


def link(label: Text, name: str, *args: Any) -> PaperLink:
    """The addresses of a document whose view takes the form (`pdf`, `docx`) as its last argument."""
    return PaperLink(label, reverse(name, args=[*args, "pdf"]), reverse(name, args=[*args, "docx"]))


def proof(request: HttpRequest, record: Subject, *verbs: str) -> Proof | None:
    """Where the last of these verbs stands in the journal, with the record's page; None before it was done."""
    found = journal.proof(record, *verbs)
    page = request.build_absolute_uri(record.get_absolute_url())  # type: ignore[attr-defined]
    return Proof(*found, page) if found else None
