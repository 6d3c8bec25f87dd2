"""Making forms: a workbook becomes a version that never changes; published, it takes the older one's place."""

import hashlib
from typing import Any

from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.intake import known
from linli.foundations.forms.models import Form, FormMedia, FormVersion
from linli.foundations.forms.states import VersionState
from linli.foundations.forms.xlsform import Converted, convert
from linli.foundations.parties.models import Organisation
from linli.kernel import clock, files
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "xforms.form:upload", gettext_lazy("上传表单"), tells=gettext_lazy("%(title)s，版本 %(label)s，%(questions)s 题")
)
def upload(*, actor: Actor, workbook: "File[Any]", purpose: str) -> FormVersion:
    """Make a form of an XLSForm workbook, for the place of the actor's organisation and those within it."""
    made = convert(_bytes(workbook))
    if Form.objects.filter(form_id__iexact=made.form_id).exists():
        raise Refusal(
            _("表单编号 %(id)s 已经有了。") % {"id": made.form_id},
            remedy=_("若是修改原来的表单，请打开它上传新版本；若是另一份表单，请在 settings 表改写 form_id。"),
            field="file",
        )
    assert actor.organisation_id is not None
    owner = Organisation.objects.select_related("place").get(pk=actor.organisation_id)
    form = Form.objects.create(
        form_id=made.form_id, title=made.title, purpose=purpose, organisation=owner, place_code=owner.place.code
    )
    return _version(form, made, workbook, actor)


@action(
    "xforms.form:revise",
    gettext_lazy("上传新版本"),
    subject=Form,
    tells=gettext_lazy("%(title)s，版本 %(label)s，%(questions)s 题"),
)
def revise(form: Form, *, actor: Actor, workbook: "File[Any]") -> FormVersion:
    """Add a version to a form; its workbook must name the same form and a new version."""
    made = convert(_bytes(workbook))
    if made.form_id != form.form_id:
        raise Refusal(
            _("这个工作簿的表单编号是 %(found)s，不是 %(wanted)s。") % {"found": made.form_id, "wanted": form.form_id},
            remedy=_("请在 settings 表改回 form_id，或作为另一份表单上传。"),
            field="file",
        )
    if form.versions.filter(label=made.label).exists():
        raise Refusal(
            _("这份表单已有版本 %(label)s。") % {"label": made.label},
            remedy=_("已保存的版本不能改动，请在 settings 表把 version 改成新的。"),
            field="file",
        )
    form.title = made.title
    return _version(form, made, workbook, actor)


def _bytes(workbook: "File[Any]") -> bytes:
    workbook.seek(0)
    data: bytes = workbook.read()
    workbook.seek(0)
    return data


def _version(form: Form, made: Converted, workbook: "File[Any]", actor: Actor) -> FormVersion:
    stored = files.store(workbook, actor=actor, label=_("表单工作簿"))
    version = FormVersion.objects.create(
        form=form, label=made.label, title=made.title, xml=made.xml, hash=made.hash, schema=made.schema, workbook=stored
    )
    stored.subject_type, stored.subject_id = version._meta.label_lower, version.pk
    stored.save(update_fields=["subject_type", "subject_id"])
    record(title=made.title, form=made.form_id, label=made.label, hash=made.hash, questions=len(made.schema["leaves"]))
    return version


@action(
    "xforms.version:attach",
    gettext_lazy("添加表单附件"),
    subject=FormVersion,
    moves=({VersionState.DRAFT}, None),
    tells=gettext_lazy("%(name)s"),
)
def attach(version: FormVersion, *, actor: Actor, media: "File[Any]") -> FormMedia:
    """Add a picture or table that the questions name; only while nobody has downloaded the version."""
    stored = files.store(media, actor=actor, subject=version, label=_("表单附件"))
    bytes_kept = files.path_of(stored.sha256).read_bytes()
    digest = hashlib.md5(bytes_kept, usedforsecurity=False).hexdigest()
    record(name=stored.name)
    return FormMedia.objects.create(version=version, name=stored.name, stored=stored, md5=digest)


@action(
    "xforms.version:publish",
    gettext_lazy("发布表单"),
    subject=FormVersion,
    moves=({VersionState.DRAFT}, VersionState.PUBLISHED),
    tells=gettext_lazy("版本 %(label)s，替换 %(replaced)s"),
)
def publish(version: FormVersion, *, actor: Actor) -> FormVersion:
    """Offer this version to phones and pages. The one before retires; what was filled in with it is still taken."""
    older = FormVersion.objects.select_for_update(no_key=True).filter(
        Q(form_id=version.form_id, state=VersionState.PUBLISHED) & ~Q(pk=version.pk)
    )
    replaced = older.first()
    now = clock.now()
    older.update(state=VersionState.RETIRED, retired_at=now)
    version.published_at = now
    record(label=version.label, form=version.form.form_id, replaced=replaced.label if replaced else "—")
    known.versions.edited()
    return version


@action(
    "xforms.version:retire",
    gettext_lazy("停用表单"),
    subject=FormVersion,
    moves=({VersionState.PUBLISHED}, VersionState.RETIRED),
    tells=gettext_lazy("版本 %(label)s"),
)
def retire(version: FormVersion, *, actor: Actor) -> FormVersion:
    """Offer it no more; phones that have it may still send what was filled in."""
    version.retired_at = clock.now()
    record(label=version.label, form=version.form.form_id)
    known.versions.edited()
    return version
