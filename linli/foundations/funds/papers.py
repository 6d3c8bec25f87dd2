"""The paper that gives a source its money (拨款文件): whether it must be there, kept with the source, read by who sees it."""

from django.core.files.base import File
from django.utils.translation import gettext as _

from linli.foundations.funds.models import FundSource, SourceKind
from linli.foundations.parties.models import Organisation
from linli.foundations.rulebook import book
from linli.kernel import files
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import StoredFile

PARAMETER = "sources.paper"
LEVELS: dict[str, str] = {
    SourceKind.DISTRICT: "district",
    SourceKind.DEPARTMENT: "district",
    SourceKind.TOWN: "town",
    SourceKind.COMMUNITY: "community",
}
"""At which level money of a kind is; the lottery's always comes from above, a gift from no level."""


def needed(kind: str, owner: Organisation) -> bool:
    """Whether the rule book wants the paper for money of this kind in this owner's hands."""
    rule = book.value(PARAMETER)
    of_another_level = kind == SourceKind.LOTTERY or LEVELS.get(kind, owner.place.level) != owner.place.level
    return bool(rule == "all" or (rule == "other_level" and of_another_level))


def attach(source: FundSource, upload: "File[bytes] | None", *, actor: Actor) -> None:
    """Keep the paper with its source, inside the action that brings it. Raises Refusal where it is missing but needed."""
    if upload is not None:
        limit = int(book.citation("files.max_mb")["value"])
        files.store(upload, actor=actor, subject=source, label=_("拨款文件"), max_mb=limit)
    elif needed(source.kind, source.owner):
        raise Refusal(
            _("没有上传拨款文件。"),
            remedy=_("请上传拨款文件的扫描件（PDF 或图片）。"),
            clauses=[book.clause_words(PARAMETER)],
            field="paper",
            code="paper_missing",
        )


def of(source: FundSource) -> list[StoredFile]:
    """The papers of a source, oldest first."""
    return list(StoredFile.objects.filter(subject_type="funds.fundsource", subject_id=source.pk).order_by("pk"))


def _sees(actor: Actor, stored: StoredFile) -> bool:
    return FundSource.objects.visible_to(actor).filter(pk=stored.subject_id or 0).exists()


files.readable_by("funds.fundsource", _sees)
