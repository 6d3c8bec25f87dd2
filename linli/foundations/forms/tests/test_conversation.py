"""A phone's afternoon, as ODK Collect speaks: replayed byte by byte against a running server."""

import http.client
import re
from typing import Any

import pytest

from linli.foundations.forms.models import Attachment
from linli.foundations.forms.tests.factory import kept, make_version, only, xml_of
from linli.foundations.forms.tests.test_openrosa import Phone, picture

BOUNDARY = "e9d4b1a2-7f3c-4f0e-9a58-2b1f6f3c0d11"
HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026.1 Dalvik/2.1", "Date": "Thu, 01 Jan 1970 00:00:00 GMT", "Accept-Encoding": "gzip"}  # fmt: skip


def body(xml: bytes, *, more: bool = False, **files: bytes) -> bytes:
    """A multipart body as okhttp writes it: each part with its length."""
    parts = [('name="xml_submission_file"; filename="form_2026-03-01.xml"', "text/xml", xml)]
    parts += [(f'name="{name}.jpg"; filename="{name}.jpg"', "image/jpeg", data) for name, data in files.items()]
    if more:
        parts.append(('name="*isIncomplete*"', "text/plain; charset=utf-8", b"yes"))
    text = b""
    for disposition, kind, data in parts:
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
        text += head.encode() + data + b"\r\n"
    return text + f"--{BOUNDARY}--\r\n".encode()


@pytest.mark.django_db(transaction=True)
def test_an_afternoon(live_server: Any) -> None:
    make_version()
    phone = Phone()
    host = live_server.url.removeprefix("http://")

    def asked(method: str, path: str, data: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        link = http.client.HTTPConnection(host, timeout=30)
        more = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} if data is not None else {}
        link.request(method, path, data, {**HEADERS, **more, **headers}, encode_chunked="Transfer-Encoding" in headers)
        answer = link.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        link.close()
        return found

    status, headers, _text = asked("GET", "/openrosa/formList")
    assert status == 401
    assert "WWW-Authenticate" in headers
    status, headers, text = asked("GET", f"{phone.base}/formList")
    assert (status, headers["X-OpenRosa-Version"]) == (200, "1.0")
    address = re.search(rb"<downloadUrl>http://[^/]+(/[^<]+)<", text)
    assert address is not None
    assert asked("GET", address[1].decode())[2].startswith(b"<?xml")
    send = f"{phone.base}/submission"
    status, headers, _text = asked("HEAD", f"{send}?deviceID=collect%3Aabc")
    assert (status, headers["X-OpenRosa-Accept-Content-Length"]) == (204, str(20 * 2**20))

    first = xml_of("uuid:first").replace(b"<door/>", b"<door>a.jpg</door>")
    assert asked("POST", send, body(first, more=True))[0] == 201
    for _again in range(2):
        assert asked("POST", send, body(first, a=picture()))[0] == 201
    assert only().complete
    assert len(kept(Attachment)) == 1
    assert asked("POST", send, body(first.replace(b"70", b"71")))[0] == 409
    edited = xml_of("uuid:second", old="uuid:first")
    status, _headers, text = asked("POST", send, body(edited))
    assert status == 201
    assert b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>' in text
    assert asked("POST", send, body(xml_of(version="7")))[0] == 404
    assert only(is_current=True).instance_id == "uuid:second"
    assert "abc" not in str([vars(one) for one in kept()])
