"""Taking a submission in: one statement writes the row and its event; a repetition changes nothing."""

import hashlib
import json
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.intake import known
from linli.foundations.forms.intake.xml import Sent, bad
from linli.foundations.forms.models import Attachment, FormVersion, Submission
from linli.foundations.forms.reading import values_at
from linli.foundations.forms.standing import SAME
from linli.foundations.forms.states import ReviewState, Road
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal
from linli.kernel.light import EVENT, event, light

LONGEST_ID = 120
_INSERT = (
    "WITH about AS MATERIALIZED (SELECT set_config('linli.instance', %s, true) AS instance),"  # noqa: S608
    " new AS (INSERT INTO xforms_submission (version, created_at, form_id, form_version_id, instance_id, root_id,"
    " is_current, xml, digest, answers, complete, organisation_id, person_id, place_code, road, received_at, state, reason)"
    " SELECT 1, %s, %s, %s, about.instance, %s, true, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, '' FROM about"
    " WHERE %s = '' OR "
    + SAME
    + " ON CONFLICT (form_id, instance_id) DO NOTHING RETURNING id), told AS ("
    + EVENT
    + ") SELECT id FROM new"
)
"""Tells the database by itself which submission it is about, for as long as its transaction lasts: the row may then be stored,
and no other be seen (migration 0003)."""


class KeyDoubted(Exception):
    """Look at the key anew, and then try again."""


@dataclass(frozen=True, slots=True)
class Received:
    """The row's key, and whether it was there before."""

    pk: int
    again: bool = False


@light("xforms.submission:receive", gettext_lazy("接收填报"), scope="version", remembered="key")
def receive(
    *,
    actor: Actor,
    version: FormVersion,
    sent: Sent,
    raw: bytes,
    complete: bool = True,
    road: str = Road.PHONE,
    key: str = "",
) -> Received:
    """Store what was sent, once. `raw` is the XML as it came, whose digest tells a repetition from another content.

    `key` is the digest of a key by which the actor was only remembered: the statement itself sees that it still stands, and
    KeyDoubted is raised where nothing was stored, for whatever reason. Raises Refusal: 400 without an instanceID, 409 for one that stands for something else, 404 for an edit of nothing.
    """
    if not sent.instance_id or len(sent.instance_id) > LONGEST_ID:
        raise bad(_("填报内容没有 instanceID，没有接收。"), _("请用采集程序提交。"))
    digest = hashlib.sha256(raw).hexdigest()
    if not sent.deprecated_id:
        pk = _insert(actor, version, sent, digest, None, complete, road, key)
        if pk is None and key:
            raise KeyDoubted
        return Received(pk) if pk else _known(actor, version, sent, digest)
    if key:
        raise KeyDoubted
    with transaction.atomic(), rls.acting(actor), rls.working_on("instance", sent.deprecated_id):
        return _edited(actor, version, sent, digest, complete, road)


def _insert(
    actor: Actor,
    version: FormVersion,
    sent: Sent,
    digest: str,
    root: int | None,
    complete: bool,
    road: str,
    key: str = "",
) -> int | None:
    now, today = clock.now(), clock.today()
    place = actor.place_code or version.form.place_code
    facts = {"form": version.form.form_id, "label": version.label, "digest": digest}
    values = [
        sent.instance_id, now, version.form_id, version.pk, root, sent.xml.decode(), digest,
        json.dumps(sent.answers, ensure_ascii=False), complete, actor.organisation_id, actor.person_id, place, str(road), now,
        str(ReviewState.RECEIVED),
        key, key, today, today, actor.person_id, actor.organisation_id, actor.role, actor.organisation_kind, actor.place_code,
        *event("xforms.submission", str(version), facts),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if connection.in_atomic_block:
        rls.tell_again("instance")
    return int(row[0]) if row else None


def _known(actor: Actor, version: FormVersion, sent: Sent, digest: str) -> Received:
    """The same again is answered like the first time; another content under the same number is refused."""
    rows = Submission.objects.only("pk", "digest", "organisation_id", "person_id")
    with rls.working_on("instance", sent.instance_id):
        row = rows.get(form_id=version.form_id, instance_id=sent.instance_id)
    if row.digest != digest or (row.organisation_id, row.person_id) != (actor.organisation_id, actor.person_id):
        raise Refusal(
            _("编号为 %(id)s 的填报已经收到，内容与这次不同。") % {"id": sent.instance_id},
            remedy=_("若要更正，请在采集程序里编辑后作为修改提交。"),
            code="conflict",
            status=409,
        )
    return Received(row.pk, again=True)


def _edited(actor: Actor, version: FormVersion, sent: Sent, digest: str, complete: bool, road: str) -> Received:
    """A new version of a submission; the old one is kept and counts no longer."""
    if Submission.objects.filter(form_id=version.form_id, instance_id=sent.instance_id).exists():
        return _known(actor, version, sent, digest)
    rows = Submission.objects.select_for_update(no_key=True).defer("xml", "answers")
    old = rows.filter(form_id=version.form_id, instance_id=sent.deprecated_id).first()
    if old is None:
        raise Refusal(_("要修改的填报不在系统里，没有接收。"), remedy=_("请作为新的填报提交。"), status=404)
    if actor.organisation_id is None or old.organisation_id != actor.organisation_id:
        raise NotAllowed(_("只有原采集单位可以修改这份填报。"), remedy=_("请联系原采集单位。"))
    if not old.is_current:
        raise Refusal(
            _("这份填报已经有更新的修改。"), remedy=_("请下载最新内容后重新修改。"), code="conflict", status=409
        )
    Submission.objects.filter(pk=old.pk).update(is_current=False)
    pk = _insert(actor, version, sent, digest, old.root_id or old.pk, complete, road)
    if pk is None:
        return _known(actor, version, sent, digest)
    _carry_over(old.pk, pk, version, sent)
    return Received(pk)


def _carry_over(old: int, new: int, version: FormVersion, sent: Sent) -> None:
    """Files that an edit names still need not be sent again."""
    named = {name for path in known.shape_of(version).files for name in values_at(sent.answers, path)}
    Attachment.objects.bulk_create(
        Attachment(submission_id=new, name=one.name, stored_id=one.stored_id, sent=one.sent)
        for one in Attachment.objects.filter(submission_id=old, name__in=named)
    )
