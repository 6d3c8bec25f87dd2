"""What is wrong with a file of division codes: where, what, and how to mend it."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad row. `row` counts as a spreadsheet does: the head is row 1; 0 stands for the whole file."""

    file: str
    row: int
    column: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = _("%(file)s 第 %(row)s 行") % {"file": self.file, "row": self.row} if self.row else self.file
        if self.column:
            place = _("%(place)s“%(column)s”列") % {"place": place, "column": self.column}
        return _("%(place)s：%(what)s%(remedy)s") % {"place": place, "what": self.what, "remedy": self.remedy}

    @property
    def said(self) -> str:
        """What is wrong and how to mend it, in one text."""
        return _("%(what)s%(mend)s") % {"what": self.what, "mend": self.remedy}


@dataclass
class BadFile(Refusal):
    """A file was not imported, not one row of it. `faults` are the first hundred, `total` all."""

    code: str = "bad_file"
    faults: Sequence[Fault] = dataclasses.field(default_factory=tuple)
    total: int = 0

    @property
    def rows(self) -> list[tuple[int | str, str, str]]:
        """Row, column, what is wrong and how to mend it: as `c-faults` shows them."""
        return [(one.row or "—", one.column or "—", one.said) for one in self.faults]


def bad_file(faults: Sequence[Fault], total: int | None = None) -> BadFile:
    """The refusal for these faults; `total` when there are more than could be listed."""
    count = total if total is not None else len(faults)
    return BadFile(
        _("文件中有 %(count)s 处错误，一行也没有导入。") % {"count": count},
        remedy=_("请按下列行号改正后重新导入。"),
        faults=tuple(faults[:SHOWN]),
        total=count,
    )


def whole_file(file: str, what: str | Promise, remedy: str | Promise) -> BadFile:
    """The refusal of a file that cannot be read at all."""
    return bad_file([Fault(file, 0, "", str(what), str(remedy))])
