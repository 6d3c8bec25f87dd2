"""What every document has around its text: the head, the signature, the proof, the imprint."""

import base64
import io
from dataclasses import dataclass
from datetime import date, datetime

import segno


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the act stands in the journal: its position, the SHA-256 (hex) of its exact record, the page that shows it.

    `position` is None for the moment between an act and its place in the journal.
    """

    position: int | None
    fingerprint: str
    url: str

    @property
    def lines(self) -> list[str]:
        """The whole fingerprint in groups of four, eight to a line, to be compared by eye."""
        groups = [self.fingerprint[i : i + 4] for i in range(0, len(self.fingerprint), 4)]
        return [" ".join(groups[i : i + 8]) for i in range(0, len(groups), 8)]

    @property
    def picture(self) -> str:
        """The QR code of `url` as embedded data (PNG), so that nothing has to be fetched."""
        return segno.make(self.url, error="m", micro=False).png_data_uri(scale=6, border=1)


TITLE = 19
"""So many characters of 2号 type stand in a line of 156 mm."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`mark` is the red head (发文机关标志), empty for contracts and vouchers; `number` the document's number (发文字号);
    `addressee` whom it is sent to (主送机关); `issuer` and `day` sign it, or the template signs where `issuer` is empty;
    `copies` and `office` with `issued` make the imprint (版记); `attachments` stand below the text;
    `draft` says why it has no force yet (未签订); `ending` is the end of a long title that takes a line of its own."""

    title: str
    file_name: str
    mark: str = ""
    number: str = ""
    addressee: str = ""
    issuer: str = ""
    day: date | datetime | None = None
    attachments: tuple[str, ...] = ()
    copies: str = ""
    office: str = ""
    issued: date | datetime | None = None
    draft: str = ""
    ending: str = ""
    proof: Proof | None = None

    @property
    def title_lines(self) -> list[str]:
        """A title of one line, or parted before its ending (回行时词意完整)."""
        if len(self.title) <= TITLE or not self.ending or not self.title.endswith(self.ending):
            return [self.title]
        return [self.title.removesuffix(self.ending), self.ending]


def png(data_uri: str) -> io.BytesIO:
    """The bytes of an embedded PNG. Raises ValueError for any other address."""
    head, _comma, body = data_uri.partition(",")
    if head != "data:image/png;base64":
        raise ValueError("only embedded PNG pictures stand in documents")
    return io.BytesIO(base64.b64decode(body))
