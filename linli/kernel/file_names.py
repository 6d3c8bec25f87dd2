"""File names as people may see them: no path, no control or direction marks, short enough for every disk."""

import re
import unicodedata

from django.utils.translation import gettext as _

BYTES = 240
SPACES = re.compile(r"\s+")


def clean_name(name: str) -> str:
    """The last part of a path, without invisible marks, at most 240 bytes in UTF-8, its extension kept in lower case."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", SPACES.sub(" ", plain)).strip().rstrip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot:
        stem, extension = plain, ""
    extension = extension.strip().lower()[:10]
    stem = _cut(stem.strip(" .") or _("附件"), BYTES - len(extension.encode()) - 1)
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """The extension of a cleaned name; jpeg is jpg."""
    found = name.rpartition(".")[2].lower() if "." in name else ""
    return "jpg" if found == "jpeg" else found


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")
