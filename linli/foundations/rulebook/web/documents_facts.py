"""What stands at the head of a document: number, dates, standing, who issued it."""

from datetime import date

from django.utils.translation import gettext as _

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.held import Held, HeldVersion, Standing
from linli.foundations.rulebook.documents.states import DocumentRole, VersionState
from linli.foundations.rulebook.web import documents_badges as badges
from linli.ui import formats
from linli.ui.parts import Fact


def of_published(held: Held, version: HeldVersion, on: date) -> list[Fact]:
    """The facts of a published version."""
    facts = [
        Fact(_("文号"), version.number),
        Fact(_("发布单位"), held.issuer),
        Fact(_("层级"), shown.LEVELS[held.level]),
        Fact(_("发布日期"), formats.day_full(version.issued)),
        Fact(_("施行日期"), formats.day_full(version.effective)),
        Fact(_("效力"), status=badges.of_standing(version.standing(on))),
    ]
    if held.role:
        facts.append(Fact(_("体系位置"), DocumentRole(held.role).label))
    if version.expires is not None:
        facts.append(Fact(_("试行期满日"), formats.day_full(version.expires)))
    if version.ended is not None:
        facts.append(Fact(_("失效日期"), formats.day_full(version.ended)))
    return facts


def notice(held: Held, version: HeldVersion, on: date) -> str:
    """What a reader must know before he relies on the text; empty for what is in force."""
    standing = version.standing(on)
    if version.state == VersionState.REPEALED:
        other = successor(version)
        words = {"day": formats.day_full(version.ended), "reason": version.reason}
        text = _("本文件自 %(day)s起废止：%(reason)s") % words
        return text + (_("替代文件：《%(title)s》。") % {"title": other.title} if other else "")
    if standing == Standing.EXPIRED:
        return _("本文件试行期到 %(day)s已满，尚未延长、修订或废止。") % {"day": formats.day_full(version.expires)}
    if standing == Standing.PENDING:
        return _("本版自 %(day)s起施行。") % {"day": formats.day_full(version.effective)}
    if standing == Standing.REVISED:
        return _("这是旧版，自 %(day)s起由新版代替。") % {"day": formats.day_full(version.ended)}
    return ""


def successor(version: HeldVersion) -> Held | None:
    """The document that takes a repealed one's place."""
    return shelf.find(version.successor) if version.successor else None
