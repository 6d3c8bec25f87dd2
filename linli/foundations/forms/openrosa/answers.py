"""What phones read: OpenRosa's messages, form list and manifest, with the headers that they insist on."""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from django.http import FileResponse, HttpResponse

from linli.foundations.forms.models import FormMedia, FormVersion
from linli.kernel import files
from linli.kernel.models.files import StoredFile

VERSION = "1.0"
ACCEPTED_BYTES = 20 * 2**20
"""Above this a phone splits what it sends into several requests."""
XML = "text/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def answer(body: str = "", status: int = 200) -> HttpResponse:
    """An answer with OpenRosa's headers."""
    return file(_HEAD + body if body else "", status)


def file(text: str, status: int = 200) -> HttpResponse:
    """The same with a whole document."""
    response = HttpResponse(text.encode(), status=status, content_type=XML)
    response.headers["X-OpenRosa-Version"] = VERSION
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED_BYTES)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


def stored(kept: StoredFile) -> FileResponse:
    """A file that is kept, as it is."""
    return FileResponse(files.path_of(kept.sha256).open("rb"), content_type=kept.media_type)


def message(text: Any, status: int) -> HttpResponse:
    """A sentence that the phone shows."""
    return answer(
        f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{escape(str(text))}</message>'
        "</OpenRosaResponse>",
        status,
    )


def form_list(versions: Iterable[FormVersion], base: str, with_media: set[int], *, verbose: bool) -> HttpResponse:
    """The forms, each with all that a phone needs: one item without a name or address would spoil the whole list."""
    items = "".join(_item(one, base, one.pk in with_media, verbose) for one in versions)
    return answer(f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{items}</xforms>')


def _item(version: FormVersion, base: str, has_media: bool, verbose: bool) -> str:
    address = f"{base}/forms/{version.pk}"
    fields = {
        "formID": version.form.form_id,
        "name": version.title,
        "version": version.label,
        "hash": f"md5:{version.hash}",
        **({"descriptionText": version.form.get_purpose_display()} if verbose else {}),
        "downloadUrl": f"{address}/form.xml",
        **({"manifestUrl": f"{address}/manifest"} if has_media else {}),
    }
    return "<xform>" + "".join(f"<{name}>{escape(str(text))}</{name}>" for name, text in fields.items()) + "</xform>"


def manifest(media: Iterable[FormMedia], base: str, version: FormVersion) -> HttpResponse:
    """The files that go with a version."""
    items = "".join(
        f"<mediaFile><filename>{escape(one.name)}</filename><hash>md5:{one.md5}</hash>"
        f"<downloadUrl>{escape(f'{base}/forms/{version.pk}/media/{one.pk}')}</downloadUrl></mediaFile>"
        for one in media
    )
    return answer(f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{items}</manifest>')
