"""What stands between a program and a server, and can be slow or let the server die in the middle of a request."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable
from urllib.parse import urlsplit


def _pass_on(source: socket.socket, sink: socket.socket, sees: "Callable[[bytes], None]") -> None:
    try:
        while data := source.recv(4096):
            sees(data)
            sink.sendall(data)
    except OSError:
        pass
    for one in (source, sink):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


@contextmanager
def between(endpoint: str, sees: "Callable[[bytes], None]") -> Iterator[str]:
    """An endpoint that leads to this one; `sees` is given what is sent there before it is passed on."""
    server = urlsplit(endpoint)

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                upstream = socket.create_connection((server.hostname, server.port), timeout=60)
            except OSError:
                return
            with upstream:
                back = threading.Thread(target=_pass_on, args=(upstream, self.request, lambda _: None), daemon=True)
                back.start()
                _pass_on(self.request, upstream, sees)
                back.join()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Connection) as here:
        thread = threading.Thread(target=here.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{here.server_address[1]}"
        finally:
            here.shutdown()
