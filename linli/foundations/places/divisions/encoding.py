"""Finding out how a text file is encoded: UTF-8 with or without BOM, UTF-16 as spreadsheets save it, or GBK."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import whole_file

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
UNREADABLE = "\ufffd"


def detect(path: Path) -> str:
    """The encoding by BOM, else by the first line that is not ASCII: UTF-8 if it reads as such, else GB 18030.

    The first line decides and not the whole file, so that one damaged row of a large UTF-8 file is named as a bad row
    instead of turning the file into nonsense.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(b"PK\x03\x04"):
            raise whole_file(path.name, _("这是 Excel 文件，不是 CSV。"), _("请在 Excel 中另存为“CSV UTF-8”。"))
        for bom, name in _BOMS.items():
            if start.startswith(bom):
                return name
        file.seek(0)
        for line in file:
            if not line.isascii():
                return "utf-8" if _reads(line, "utf-8") else "gb18030"
    return "utf-8"


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines(path: Path) -> Iterator[str]:
    """The file's lines as text; bytes that do not belong to its encoding become U+FFFD, which the checks report."""
    with path.open(encoding=detect(path), errors="replace", newline="") as file:
        for line in file:
            yield line.replace("\0", UNREADABLE)
