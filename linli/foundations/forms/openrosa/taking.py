"""One request of a phone: the XML, some of its files, and whether more will come."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.foundations.forms.intake import attachments, known, store, xml
from linli.foundations.forms.intake.store import Received
from linli.foundations.forms.models import FormVersion, Submission
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

PART, MORE = "xml_submission_file", "*isIncomplete*"


def take(request: HttpRequest, actor: Actor, key: str = "") -> Received:
    """Store the submission and its files, or nothing of both. `key` as in store.receive. Raises Refusal, KeyDoubted."""
    raw = _xml_of(request)
    found: list[FormVersion] = []

    def shape_of(form_id: str, label: str) -> known.Shape:
        version = known.find(form_id, label)
        if version is None:
            raise Refusal(
                _("没有表单 %(id)s 的版本 %(label)s。") % {"id": form_id[:60], "label": label[:60]},
                remedy=_("请更新表单后重新填写。"),
                code="unknown_form",
                status=404,
            )
        found.append(version)
        return known.shape_of(version)

    sent = xml.read(raw, shape_of)
    complete = request.POST.get(MORE, "").lower() != "yes"
    uploads = [one for name, many in request.FILES.lists() if name != PART for one in many]
    if complete and not uploads:
        received = store.receive(actor=actor, version=found[0], sent=sent, raw=raw, key=key)
        if not received.again:
            return received
    if key:
        raise store.KeyDoubted
    with transaction.atomic():
        received = store.receive(actor=actor, version=found[0], sent=sent, raw=raw, complete=complete)
        submission = Submission.objects.get(pk=received.pk)
        if uploads or submission.complete != complete:
            attachments.attach(submission, actor=actor, uploads=uploads, complete=complete)
    return received


def _xml_of(request: HttpRequest) -> bytes:
    upload = request.FILES.get(PART)
    if upload is not None:
        if (upload.size or 0) > xml.MOST_BYTES:
            raise Refusal(_("填报内容超过 4 MB，没有接收。"), code="too_big", status=413)
        upload.seek(0)
        data: bytes = upload.read()
        return data
    text = request.POST.get(PART)
    if text is None:
        raise xml.bad(_("提交里没有 xml_submission_file。"), _("请用采集程序提交。"))
    return str(text).encode()
