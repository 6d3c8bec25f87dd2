"""The shelf: every published document, whether shipped under law/ or made here, read in one way.

    shelf.documents()                    # all of them, the district's 1+N first
    shelf.find("fund-measures")          # one, or None; `.current(on)`, `.version(2)`, `.clause("3", on)`
    shelf.citable("fund-measures", "3")  # a clause to rest a parameter or a decision on; refuses what is not in force

What this district made is kept in memory until somebody issues, revises, repeals or extends (kernel/stamped.py).
"""

from datetime import date

from django.utils.translation import gettext as _

from linli.foundations.rulebook import book, law
from linli.foundations.rulebook.documents.held import Held, HeldVersion, Standing
from linli.foundations.rulebook.documents.states import ClauseKind, Style
from linli.foundations.rulebook.documents.tree import Numbered, Row, number
from linli.foundations.rulebook.models import RuleDocument, RuleVersion
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.kernel.stamped import Stamped


def documents() -> list[Held]:
    """Every published document: the district's 1+N first, then the other levels, newest first."""
    whole = {**_shipped(), **made_here.value()}
    return sorted(whole.values(), key=_order)


def _order(held: Held) -> tuple[bool, bool, bool, int]:
    latest = held.versions[0]
    return (held.level not in ("district", "street"), held.role != "1", held.role != "N", -latest.effective.toordinal())


def find(key: str) -> Held | None:
    """A published document by the key in its address."""
    return made_here.value().get(key) or _shipped().get(key)


def is_shipped(key: str) -> bool:
    return key in _shipped()


_files: tuple[law.Law, dict[str, Held]] | None = None


def _shipped() -> dict[str, Held]:
    """The files' documents: one version each, of which gists are known, not wordings. Made once for a loaded rule book."""
    global _files
    whole = book.base()
    if _files is None or _files[0] is not whole:
        _files = whole, {key: _from_file(one) for key, one in whole.documents.items() if one.file}
    return _files[1]


def _from_file(document: law.Document) -> Held:
    clauses = tuple(
        Numbered(
            Row(ClauseKind.ARTICLE, clause.gist, clause.key),
            place,
            clause.label,
            clause.label,
            clause.label_en,
            0,
            None,
        )
        for place, clause in enumerate(document.clauses.values(), start=1)
    )
    version = HeldVersion(
        1, document.title, Style.ARTICLES, document.number, document.issued, document.effective, document.trial, clauses
    )
    return Held(
        document.key,
        document.level,
        document.role,
        document.short,
        document.short_en,
        document.issuer,
        True,
        (version,),
    )


def _read() -> dict[str, Held]:
    """What is published of the documents in the database: four statements."""
    found = RuleVersion.objects.published().select_related("document__place").prefetch_related("clauses")
    by_document: dict[RuleDocument, list[HeldVersion]] = {}
    for version in found.order_by("document_id", "-ordinal"):
        by_document.setdefault(version.document, []).append(held_version(version))
    return {
        one.key: Held(
            one.key, one.level, one.role, one.short, one.short_en or one.short, one.issuer, False, tuple(versions),
            one.place.code,
        )
        for one, versions in by_document.items()
    }  # fmt: skip


made_here: Stamped[dict[str, Held]] = Stamped("rulebook.documents", _read)


def held_version(version: RuleVersion) -> HeldVersion:
    """A version in any state as the shelf shows it; a draft has no dates yet."""
    return HeldVersion(
        version.ordinal, version.title, version.style, version.number,
        version.issued_on or date.max, version.effective_on or date.max, version.trial,
        tuple(number([Row(one.kind, one.text, one.key) for one in version.clauses.all()], version.style)),
        version.expires_on, version.ended_on, version.state, version.end_reason, version.successor_key, version.pk,
        version.consultation_from is not None,
    )  # fmt: skip


def citable(key: str, clause: str, on: date | None = None, field: str = "") -> law.Clause:
    """A clause on which a parameter or a decision may rest on a day (default today).

    Raises Refusal for a document or clause that is not there, and for one that is not in force then: repealed (with its
    successor), revised away, not yet effective, or at the end of its trial.
    """
    day = on or clock.today()
    held = find(key)
    if held is None:
        raise Refusal(_("没有“%(key)s”这份文件。") % {"key": key}, remedy=_("请从文件库中选择。"), field=field)
    version = held.current(day)
    found = version.clause(clause)
    name = f"{held.short} {found.name if found else clause}"
    if version.standing(day) not in (Standing.IN_FORCE, Standing.TRIAL):
        raise _not_in_force(held, version, name, day, field)
    if found is None:
        raise Refusal(
            _("%(document)s现行版本没有“%(clause)s”这一条。") % {"document": held.short, "clause": clause},
            remedy=_("请打开文件，按现行条款引用。"), field=field, clauses=[held.short],
        )  # fmt: skip
    return law.Clause(held.as_law(version), found.key, found.name, found.name_en, found.text)


def _not_in_force(held: Held, version: HeldVersion, name: str, day: date, field: str) -> Refusal:
    standing = version.standing(day)
    successor = find(version.successor) if version.successor else None
    if standing == Standing.PENDING:
        message = _("%(clause)s自 %(day)s起施行，%(on)s还不能引用。")
        remedy = _("请引用届时有效的条款，或把适用日期改到施行之后。")
        when = version.effective
    else:
        message = {
            Standing.EXPIRED: _("%(clause)s的试行期到 %(day)s已满，不能再引用。"),
            Standing.REPEALED: _("%(clause)s自 %(day)s起废止，不能再引用。"),
        }.get(standing, _("%(clause)s自 %(day)s起不再适用，不能再引用。"))
        remedy = (
            _("请改引替代文件《%(title)s》的相应条款。") % {"title": successor.title}
            if successor
            else _("没有替代文件。请改引现行有效的文件。")
        )
        when = (version.expires if standing == Standing.EXPIRED else version.ended) or day
    words = {"clause": name, "day": day_words(when), "on": day_words(day)}
    return Refusal(message % words, remedy=remedy, field=field, clauses=[name], code="not_in_force")
