"""Files that come with a submission: only those that an answer names, only what they claim to be."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import filetype
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.intake import known
from linli.foundations.forms.models import Attachment, Submission
from linli.foundations.forms.reading import values_at
from linli.kernel import files
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.file_names import extension_of
from linli.kernel.models.files import StoredFile

RECORDINGS = {
    "m4a": "audio/mp4", "mp3": "audio/mpeg", "wav": "audio/x-wav", "amr": "audio/amr", "ogg": "audio/ogg",
    "mp4": "video/mp4", "3gp": "video/3gpp", "webm": "video/webm",
}  # fmt: skip
"""What phones record besides what the house keeps anyway; told by their first bytes."""
SAME = {"m4a": ("m4a", "mp4", "m4v", "mov", "aac"), "mp4": ("mp4", "m4v", "mov", "m4a"), "3gp": ("3gp", "mp4", "m4v")}
MAX_MB = 20


@action(
    "xforms.submission:attach",
    gettext_lazy("接收填报附件"),
    subject=Submission,
    tells=gettext_lazy("%(count)s 个文件"),
)
def attach(submission: Submission, *, actor: Actor, uploads: "Sequence[File[Any]]", complete: bool) -> int:
    """Keep the files that the submission's answers name; what is there already, and what nobody asked for, is passed over.

    Raises Refusal for a file that is not what it calls itself (400), or another content under the same name (409).
    """
    paths = known.shape_of(submission.form_version).files
    wanted = {name for path in paths for name in values_at(submission.answers, path)}
    kept = sum(_keep(submission, one, actor) for one in uploads if one.name in wanted)
    submission.complete = submission.complete or complete
    record(count=kept)
    return kept


def _keep(submission: Submission, upload: "File[Any]", actor: Actor) -> int:
    name = str(upload.name)
    sent = _digest(upload.chunks())
    there = submission.attachments.filter(name=name).first()
    if there is not None:
        if there.sent != sent:
            raise Refusal(_("附件“%(name)s”已经收到，内容与这次不同。") % {"name": name}, code="conflict", status=409)
        return 0
    upload.seek(0)
    try:
        stored = _recording(submission, upload, actor) or files.store(
            upload, actor=actor, subject=submission, max_mb=MAX_MB
        )
    except Refusal as refusal:
        raise Refusal(
            _("附件“%(name)s”没有接收：%(why)s") % {"name": name, "why": refusal.message},
            remedy=refusal.remedy,
            code=refusal.code,
            status=400 if refusal.status == 422 else refusal.status,
        ) from refusal
    with transaction.atomic():
        Attachment.objects.create(submission=submission, name=name, stored=stored, sent=sent)
    return 1


def _digest(chunks: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _recording(submission: Submission, upload: "File[Any]", actor: Actor) -> StoredFile | None:
    """Sound and films are kept as they are; None for what the house's own store takes."""
    extension = extension_of(str(upload.name).lower())
    if extension not in RECORDINGS:
        return None
    data = upload.read()
    found = filetype.guess_extension(data[:8192])
    if len(data) > MAX_MB * 2**20 or found not in SAME.get(extension, (extension,)):
        upload.seek(0)
        raise Refusal(_("内容与扩展名 .%(kind)s 不符，或超过 %(limit)s MB。") % {"kind": extension, "limit": MAX_MB})
    fingerprint = _digest([data])
    files.keep(fingerprint, data)
    return StoredFile.objects.create(
        sha256=fingerprint,
        name=str(upload.name),
        media_type=RECORDINGS[extension],
        size=len(data),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject_type=submission._meta.label_lower,
        subject_id=submission.pk,
    )
