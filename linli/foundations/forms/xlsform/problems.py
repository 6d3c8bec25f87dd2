"""What is wrong with a workbook: where (sheet, row, column), what, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts as the spreadsheet does, the head being row 1; 0 means the sheet, or the file, as a whole."""

    what: Text
    remedy: Text
    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def place(self) -> str:
        """Where: survey 第 5 行 name."""
        parts = [self.sheet, _("第 %s 行") % self.row if self.row else "", self.column]
        return " ".join(part for part in parts if part) or _("整个文件")

    def __str__(self) -> str:
        return _("%(place)s：%(what)s%(remedy)s") % {"place": self.place, "what": self.what, "remedy": self.remedy}


@dataclass
class BadForm(Refusal):
    """A workbook that cannot become a form; `problems` names every fault that was found."""

    code: str = "bad_form"
    problems: Sequence[Problem] = ()


def refused(problems: Sequence[Problem]) -> BadForm:
    """The refusal that carries them."""
    return BadForm(
        _("表单文件有 %(n)s 处问题，没有保存。") % {"n": len(problems)},
        remedy=_("请按下列位置修改后重新上传。"),
        field="file",
        problems=tuple(problems),
    )
