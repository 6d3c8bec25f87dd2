"""Submissions taken in, beside a bare view that inserts the same bytes in one statement; and data taken out.

Both sides get the same requests from the same clients over kept connections; each submission is another instance.
"""

import http
import os
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.registry import Row, room
from bench.server import Bench

CLIENTS, SECONDS = 16, 8
ROWS = int(os.environ.get("LINLI_BENCH_SUBMISSIONS", "13222"))
"""A tenth of a survey that other programs never finish exporting (132,229 × 510), or as many as `--whole` and the environment
say; the bounds go with it."""
WHOLE = 132_229
BARE, BOUNDARY = "/bench/insert", "0e5b8c9d"
INSTANCE = "uuid:00000000-0000-4000-8000-000000000000"


@dataclass
class Told:
    """What one client saw: how long each request took (seconds), and how many were not answered 201."""

    spent: list[float] = field(default_factory=list)
    bad: int = 0


@room("forms")
def forms(bench: Bench) -> Iterator[Row]:
    asked = bench.ask("bench.inside.forms", "intake()")
    with bench.owner() as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS bench_insert (id bigserial PRIMARY KEY, body bytea)")
        owner.execute("GRANT INSERT ON bench_insert TO linli_app")
        owner.execute("GRANT USAGE ON SEQUENCE bench_insert_id_seq TO linli_app")
    template = _body(asked["form"])
    _run(bench, asked["path"], template, 1)
    _run(bench, BARE, template, 1)
    before = bench.ask("bench.inside.forms", "stored()")
    bare = _run(bench, BARE, template, SECONDS)
    ours = _run(bench, asked["path"], template, SECONDS)
    lost = len(ours.spent) - (bench.ask("bench.inside.forms", "stored()") - before)
    rate, reference = len(ours.spent) / SECONDS, len(bare.spent) / SECONDS
    yield Row("forms.intake.rate", rate, "/s", limit=600, ratio=rate / reference, target=0.35, at_least=True)
    yield Row("forms.intake.p95", statistics.quantiles(ours.spent, n=20)[-1] * 1000, "ms")
    yield Row("forms.intake.bare", reference, "/s")
    yield Row("forms.intake.refused_or_lost", ours.bad + abs(lost), "", limit=0)
    yield from _out(bench)


def _out(bench: Bench) -> Iterator[Row]:
    """A quarter first, then all: how the cost grows says what ten times as much would take."""
    part: dict[str, float] = {}
    most = WHOLE if bench.whole else ROWS
    for rows in (most // 4, most):
        bench.ask("bench.inside.forms", f"fill({rows})")
        with bench.owner() as owner:
            owner.execute("VACUUM ANALYZE xforms_submission")
        for kind, seconds in (("csv", 90.0), ("xlsx", 360.0)):
            found = bench.ask("bench.inside.forms", f"taken_out('{kind}')")
            if rows != most:
                part[kind] = found["seconds"] / rows
                continue
            yield Row(f"forms.{kind}.seconds_{most}", found["seconds"], "s", limit=seconds * most / WHOLE)
            yield Row(f"forms.{kind}.processor_time_{most}", found["processor"], "s")
            yield Row(f"forms.{kind}.memory_{most}", found["memory"], "MB", limit=300)
            yield Row(f"forms.{kind}.growth", found["seconds"] / rows / part[kind], "", limit=1.5)


def _body(form: str) -> bytes:
    answers = "".join(f"<q{n}>答案{n}，内容与平常填写的一样长</q{n}>" for n in range(22))
    rows = "".join(f"<member><name>示例{n}</name><age>{60 + n}</age></member>" for n in range(2))
    xml = f'<?xml version="1.0"?><data id="{form}" version="1">{answers}{rows}<meta><instanceID>{INSTANCE}</instanceID></meta></data>'
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n'
        f"Content-Type: text/xml\r\n\r\n{xml}\r\n--{BOUNDARY}--\r\n"
    ).encode()


def _run(bench: Bench, path: str, template: bytes, seconds: float) -> Told:
    """Send with all clients at once for so long; what all of them saw."""
    told = [Told() for _n in range(CLIENTS)]
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=_client, args=(bench.server.port, path, template, until, one)) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Told([one for each in told for one in each.spent], sum(each.bad for each in told))


def _client(port: int, path: str, template: bytes, until: float, told: Told) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(template)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (begun := time.perf_counter()) < until:
            link.sendall(head + template.replace(INSTANCE.encode(), f"uuid:{uuid.uuid4()}".encode()))
            status = _answer(link.recv)
            told.spent.append(time.perf_counter() - begun)
            told.bad += status != http.HTTPStatus.CREATED


def _answer(receive: Callable[[int], bytes]) -> int:
    """Read one whole answer; its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += receive(65536)
    head, _gap, body = data.partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), 0)
    while len(body) < length:
        body += receive(65536)
    return int(lines[0].split()[1])
