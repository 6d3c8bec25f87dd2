"""Sheets of a workbook as their XML, a row at a time. A library that makes an object of every cell takes minutes for what
this does in seconds; a sheet of text and numbers needs no more than these few elements (ECMA-376, part 1, 18.3)."""

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from linli.foundations.forms.export.columns import is_number

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BEGIN = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
END = b"</sheetData></worksheet>"
MOST_ROWS = 1_048_576
MOST_TEXT = 32_767
"""Characters that a cell holds."""
DIGITS = 16
"""Digits that a spreadsheet keeps of a number."""
_GAP = "\x1f"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ufffe\uffff\ud800-\udfff]")


class Rows:
    """Writes rows of texts; `numeric` are the columns in which what is a number becomes one."""

    def __init__(self, width: int, numeric: Sequence[int] = ()) -> None:
        names = [xl_col_to_name(n) for n in range(width)]
        self.begins = [f'<c r="{name}' for name in names]
        self.whole = "".join(f'<c r="{name}{_GAP}" t="inlineStr"><is><t>%s</t></is></c>' for name in names)
        """A row without a gap and without a number, in one piece."""
        self.numeric = numeric

    def row(self, number: int, texts: list[str]) -> str:
        """One row; `number` counts from 1. What is empty takes no cell."""
        texts = self._escaped(texts)
        if not self.numeric and "" not in texts:
            return f'<row r="{number}">{self.whole.replace(_GAP, str(number)) % tuple(texts)}</row>'
        cells = [
            f'{begin}{number}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
            for begin, text in zip(self.begins, texts, strict=True)
        ]
        for n in self.numeric:
            text = texts[n]
            if text and len(text) < DIGITS and is_number(text):
                cells[n] = f'{self.begins[n]}{number}"><v>{text}</v></c>'
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _escaped(self, texts: list[str]) -> list[str]:
        """All at once: most rows have nothing to escape."""
        joined = _GAP.join(texts)
        if "&" in joined or "<" in joined or ">" in joined:
            joined = joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if _FORBIDDEN.search(joined):
            joined = _FORBIDDEN.sub("", joined)
        made = joined.split(_GAP)
        if len(made) != len(texts) or len(joined) > MOST_TEXT:
            made = [self._one(text) for text in texts]
        return made

    def _one(self, text: str) -> str:
        text = _FORBIDDEN.sub("", text.replace(_GAP, ""))[:MOST_TEXT]
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
