"""The negative list (102号令 10): what may not be bought. A word only hints; a person decides, with a reason.

    entries = negative.entries()
    found = negative.hits("设备采购和安装", entries)
    negative.refuse(["设备采购和安装"], mark="", reason="", field="content")     # Refusal: to be judged by the clerk

Certain is only what somebody marked: then the refusal names the entry. Where a word hits and nobody has judged, the
refusal asks for the judgement (由经办人认定); judged clear with a reason, the text passes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.foundations.catalogue.models.judged import CLEAR
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal

LIST, WORDS = "catalogue.negative_list", "catalogue.negative_words"
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One matter that may not be bought, and the words that hint at it."""

    key: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a text that hints at an entry."""

    entry: Entry
    word: str


def entries() -> list[Entry]:
    """The list as it applies today. Read inside an action, the clauses are cited."""
    words = {row["key"]: tuple(row["text"].split("、")) for row in book.value(WORDS)}
    return [Entry(row["key"], row["text"], words.get(row["key"], ())) for row in book.value(LIST)]


def choices() -> list[tuple[str, str]]:
    """For a form's select: not judged, clear, or one of the entries."""
    made = [("", _("未认定")), (CLEAR, _("不属于不得购买的事项"))]
    return [*made, *((one.key, _("属于：%s") % one.text) for one in entries())]


def hits(text: str, listed: Iterable[Entry]) -> list[Hit]:
    """The words of a text that hint at an entry, each entry once."""
    found = []
    for entry in listed:
        word = next((word for word in entry.words if word and word in text), None)
        if word is not None:
            found.append(Hit(entry, word))
    return found


def refusal(texts: Iterable[str], *, mark: str, reason: str, field: str = "negative_mark") -> Refusal | None:
    """Why this may not be bought, or not yet; None when it may."""
    listed = entries()
    if mark == CLEAR and len(reason.strip()) >= SHORTEST:
        return None
    if mark and mark != CLEAR:
        return _certain(next((one for one in listed if one.key == mark), None), reason, field)
    found = hits("\n".join(texts), listed)
    if mark == CLEAR:
        return _refused(
            _("认定不属于负面清单，没有写明理由。"), _("请写明理由，至少 5 个字。"), "negative_reason", WORDS
        )
    if not found:
        return None
    what = _("含有“%(words)s”，可能属于不得购买的事项：%(entries)s。") % {
        "words": "、".join(hit.word for hit in found),
        "entries": "；".join(hit.entry.text for hit in found),
    }
    return _refused(what, _("由经办人认定：不属于的，选择“不属于”并写明理由；属于的，不能购买。"), field, WORDS)


def refuse(texts: Iterable[str], *, mark: str, reason: str, field: str = "negative_mark") -> None:
    """Raise what `refusal` finds."""
    found = refusal(texts, mark=mark, reason=reason, field=field)
    if found is not None:
        raise found


def _certain(entry: Entry | None, reason: str, field: str) -> Refusal:
    text = entry.text if entry is not None else "—"
    what = _("已认定属于不得购买的事项：%(entry)s。理由：%(reason)s") % {"entry": text, "reason": reason or "—"}
    return _refused(what, _("不能列入目录，也不能购买；认定有误的，请认定人更正。"), field, LIST)


def _refused(what: str, remedy: str, field: str, parameter: str) -> Refusal:
    return Refusal(what, remedy=remedy, field=field, clauses=[book.clause_words(parameter)], code="negative_list")
