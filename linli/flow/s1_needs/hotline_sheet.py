"""A list from the government's hotline (12345 热线) as a sheet: its columns by the names that hotlines give them, and from
its cells to voices. Every bad cell is named; what was imported before is told and passed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from linli.flow.s1_needs import rules
from linli.flow.s1_needs.actions.intake import LONGEST, SHORTEST
from linli.flow.s1_needs.privacy import bare
from linli.flow.s1_needs.states import Topic
from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.models import Place
from linli.foundations.places.sheets import Head, body_of, head_of
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.forms import to_ascii_digits

NAMES: dict[str, tuple[str, ...]] = {
    "number": ("工单号", "工单编号", "热线工单号", "受理编号", "编号"),
    "received": ("受理时间", "来电时间", "受理日期", "来电日期", "日期", "时间"),
    "place": ("社区", "社区（村）", "区划代码", "社区代码", "属地社区", "所属社区", "地区"),
    "topic": ("类别", "诉求类别", "类型", "诉求类型", "问题分类"),
    "content": ("诉求内容", "工单内容", "内容", "问题描述", "来电内容"),
    "name": ("来电人", "称呼", "姓名", "联系人"),
    "phone": ("联系电话", "来电号码", "电话", "手机号"),
    "consent": ("同意留存联系方式", "同意使用联系方式", "本人同意", "是否同意"),
}
"""The names of each column, in Chinese whatever the reader's language; the first is the template's."""
COLUMNS = {meaning: names[0] for meaning, names in NAMES.items()}
NEEDED = ("number", "received", "place", "content")
YES, NO = ("是", "同意", "y", "yes", "1", "√"), ("否", "不同意", "n", "no", "0", "")
MOST = 5_000
FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M", "%Y%m%d")
LONGEST_NUMBER, LONGEST_NAME = 40, 40


@dataclass(frozen=True, slots=True)
class Said:
    """One good row. Name and phone are empty where the caller did not agree that they are kept."""

    row: int
    number: str
    received_at: datetime
    place: Place
    topic: str
    content: str
    name: str = ""
    phone: str = ""
    called: tuple[str, str] = ("", "")
    """Name and phone of the caller, agreed or not: hidden in what he said, and not kept."""


@dataclass
class Read:
    """What was read, and what was passed over: (row, number, number of the voice that it is)."""

    said: list[Said] = field(default_factory=list)
    known: list[tuple[int, str, str]] = field(default_factory=list)
    without_consent: list[int] = field(default_factory=list)


class _Bad(Exception):
    """A cell that cannot be taken: what is wrong, and how to mend it."""


class Places:
    """The communities that an actor may import for, by code and by name."""

    def __init__(self, actor: Actor) -> None:
        self.by_code: dict[str, Place] = {}
        self.by_name: dict[str, list[Place]] = {}
        self.actor = actor
        for place in Place.objects.within(actor.place_code[:6]).communities():
            self.by_code[place.code] = place
            for name in {place.name, _short(place.name)}:
                self.by_name.setdefault(name, []).append(place)

    def find(self, cell: str) -> Place:
        """The community that a cell names. Raises _Bad for none, for several, and for one of other offices."""
        if not cell:
            raise _Bad(_("没有填写社区（村）。"), _("请填写 12 位区划代码或社区（村）名称。"))
        code = to_ascii_digits(cell)
        found = (
            [self.by_code[code]] if code in self.by_code else self.by_name.get(cell, self.by_name.get(_short(cell), []))
        )
        mine = [place for place in found if self.actor.covers(place.code)]
        if len(mine) > 1:
            codes = "、".join(place.code for place in mine)
            raise _Bad(_("“%s”不只一个。") % cell, _("请改填区划代码：%s。") % codes)
        if not mine and found:
            raise _Bad(_("“%s”不在本单位辖区内。") % cell, _("请删去该行，由其所在镇街或区民政局导入。"))
        if not mine:
            raise _Bad(_("没有登记“%s”。") % cell[:20], _("请填写 12 位区划代码或社区（村）全称。"))
        return mine[0]


def _short(name: str) -> str:
    for ending in ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "村"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def read(file: str, rows: Sequence[Sequence[Any]], actor: Actor, known: Mapping[str, str]) -> Read:
    """The rows of a sheet. `known` are the hotline's numbers that are voices already, with these voices' numbers. Raises
    BadFile with every bad cell."""
    head = _head(file, rows)
    body = body_of(rows, head)
    if not body:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    if len(body) > MOST:
        raise whole_file(
            file, _("有 %(rows)d 行，一次最多 %(most)d 行。") % {"rows": len(body), "most": MOST}, _("请分几次导入。")
        )
    places, made, faults, seen = Places(actor), Read(), [], dict[str, int]()
    for number, row in body:
        cells = {meaning: head.cell(row, meaning) for meaning in NAMES}
        ticket = cells["number"]
        if ticket and ticket in known:
            made.known.append((number, ticket, known[ticket]))
            continue
        said, bad = _row(file, number, cells, places)
        if ticket and seen.setdefault(ticket, number) != number:
            bad.append(
                _fault(file, number, "number", _("与第 %s 行的工单号相同。") % seen[ticket], _("请删去其中一行。"))
            )
        faults += bad
        if said is not None and not bad:
            made.said.append(said)
            if (cells["name"] or cells["phone"]) and not (said.name or said.phone):
                made.without_consent.append(number)
    if faults:
        raise bad_file(faults)
    return made


def numbers_in(rows: Sequence[Sequence[Any]]) -> set[str]:
    """The hotline's numbers of a sheet, to ask in one statement which are voices already."""
    head = head_of(rows, NAMES)
    return {head.cell(row, "number") for _n, row in body_of(rows, head)} - {""}


def _head(file: str, rows: Sequence[Sequence[Any]]) -> Head:
    head = head_of(rows, NAMES)
    missing = [COLUMNS[name] for name in head.missing(*NEEDED)]
    if missing:
        raise whole_file(
            file,
            _("前 6 行中没有“%s”列。") % "、".join(missing),
            _("请用模板的表头：%s。") % "、".join(COLUMNS.values()),
        )
    return head


def _fault(file: str, number: int, name: str, what: str, remedy: str) -> Fault:
    return Fault(file, number, COLUMNS[name], what, remedy)


def _row(file: str, number: int, cells: dict[str, str], places: Places) -> tuple[Said | None, list[Fault]]:
    """A row as a voice, or what is wrong with its cells. What callers said stands in no fault."""
    readers = {
        "number": _number, "received": _received, "place": places.find, "topic": _topic, "content": _content,
        "name": _name, "phone": _phone, "consent": _consent,
    }  # fmt: skip
    got: dict[str, Any] = {}
    faults = []
    for name, reader in readers.items():
        try:
            got[name] = reader(cells[name])
        except _Bad as bad:
            faults.append(_fault(file, number, name, *bad.args))
    if faults:
        return None, faults
    called = (got["name"], got["phone"])
    name, phone = called if got["consent"] else ("", "")
    said = Said(number, got["number"], got["received"], got["place"], got["topic"], got["content"], name, phone, called)
    return said, []


def _number(cell: str) -> str:
    if not cell:
        raise _Bad(_("没有填写工单号。"), _("请按热线工单填写，系统凭它识别重复。"))
    if len(cell) > LONGEST_NUMBER:
        raise _Bad(
            _("工单号有 %(n)d 个字，最多 %(most)d 个。") % {"n": len(cell), "most": LONGEST_NUMBER}, _("请核对。")
        )
    return cell


def _received(cell: str) -> datetime:
    found = _moment(cell)
    if found is None:
        raise _Bad(_("“%s”不是日期。") % cell[:20], _("请填写如 2026-05-06 或 2026-05-06 14:30 的时间。"))
    if found > clock.now():
        raise _Bad(_("%s 在今天之后。") % cell[:20], _("请填写热线受理的时间。"))
    if found.year < 2019:
        raise _Bad(_("%s 早于 2019 年。") % cell[:20], _("请核对年份。"))
    return found


def _moment(cell: str) -> datetime | None:
    """A moment as hotlines write it; a day alone is its beginning."""
    text = cell.strip()
    try:
        made = parse_datetime(text)
        day = parse_date(text) if made is None else None
    except ValueError:
        return None
    if made is None and day is not None:
        made = datetime.combine(day, time.min)
    for form in () if made is not None else FORMATS:
        try:
            made = datetime.strptime(text, form)
        except ValueError:
            continue
        break
    return made if made is None or timezone.is_aware(made) else timezone.make_aware(made)


_TOPICS = {str(label): str(key) for key, label in Topic.choices} | {str(key): str(key) for key in Topic.values}


def _topic(cell: str) -> str:
    if not cell:
        return str(Topic.OTHER)
    if cell not in _TOPICS:
        words = "、".join(str(label) for label in Topic.labels)
        raise _Bad(_("没有“%s”这个类别。") % cell[:20], _("可填：%s。") % words)
    return _TOPICS[cell]


def _content(cell: str) -> str:
    text = bare(cell).strip()
    if not SHORTEST <= len(text) <= LONGEST:
        what = _("诉求内容 %(length)d 个字，应为 %(shortest)d 至 %(longest)d 个字。")
        raise _Bad(what % {"length": len(text), "shortest": SHORTEST, "longest": LONGEST}, _("请按工单填写要点。"))
    return text


def _name(cell: str) -> str:
    if len(cell) > LONGEST_NAME:
        raise _Bad(
            _("来电人有 %(n)d 个字，最多 %(most)d 个。") % {"n": len(cell), "most": LONGEST_NAME}, _("请只填称呼。")
        )
    return cell


def _phone(cell: str) -> str:
    phone = to_ascii_digits(cell)
    if phone and not rules.is_phone(phone):
        raise _Bad(_("不是手机号或带区号的座机号。"), _("请核对，Excel 中该列应为文本格式；也可以不填。"))
    return phone


def _consent(cell: str) -> bool:
    word = cell.lower()
    if word not in (*YES, *NO):
        raise _Bad(_("“%s”看不出同意与否。") % cell[:10], _("请填“是”或“否”。"))
    return word in YES


def template() -> list[list[str]]:
    """The head and one row as an example."""
    return [
        list(COLUMNS.values()),
        [
            "示例-20260506-0001",
            "2026-05-06 14:30",
            "320117004002",
            str(Topic.ELDERLY.label),
            "楼道没有扶手，老人上下楼不便。",
            "",
            "",
            "否",
        ],
    ]


def known_rows(read: Read) -> Iterable[str]:
    """What was passed over, in words."""
    words = _("第 %(row)d 行：工单号 %(ticket)s 已导入过，是诉求 %(voice)s")
    return [words % {"row": row, "ticket": ticket, "voice": voice} for row, ticket, voice in read.known]
