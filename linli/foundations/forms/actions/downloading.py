"""Taking data out: at once, or as files that are ordered, written by the job worker, fetched by whoever ordered them, and
deleted after their days."""

import secrets
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.export.reading import chosen
from linli.foundations.forms.models import Download, Form
from linli.foundations.forms.models.download import KEPT
from linli.foundations.forms.states import DownloadState
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal

WRITING, READY = str(DownloadState.WRITING), str(DownloadState.READY)
AT_ONCE = 3


def _taken_out(form: Form, actor: Actor, kind: str, state: str, *, personal: bool) -> dict[str, Any]:
    """What the journal says of it. Raises Refusal for personal data that the actor may not take out."""
    personal = personal or kind == "xml"
    if personal and not actor.may("xforms.form:export_personal", form):
        raise NotAllowed(_("您不能导出个人信息。"), remedy=_("请导出不含个人信息的表格，或由制表单位经办人导出。"))
    return {"kind": kind, "personal": personal, "state": state, "count": chosen(form, actor, state).count()}


@action(
    "xforms.form:export",
    gettext_lazy("导出填报"),
    subject=Form,
    tells=gettext_lazy("%(kind)s，%(count)s 份"),
    guarded=True,
)
def export(form: Form, *, actor: Actor, kind: str, state: str = "", personal: bool = False) -> Form:
    """Note who takes the data out, in what shape, with personal data or without. The view then streams it."""
    record(**_taken_out(form, actor, kind, state, personal=personal))
    return form


@action(
    "xforms.download:order",
    gettext_lazy("排队导出填报"),
    scope="form",
    tells=gettext_lazy("%(kind)s，%(count)s 份"),
    guarded=True,
)
def order(*, actor: Actor, form: Form, kind: str, state: str = "", personal: bool = False) -> Download:
    """Have the data written in the background. Raises Refusal for personal data that the actor may not take out, and for
    more files at once than anybody needs."""
    facts = _taken_out(form, actor, kind, state, personal=personal)
    if Download.objects.visible_to(actor).filter(state=WRITING).count() >= AT_ONCE:
        raise Refusal(
            _("您已有 %(n)s 个文件正在生成。") % {"n": AT_ONCE}, remedy=_("请等其中一个生成后再导出。"), status=409
        )
    record(form=form.form_id, **facts)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    return Download.objects.create(
        form=form,
        kind=kind,
        wanted=state,
        personal=personal,
        total=facts["count"],
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        role=actor.role,
        key=f"{secrets.token_hex(16)}.{kind}",
    )


@action("xforms.download:finish", gettext_lazy("生成导出文件"), subject=Download, moves=({WRITING}, READY))
def finish(download: Download, *, actor: Actor, size: int) -> Download:
    """The file is there, `size` bytes long."""
    download.size, download.expires_at = size, clock.now() + KEPT
    record(form=download.form.form_id, size=size)
    return download


@action(
    "xforms.download:fail",
    gettext_lazy("导出没有生成"),
    subject=Download,
    moves=({WRITING}, DownloadState.FAILED),
)
def fail(download: Download, *, actor: Actor) -> Download:
    """Whoever ordered it no longer may, or the disk is full."""
    record(form=download.form.form_id)
    return download


@action("xforms.download:fetch", gettext_lazy("下载导出文件"), subject=Download, moves=({READY}, None))
def fetch(download: Download, *, actor: Actor) -> Download:
    """Each time the data leave the house is in the journal."""
    record(form=download.form.form_id, kind=download.kind, personal=download.personal)
    return download


@action(
    "xforms.download:expire",
    gettext_lazy("删除过期的导出文件"),
    subject=Download,
    moves=({READY}, DownloadState.EXPIRED),
)
def expire(download: Download, *, actor: Actor) -> Download:
    """Its days are over; the job deletes the file."""
    record(form=download.form.form_id)
    return download
