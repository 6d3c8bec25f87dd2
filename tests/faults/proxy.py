"""A network that loses things: stands between client and server, and drops the answer or the request when told to."""

import contextlib
import random
import socket
import threading
from collections.abc import Iterator

WHOLE, NO_ANSWER, NO_REQUEST = "whole", "no answer", "no request"


class Proxy:
    """One request a connection, as the clients here send them. `losses` are the fates to choose from."""

    def __init__(self, to: int, losses: tuple[str, ...] = (WHOLE, NO_ANSWER, NO_REQUEST)) -> None:
        self.to, self.losses = to, losses
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.fates: list[str] = []

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self.listening.accept()
                threading.Thread(target=self.carry, args=[client], daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        fate = random.choice(self.losses)
        self.fates.append(fate)
        with client, contextlib.suppress(OSError):
            client.settimeout(60)
            request = read_request(client)
            if fate == NO_REQUEST:
                return
            with socket.create_connection(("127.0.0.1", self.to), timeout=60) as server:
                server.sendall(request)
                first = server.recv(65536)
                while fate == WHOLE and first:
                    client.sendall(first)
                    first = server.recv(65536)


def read_request(client: socket.socket) -> bytes:
    """The head, and as much of a body as it announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(65536)
        if not more:
            return data
        data += more
    head, _sep, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        body += client.recv(65536)
    return head.replace(b"\r\nConnection: keep-alive", b"") + b"\r\nConnection: close\r\n\r\n" + body


@contextlib.contextmanager
def between(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.listening.close()
