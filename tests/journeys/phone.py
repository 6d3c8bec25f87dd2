"""A surveyor's phone: the address of his key, and forms that are sent to it as ODK Collect sends them."""

from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from linli.foundations.forms.intake import write
from linli.foundations.forms.models import FormVersion

VERSION = {"X-OpenRosa-Version": "1.0"}
EDGE = "linli-journey"
HEAD = f'--{EDGE}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\nContent-Type: text/xml\r\n\r\n'


class Phone:
    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def offers(self) -> str:
        """The list of forms that the phone shows."""
        return self._asked(f"{self.address}/formList").decode()

    def send(self, version: FormVersion, answers: dict[str, Any]) -> None:
        xml = write.xml_of(version, answers, f"uuid:{uuid4()}")
        body = HEAD.encode() + xml + f"\r\n--{EDGE}--\r\n".encode()
        self._asked(f"{self.address}/submission", body, {"Content-Type": f"multipart/form-data; boundary={EDGE}"})

    def _asked(self, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        with urlopen(Request(address, body, {**VERSION, **(headers or {})})) as answer:
            assert answer.status in (200, 201), answer.status
            read: bytes = answer.read()
            return read
