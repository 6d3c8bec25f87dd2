"""Reading a submission's XML in one pass: no document type, no entities, bounded in size, depth and number of elements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from linli.foundations.forms.intake.known import Shape
from linli.kernel.errors import Refusal

MOST_BYTES = 4 * 2**20
MOST_DEPTH = 30
MOST_ELEMENTS = 100_000
ALWAYS = frozenset({"meta/instanceID", "meta/deprecatedID", "meta/instanceName"})


@dataclass(slots=True)
class Sent:
    """What was sent: which form, which instance, the answers by path; `xml` is what may be kept of it."""

    form_id: str = ""
    label: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    xml: bytes = b""

    @property
    def instance_id(self) -> str:
        return str(self.answers.get("meta/instanceID", ""))

    @property
    def deprecated_id(self) -> str:
        return str(self.answers.get("meta/deprecatedID", ""))


def bad(message: str, remedy: str = "") -> Refusal:
    """A submission that cannot be read."""
    return Refusal(message, remedy=remedy, code="bad_submission", status=400)


class _Reader:
    """Handlers of one pass. Elements that the form does not ask for are noted as cuts of the bytes."""

    def __init__(self, data: bytes, shape_of: Callable[[str, str], Shape]) -> None:
        self.data, self.shape_of, self.sent = data, shape_of, Sent()
        self.shape: Shape | None = None
        self.path: list[str] = []
        self.rows: list[dict[str, Any]] = [self.sent.answers]
        self.text: list[str] = []
        self.count = 0
        self.stray_from = -1
        self.stray_depth = 0
        self.cuts: list[tuple[int, int]] = []
        parser = self.parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self.refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text.append

    def refuse_doctype(self, *_args: Any) -> None:
        raise bad(_("填报内容含有文档类型声明或实体，没有接收。"), _("请用采集程序提交。"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.path) >= MOST_DEPTH:
            raise bad(_("填报内容的结构过大，没有接收。"), _("请用采集程序提交。"))
        self.text.clear()
        if self.shape is None:
            self.sent.form_id, self.sent.label = attributes.get("id", ""), attributes.get("version", "")
            self.shape = self.shape_of(self.sent.form_id, self.sent.label)
            self.path.append("")
            return
        above = self.path[-1]
        local = name.rpartition(" ")[2]
        path = f"{above}/{local}" if above else local
        self.path.append(path)
        if self.stray_from >= 0:
            return
        if path in self.shape.repeats:
            row: dict[str, Any] = {}
            self.rows[-1].setdefault(path, []).append(row)
            self.rows.append(row)
        elif path not in self.shape.leaves and path not in self.shape.groups and path not in ALWAYS:
            self.stray_from, self.stray_depth = self.parser.CurrentByteIndex, len(self.path)

    def end(self, _name: str) -> None:
        path = self.path.pop()
        shape = self.shape
        assert shape is not None
        if self.stray_from >= 0:
            if len(self.path) + 1 == self.stray_depth:
                self.cuts.append((self.stray_from, self.data.index(b">", self.parser.CurrentByteIndex) + 1))
                self.stray_from = -1
        elif path in shape.repeats:
            self.rows.pop()
        elif path and self.text and (path in shape.leaves or path in ALWAYS):
            value = "".join(self.text).strip()
            if value:
                self.rows[-1][path] = value
        self.text.clear()

    def kept(self) -> bytes:
        """The bytes without what the form does not ask for."""
        parts, at = [], 0
        for begin, end in self.cuts:
            parts.append(self.data[at:begin])
            at = end
        return b"".join([*parts, self.data[at:]])


def read(data: bytes, shape_of: Callable[[str, str], Shape]) -> Sent:
    """The submission. `shape_of` is asked with the form's id and version and may refuse. Raises Refusal (400)."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("填报内容超过 4 MB，没有接收。"), code="too_big", status=413)
    reader = _Reader(data, shape_of)
    try:
        reader.parser.Parse(data, True)
        reader.sent.xml = reader.kept() if reader.cuts else data
        if reader.cuts:
            expat.ParserCreate("utf-8").Parse(reader.sent.xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise bad(_("填报内容不是完整的 XML，没有接收。"), _("请用采集程序重新提交。")) from error
    return reader.sent
