"""A server to look at: TLS with one identity, on a free port."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import certwright as cw


@contextlib.contextmanager
def served(identity: cw.Identity, connections: list[str] | None = None) -> Iterator[int]:
    """The port; each connection that came to TLS is told."""
    context = identity.ssl_context()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with contextlib.suppress(OSError):  # closed, at the end
                while True:
                    connection, (address, _) = server.accept()
                    with connection, contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as tls:
                        if connections is not None:
                            connections.append(address)
                        tls.recv(1)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
