"""One request of a phone: the XML, some of its files, and whether more will come."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.foundations.forms.intake import attachments, known, store, xml
from linli.foundations.forms.intake.store import Received
from linli.foundations.forms.models import Form, FormVersion, Submission
from linli.foundations.forms.states import Road
from linli.kernel import journal, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

PART, MORE = "xml_submission_file", "*isIncomplete*"


def take(request: HttpRequest, actor: Actor, *, road: str = Road.PHONE, form: Form | None = None) -> Received:
    """Store the submission and its files, or nothing of both. `form` is the only one that may be filled in, where there is
    but one. Raises Refusal."""
    raw = _xml_of(request)
    version, sent = _read(raw, form)
    complete = request.POST.get(MORE, "").lower() != "yes"
    uploads = [one for name, many in request.FILES.lists() if name != PART for one in many]
    if complete and not uploads:
        received = store.receive(actor=actor, version=version, sent=sent, raw=raw, road=road)
        if not received.again:
            return received
    with journal.refusals_outlive(), transaction.atomic(), rls.working_on("instance", sent.instance_id):
        received = store.receive(actor=actor, version=version, sent=sent, raw=raw, complete=complete, road=road)
        submission = Submission.objects.get(pk=received.pk)
        if uploads or submission.complete != complete:
            attachments.attach(submission, actor=actor, uploads=uploads, complete=complete)
    return received


def take_xml(raw: bytes, actor: Actor, key: str) -> None:
    """Store a whole submission that has no files, by a remembered key. Raises Refusal, KeyDoubted."""
    version, sent = _read(raw, None)
    if store.receive(actor=actor, version=version, sent=sent, raw=raw, key=key).again:
        raise store.KeyDoubted


def _read(raw: bytes, form: Form | None) -> tuple[FormVersion, xml.Sent]:
    found: list[FormVersion] = []

    def shape_of(form_id: str, label: str) -> known.Shape:
        version = known.find(form_id, label)
        if version is None or (form is not None and version.form_id != form.pk):
            raise Refusal(
                _("没有表单 %(id)s 的版本 %(label)s。") % {"id": form_id[:60], "label": label[:60]},
                remedy=_("请更新表单后重新填写。"),
                code="unknown_form",
                status=404,
            )
        found.append(version)
        return known.shape_of(version)

    sent = xml.read(raw, shape_of)
    return found[0], sent


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
