"""The paragraphs of a Word file, in order; nothing else of it is read."""

import io
import zipfile
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal
from linli.kernel.file_names import extension_of
from linli.kernel.file_types import accepted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST = 8 * 2**20
"""Bytes of the text part of a Word file, unpacked."""


def text_of(name: str, data: bytes) -> str:
    """The text of an uploaded .docx or .txt. Raises Refusal for another kind, a damaged file, or automatic numbering."""
    extension = extension_of(name)
    if extension not in ("docx", "txt"):
        raise _refused(_("只能从 .docx 或 .txt 读取条款。"), _("旧版 .doc 请先另存为 .docx。"))
    data = accepted(extension, data)
    return _word(data) if extension == "docx" else _plain(data)


def _plain(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > LARGEST:
                raise _refused(_("文件正文过大。"), _("请只保留文件正文。"))
            root = ElementTree.fromstring(archive.read("word/document.xml"), forbid_dtd=True)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, DefusedXmlException, RuntimeError, EOFError) as error:
        raise _refused(_("文件打不开。"), _("请用原来的软件另存为 .docx 后重新上传。")) from error
    paragraphs = list(root.iter(f"{W}p"))
    counted = next((n for n, one in enumerate(paragraphs, 1) if one.find(f"{W}pPr/{W}numPr") is not None), 0)
    if counted:
        raise _refused(
            _("第 %(n)d 段用了自动编号，编号不在文字里，读不到。") % {"n": counted},
            _("请在 Word 中把自动编号转换为文本，或复制文字粘贴到正文框。"),
        )
    return "\n".join(_text(one) for one in paragraphs)


def _text(paragraph: Any) -> str:
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}tab":
            pieces.append(" ")
        elif node.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
    return "".join(pieces)


def _refused(message: str, remedy: str) -> Refusal:
    return Refusal(message, remedy=remedy, field="file", code="file_refused")
