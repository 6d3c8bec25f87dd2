"""The words of an XLSForm: types, and headings under their several names."""

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

SELECTS = ("select_one", "select_multiple", "rank")
_HEADS = {
    "relevance": "relevant", "calculate": "calculation", "caption": "label", "command": "type", "tag": "name",
    "readonly": "read_only", "constraining_message": "constraint_message", "count": "repeat_count",
    "bind::relevant": "relevant", "bind::constraint": "constraint", "bind::calculate": "calculation",
    "bind::required": "required", "bind::linli:personal": "personal", "linli:personal": "personal",
}  # fmt: skip
EXPRESSIONS = (
    "relevant",
    "constraint",
    "calculation",
    "required",
    "choice_filter",
    "repeat_count",
    "read_only",
    "default",
)
METADATA = {
    "start", "end", "today", "deviceid", "phonenumber", "username", "email", "simserial", "subscriberid", "imei", "audit",
    "start-geopoint", "background-geopoint", "background-audio",
}  # fmt: skip
TRACING = METADATA - {"start", "end", "today"}
"""What tells of a device, its owner or where they are: personal data of the surveyor (个人信息保护法 4)."""
PLACES = {"geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint"}
FILES = {"photo", "image", "audio", "video", "file", "background-audio", "audit"}


def head(text: str) -> str:
    """A heading in its usual form; a translated one (`label::中文 (zh)`) keeps its language behind two colons."""
    base, mark, rest = text.strip().partition("::")
    plain = base.strip().lower().replace(" ", "_")
    if plain == "bind":
        return _HEADS.get(f"bind::{rest.strip()}", text)
    plain = _HEADS.get(plain, plain)
    return f"{plain}::{rest.strip()}" if mark else plain


def is_known(kind: str) -> bool:
    """Whether a question's type exists (without its list)."""
    return kind in QUESTION_TYPE_DICT or kind in METADATA or kind in aliases.osm


def split(cell: str) -> tuple[str, str]:
    """A type cell as (type, list or argument): `select one  yn or_other` is (select_one, yn)."""
    text = " ".join(cell.split())
    for alias in sorted(aliases.select, key=len, reverse=True):
        if text == alias or text.startswith(alias + " "):
            kind = aliases.select[alias]
            name = {"select one": "select_one", "select all that apply": "select_multiple"}.get(kind, kind)
            return (name + "_from_file" if "file" in alias else name), text[len(alias) :].strip().removesuffix(
                " or_other"
            )
    return text, ""


def opens(cell: str) -> str:
    """`group`, `repeat` or `loop` for a row that begins one."""
    return _edge(cell, "begin")


def closes(cell: str) -> str:
    return _edge(cell, "end")


def _edge(cell: str, word: str) -> str:
    text = cell.strip().lower().replace("_", " ")
    if not text.startswith(word + " "):
        return ""
    rest = text[len(word) + 1 :].split(" over ")[0].strip()
    return "repeat" if rest in ("lgroup", "looped group") else rest if rest in ("group", "repeat", "loop") else ""
