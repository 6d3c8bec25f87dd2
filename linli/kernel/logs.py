"""Log lines: one event, one line, whatever a person typed; telephone and identity numbers are never whole in them."""

import logging
import re
import unicodedata
from types import TracebackType

_BREAKS = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_SIGNED = re.compile(r"[\w=-]{6,}:[\w-]{4,}:[\w-]{27,}")
_KEYED = re.compile(r"(/openrosa/key/)[^/\s]+")
"""An address that carries a surveyor's right."""
_VALUES = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+):.*", re.MULTILINE)
"""What PostgreSQL adds to an error: the row's own values."""


def one_line(text: str) -> str:
    """The text without line breaks, escape sequences and direction marks: each shows as its number."""
    return "".join(
        letter
        if unicodedata.category(letter) not in ("Cc", "Cf", "Zl", "Zp")
        else _BREAKS.get(letter, f"\\u{ord(letter):04x}")
        for letter in text
    )


def veiled(text: str) -> str:
    """Telephone and identity numbers with their middles hidden; signed links, which open something, not at all."""
    text = _KEYED.sub(r"\1…", _SIGNED.sub("…", text))
    return _IDENTITY.sub(r"\1********\2", _PHONE.sub(r"\1****\2", text))


class OneLine(logging.Formatter):
    """`time level logger: message`; a traceback follows indented, so that no line of it can pass for one of the log's."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = one_line(veiled(record.message))
        return super().formatMessage(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        told = veiled(_VALUES.sub(r"\1: …", super().formatException(ei)))
        return "\n".join(f"    {one_line(line)}" for line in told.splitlines())
