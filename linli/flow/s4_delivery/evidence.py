"""Files of the room: photographs of services, sheets with reports, invoices. Read by the parties and the overseers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.files.base import File
from django.db.models import Model

from linli.foundations.rulebook import book
from linli.kernel import files
from linli.kernel.actor import Actor
from linli.kernel.models import StoredFile

if TYPE_CHECKING:
    Upload = File[bytes]
else:
    Upload = File


def attach(subject: Model, uploads: Sequence[Upload], *, actor: Actor, label: str) -> list[StoredFile]:
    """Keep uploaded files with a record, within files.max_mb (MiB) each. Raises Refusal for a file that cannot be kept."""
    limit = int(book.citation("files.max_mb")["value"])
    return [files.store(upload, actor=actor, subject=subject, label=label, max_mb=limit) for upload in uploads]


def of(subject: Model) -> list[StoredFile]:
    """The files kept with a record, oldest first."""
    found = StoredFile.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return list(found.order_by("id"))


def _insider(actor: Actor, stored: StoredFile) -> bool:
    subject = apps.get_model(stored.subject_type)._default_manager.filter(pk=stored.subject_id).first()
    return subject is not None and actor.may("delivery.delivery:view", subject)


for _label in ("delivery.servicerecord", "delivery.progressreport", "delivery.payment"):
    files.readable_by(_label, _insider)
