"""Files: kept once under the SHA-256 of their bytes in VAR_DIR/files, served only to those who may read them.

    stored = files.store(upload, actor=actor, subject=report, label=_("服务记录照片"))

Call `store` inside an action: the row belongs to its transaction, and the fingerprint is noted in its event. Who may read
a file is said by the room of its subject: `files.readable_by("delivery.report", lambda actor, stored: …)`.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext as _

from linli.kernel.actions import current_run
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.file_names import clean_name, extension_of
from linli.kernel.file_types import MEDIA_TYPES, accepted
from linli.kernel.models.files import StoredFile

MAX_MB = 20
Reader = Callable[[Actor, StoredFile], bool]
_readers: dict[str, Reader] = {}


def store(
    upload: File,  # type: ignore[type-arg]
    *,
    actor: Actor,
    subject: models.Model | None = None,
    label: str = "",
    public: bool = False,
    max_mb: int | None = None,
) -> StoredFile:
    """Check and keep an uploaded file. `max_mb` is the rule book's limit (MiB); without it the setting FILES_MAX_MB.

    Raises Refusal for what is too big, of a wrong kind, damaged, or when the disk is full; nothing is then left behind.
    """
    name = clean_name(upload.name or "")
    data = accepted(extension_of(name), _read(upload, max_mb or int(getattr(settings, "FILES_MAX_MB", MAX_MB))))
    fingerprint = hashlib.sha256(data).hexdigest()
    keep(fingerprint, data)
    stored = StoredFile.objects.create(
        sha256=fingerprint,
        name=name,
        media_type=MEDIA_TYPES[extension_of(name)],
        size=len(data),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        label=label,
        public=public,
    )
    run = current_run()
    if run is not None:
        run.facts.setdefault("files", []).append({"sha256": fingerprint, "size": len(data)})
    return stored


def _read(upload: Any, max_mb: int) -> bytes:
    limit, parts, size = max_mb * 2**20, [], 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > limit:
            raise Refusal(
                _("文件超过 %(limit)s MB。") % {"limit": max_mb},
                remedy=_("请压缩、降低图片清晰度或分成几个文件后重新上传。"),
                field="file",
                code="file_too_big",
                status=413,
            )
        parts.append(chunk)
    return b"".join(parts)


def keep(fingerprint: str, data: bytes) -> None:
    """Write the bytes under their fingerprint, durably, unless they are there. A full disk is a Refusal."""
    target = path_of(fingerprint)
    try:
        if target.exists():
            os.utime(target)  # the cleaner spares what was brought lately
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, data)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Refusal(
            _("服务器存储空间已满，文件没有保存。"),
            remedy=_("您填写的内容请先保留，联系运维人员清理空间后重新上传。"),
            field="file",
            code="disk_full",
            status=507,
        ) from error


def _write(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def root() -> Path:
    """Where the bytes are."""
    return Path(settings.VAR_DIR) / "files"


def path_of(fingerprint: str) -> Path:
    """Where the bytes of a fingerprint are: files/ab/cd/abcd…"""
    return root() / fingerprint[:2] / fingerprint[2:4] / fingerprint


def fault_of(fingerprint: str) -> str:
    """`missing`, `changed`, or nothing when the bytes are as they were."""
    path = path_of(fingerprint)
    if not path.exists():
        return "missing"
    with path.open("rb") as file:
        return "" if hashlib.file_digest(file, "sha256").hexdigest() == fingerprint else "changed"


def readable_by(model_label: str, reader: Reader) -> None:
    """Say who may read the files of a model's records (`app.model` in lower case); its room calls this in ready()."""
    _readers[model_label.lower()] = reader


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """Public files everybody; others whoever brought them, for the same organisation, and whom the subject's room lets."""
    if stored.public:
        return True
    if actor.person_id is not None and (actor.person_id, actor.organisation_id) == (
        stored.person_id,
        stored.organisation_id,
    ):
        return True
    reader = _readers.get(stored.subject_type)
    return reader is not None and reader(actor, stored)
