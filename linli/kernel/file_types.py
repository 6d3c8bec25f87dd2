"""What a file really is, by its bytes: its extension must agree, and only harmless kinds are kept.

Images are written anew, so that the place and device noted in them (EXIF, GPS) and whatever hides behind the picture are
gone; office files are opened as the archives they are, and bombs and macros refused.
"""

import io
import warnings
import zipfile

import filetype
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.kernel.errors import Refusal

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.csv,.txt"
# MPO is what many phones write: a JPEG with a second picture behind it.
IMAGES = {"jpg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MARKUP = ("<html", "<svg", "<script", "<!doctype", "<?xml", "<body", "<iframe")
UNPACKED_LIMIT = 200 * 2**20
MAX_PIXELS = 30_000_000
MAX_TEXT_GUESS = 4096


def accepted(extension: str, data: bytes) -> bytes:
    """The bytes to keep for a file that calls itself `extension`. Raises Refusal with what is wrong and what to do."""
    if extension not in MEDIA_TYPES:
        raise _refused(
            _("不能上传 %(kind)s 文件。") % {"kind": f".{extension}" if extension else _("没有扩展名的")},
            _("可以上传 PDF、JPG、PNG、WEBP、DOCX、XLSX、CSV、TXT。"),
        )
    if not data:
        raise _refused(_("文件是空的。"), _("请核对文件后重新选择。"))
    if extension in IMAGES:
        return _image(extension, data)
    if extension in OFFICE:
        _office(extension, data)
    elif extension == "pdf":
        if not data.startswith(b"%PDF-"):
            raise _mismatch(extension, data)
    else:
        _text(extension, data)
    return data


def _refused(message: str, remedy: str) -> Refusal:
    return Refusal(message, remedy=remedy, field="file", code="file_refused")


def _mismatch(extension: str, data: bytes) -> Refusal:
    found = filetype.guess_extension(data[:8192])
    message = (
        _("文件扩展名是 .%(said)s，内容却是 .%(found)s。") % {"said": extension, "found": found}
        if found and found != extension
        else _("文件扩展名是 .%(said)s，内容却不是这种文件。") % {"said": extension}
    )
    return _refused(message, _("请用原来的软件另存后重新上传，不要只改扩展名；加密的文件请先解密。"))


def _image(extension: str, data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise _mismatch(extension, data) from error
    with picture:
        if picture.format not in IMAGES[extension]:
            raise _mismatch(extension, data)
        _check_size(picture)
        try:
            return _written_anew(picture, IMAGES[extension][0])
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _refused(_("图片不完整，无法打开。"), _("请重新拍摄或从原处重新下载后上传。")) from error


def _check_size(picture: Image.Image) -> None:
    pixels, limit = picture.width * picture.height, getattr(settings, "FILES_MAX_PIXELS", MAX_PIXELS)
    if pixels > limit:
        raise _refused(
            _("图片有 %(pixels)s 万像素，超过 %(limit)s 万像素。")
            % {"pixels": f"{pixels // 10_000:,}", "limit": f"{limit // 10_000:,}"},
            _("请缩小图片后重新上传。"),
        )
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        raise _refused(_("不能上传动图。"), _("请改传静态图片。"))


def _written_anew(picture: Image.Image, kind: str) -> bytes:
    """The picture alone, turned upright; its colour profile is the only thing carried over."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and upright.mode not in ("RGB", "L", "CMYK"):
        upright = upright.convert("RGB")
    upright.info = {}
    out = io.BytesIO()
    upright.save(
        out, kind, **({"quality": 90} if kind != "PNG" else {}), **({"icc_profile": profile} if profile else {})
    )
    return out.getvalue()


def _office(extension: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise _mismatch(extension, data) from error
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", OFFICE[extension]} <= names:
        raise _mismatch(extension, data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(_("文件含有宏，不能上传。"), _("请另存为不含宏的文件后重新上传。"))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_LIMIT or len(entries) > 5000 or unpacked > 1000 * len(data) + 2**20:
        raise _refused(_("文件展开后过大，不能上传。"), _("请删去不需要的内容后重新上传。"))


def _text(extension: str, data: bytes) -> None:
    if filetype.guess(data[:8192]) is not None or b"\0" in data:
        raise _mismatch(extension, data)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            start = data.decode(encoding)[:MAX_TEXT_GUESS].lower()
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _mismatch(extension, data)
    if any(mark in start for mark in MARKUP):
        raise _refused(_("不能上传网页或矢量图形代码。"), _("请改传 PDF 或图片。"))
