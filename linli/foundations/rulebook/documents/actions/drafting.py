"""Making a text: begin a document, write it, hang files on it, revise what is in force, give a draft up."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.places.models import Level as PlaceLevel
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import keys, shelf
from linli.foundations.rulebook.documents.parsing import LONGEST, MOST
from linli.foundations.rulebook.documents.states import UPPER, WRITABLE, ClauseKind, Level, Style, VersionState
from linli.foundations.rulebook.documents.tree import Row, number
from linli.foundations.rulebook.models import RuleClause, RuleDocument, RuleVersion
from linli.kernel import files, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models.files import StoredFile

RESERVED = ("new", "search")
"""Words that stand in addresses where a document's key stands."""
CAN_WRITE = {str(state) for state in WRITABLE}
CAN_GIVE_UP = {*CAN_WRITE, str(VersionState.CONSULTATION), str(VersionState.APPROVED)}


@action(
    "rulebook.document:draft",
    gettext_lazy("起草文件"),
    scope="place",
    tells=gettext_lazy("《%(title)s》"),
)
def draft(
    *,
    actor: Actor,
    place: Place,
    key: str,
    title: str,
    short: str,
    short_en: str = "",
    level: str = "",
    role: str = "",
    issuer: str = "",
    note: str = "",
) -> RuleVersion:
    """Begin a document of the actor's own place. `level` is the place's own unless a higher one's document is entered."""
    own = Level.STREET if place.level != PlaceLevel.DISTRICT else Level.DISTRICT
    level = level or own
    if level != own and not (own == Level.DISTRICT and level in UPPER):
        raise Refusal(
            _("%(place)s不能起草这一层级的文件。") % {"place": place.name},
            remedy=_("区民政局起草区级文件、收录上级文件，镇街起草本镇街的文件。"),
            field="level",
        )
    if key in RESERVED or shelf.is_shipped(key) or RuleDocument.objects.filter(key=key).exists():
        raise Refusal(
            _("地址“%(key)s”已有文件使用。") % {"key": key},
            remedy=_("请换一个地址；修订已有文件请打开该文件办理。"),
            field="key",
        )
    assert actor.organisation_id is not None
    document = RuleDocument.objects.create(
        key=key,
        level=level,
        role=role,
        short=_written(short, 40, "short"),
        short_en=short_en.strip(),
        issuer=issuer.strip() or actor.organisation_name,
        organisation_id=actor.organisation_id,
        place=place,
    )
    record(title=title.strip())
    return RuleVersion.objects.create(
        document=document, ordinal=1, title=_written(title, 120, "title"), note=note.strip()
    )


def _written(text: str, most: int, field: str) -> str:
    if not 2 <= len(text.strip()) <= most:
        raise Refusal(
            _("%(length)d 个字，应为 2 至 %(most)d 个字。") % {"length": len(text.strip()), "most": most},
            remedy=_("请写文件的名称。"),
            field=field,
        )
    return text.strip()


@action(
    "rulebook.version:edit",
    gettext_lazy("修改文件草稿"),
    subject=RuleVersion,
    moves=(CAN_WRITE, None),
    tells=gettext_lazy("共 %(clauses)s 个条款"),
)
def edit(
    version: RuleVersion, *, actor: Actor, title: str, style: str, rows: Sequence[Row], note: str = ""
) -> RuleVersion:
    """Write the whole text anew. A row with a key continues that clause; one without is matched by its wording to a clause
    that is there already, else it gets an address of its own."""
    version.title, version.note = _written(title, 120, "title"), note.strip()
    version.style = Style(style)
    kept = [Row(row.kind, row.text.strip(), row.key) for row in rows if row.text.strip()]
    _check(kept)
    used = set(RuleClause.objects.filter(version__document_id=version.document_id).values_list("key", flat=True))
    known = [Row(row.kind, row.text, row.key if row.key in used else "") for row in kept]
    taken = {row.key for row in known}
    base = [row for row in rows_of(version) if row.key not in taken]
    write(version, keys.keyed(keys.matched(known, base), version.style, used))
    record(clauses=len(kept))
    return version


def _check(rows: Sequence[Row]) -> None:
    too_long = next((place for place, row in enumerate(rows, 1) if len(row.text) > LONGEST), 0)
    if too_long:
        raise Refusal(
            _("第 %(place)d 个条款超过 %(most)d 个字。") % {"place": too_long, "most": LONGEST}, remedy=_("请分段。")
        )
    if len(rows) > MOST:
        raise Refusal(
            _("共 %(count)d 个条款，最多 %(most)d 个。") % {"count": len(rows), "most": MOST},
            remedy=_("请分成几个文件。"),
        )
    if any(row.kind not in ClauseKind.values for row in rows):
        raise Refusal(_("有条款的层次不是章、节、条、款、项、目。"), remedy=_("请重新选择层次。"))


def rows_of(version: RuleVersion) -> list[Row]:
    """The text as it stands: the version's own, or while it has none the one that it revises."""
    source = version if version.clauses.exists() else version.based_on
    return [Row(one.kind, one.text, one.key) for one in source.clauses.all()] if source is not None else []


def write(version: RuleVersion, rows: Sequence[Row]) -> None:
    """Put clauses in place of those that are there."""
    version.clauses.all().delete()
    RuleClause.objects.bulk_create(
        RuleClause(version=version, position=place, key=one.key, kind=one.kind, label=one.label, text=one.text)
        for place, one in enumerate(number(rows, version.style), start=1)
    )


@action("rulebook.version:attach", gettext_lazy("添加附件"), subject=RuleVersion, moves=(CAN_WRITE, None))
def attach(version: RuleVersion, *, actor: Actor, upload: Any, label: str = "") -> RuleVersion:
    """Hang a file on a draft; it becomes public together with the text."""
    files.store(upload, actor=actor, subject=version, label=label.strip()[:60], max_mb=book.value("files.max_mb"))
    return version


@action("rulebook.version:detach", gettext_lazy("移除附件"), subject=RuleVersion, moves=(CAN_WRITE, None))
def detach(version: RuleVersion, *, actor: Actor, file: int) -> RuleVersion:
    """Take a file off a draft; the bytes stay in the store as long as anything rests on them."""
    if not attachments(version).filter(pk=file).update(subject_type="", subject_id=None):
        raise Refusal(_("这个附件不在本文件上。"), remedy=_("请刷新页面。"))
    record(file=file)
    return version


def attachments(version: RuleVersion) -> Any:
    """The files that hang on a version, oldest first."""
    return StoredFile.objects.filter(subject_type=version._meta.label_lower, subject_id=version.pk).order_by("pk")


@action(
    "rulebook.document:revise",
    gettext_lazy("启动修订"),
    short=pgettext_lazy("待办", "决定"),
    subject=RuleDocument,
    tells=gettext_lazy("第 %(ordinal)s 版：%(note)s"),
)
def revise(document: RuleDocument, *, actor: Actor, note: str) -> RuleVersion:
    """Begin a new version from the one in force, clause by clause under the same addresses; that one goes on applying."""
    base = document.versions.filter(state=VersionState.ISSUED).first()
    if base is None:
        raise Refusal(
            _("“%(document)s”没有已发布的版本，不能修订。") % {"document": document},
            remedy=_("未发布的草稿可以直接修改；已废止的文件请另行起草。"),
        )
    if len(note.strip()) < 5:
        raise Refusal(_("没有写明修订理由。"), remedy=_("请写明为什么修订、改哪些内容，至少 5 个字。"), field="note")
    version = RuleVersion.objects.create(
        document=document,
        ordinal=document.versions.order_by("-ordinal").values_list("ordinal", flat=True)[0] + 1,
        based_on=base,
        title=base.title,
        style=base.style,
        note=note.strip(),
    )
    write(version, [Row(one.kind, one.text, one.key) for one in base.clauses.all()])
    record(ordinal=version.ordinal, note=version.note)
    return version


@action(
    "rulebook.version:withdraw",
    gettext_lazy("撤回草稿"),
    subject=RuleVersion,
    moves=(CAN_GIVE_UP, VersionState.WITHDRAWN),
    tells=gettext_lazy("%(reason)s"),
)
def withdraw(version: RuleVersion, *, actor: Actor, reason: str) -> RuleVersion:
    """Give a draft up, with the reason; what was said in its consultation stays readable."""
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明撤回理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    version.end_reason = reason.strip()[:300]
    inbox.cancel(version)
    record(reason=version.end_reason)
    return version
