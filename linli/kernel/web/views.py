"""Handing out files: only to those who may read them, always under a safe name, never run by the browser."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

from linli.kernel import files
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models.files import StoredFile

SHOWN = ("image/jpeg", "image/png", "image/webp")


def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file as a download; `?show=1` lets a picture appear in the page. What one may not read does not exist (404)."""
    actor: Actor = getattr(request, "actor", None) or Actor.public()
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or not files.may_read(actor, stored):
        raise Http404
    try:
        handle = files.path_of(stored.sha256).open("rb")
    except FileNotFoundError:
        raise Refusal(
            _("文件“%(name)s”的内容不在服务器上。") % {"name": stored.name},
            remedy=_("请联系运维人员从备份恢复。"),
            status=404,
        ) from None
    shown = "show" in request.GET and stored.media_type in SHOWN
    options: dict[str, Any] = {"as_attachment": not shown, "filename": stored.name}
    response = FileResponse(handle, content_type=stored.media_type, **options)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=3600" if stored.public else "private, no-store"
    return response


# Whether a file may be read depends on the file; the view itself asks.
download.permission = "public"  # type: ignore[attr-defined]
