"""HTTPS servers on loopback that take an `ssl.SSLContext`, each in a way of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

import certwright as cw

DEADLINE = 60.0
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

Serve = Callable[[cw.Endpoint], "contextlib.AbstractContextManager[int]"]


def _answer(tls: ssl.SSLSocket) -> None:
    """Answers each request of a connection, until it is closed."""
    with tls, contextlib.suppress(OSError):  # refused, or gone
        tls.do_handshake()
        while tls.recv(65536):
            tls.sendall(ANSWER)
        tls.unwrap()


@contextlib.contextmanager
def _accepting(server: socket.socket, accept: Callable[[], ssl.SSLSocket], answer: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    def work() -> None:
        with contextlib.suppress(OSError):  # closed, at the end
            while True:
                threading.Thread(target=answer, args=(accept(),), daemon=True).start()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        thread.join(DEADLINE)


@contextlib.contextmanager
def by_socket_of(context: ssl.SSLContext, answer: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    """Each connection is wrapped by itself, and what answers it shakes hands."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        accept = lambda: context.wrap_socket(server.accept()[0], server_side=True, do_handshake_on_connect=False)
        with _accepting(server, accept, answer) as port:
            yield port


@contextlib.contextmanager
def by_socket(endpoint: cw.Endpoint) -> Iterator[int]:
    with by_socket_of(endpoint.ssl_context(), _answer) as port:
        yield port


@contextlib.contextmanager
def by_listening_socket(endpoint: cw.Endpoint) -> Iterator[int]:
    """The socket that listens is wrapped, once."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as plain:
        with endpoint.ssl_context().wrap_socket(plain, server_side=True, do_handshake_on_connect=False) as server:
            with _accepting(server, lambda: server.accept()[0], _answer) as port:
                yield port


@contextlib.contextmanager
def by_asyncio(endpoint: cw.Endpoint) -> Iterator[int]:
    """asyncio, in a thread."""
    loop = asyncio.new_event_loop()
    context = endpoint.ssl_context()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while await reader.read(65536):
                writer.write(ANSWER)
                await writer.drain()
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, ssl=context, backlog=64))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(DEADLINE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(DEADLINE)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    answering = asyncio.all_tasks() - {asyncio.current_task()}
    for one in answering:
        one.cancel()
    await asyncio.gather(*answering, return_exceptions=True)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Says hello."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


class _Uvicorn(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextlib.contextmanager
def by_uvicorn(endpoint: cw.Endpoint) -> Iterator[int]:
    """uvicorn, in a thread, on a free port instead of the endpoint's."""
    server = _Uvicorn(endpoint.uvicorn_config(app, host="127.0.0.1", port=0, lifespan="off", log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listens.wait(DEADLINE)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(DEADLINE)


ALL: list[Serve] = [by_socket, by_listening_socket, by_asyncio, by_uvicorn]


def connect(port: int, name: str | None = "localhost", change: Callable[[ssl.SSLContext], object] | None = None) -> ssl.SSLSocket:
    """A connection of a client that believes anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if change is not None:
        change(context)
    connection = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
    try:
        return context.wrap_socket(connection, server_hostname=name)
    except BaseException:
        connection.close()
        raise


def ask(tls: ssl.SSLSocket) -> None:
    """One request, and its answer."""
    tls.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    got = b""
    while not got.endswith(b"hello"):
        piece = tls.recv(65536)
        assert piece, f"closed after {got!r}"
        got += piece


def seen(tls: ssl.SSLSocket) -> str:
    """SHA-256 of the certificate that the server presented."""
    der = tls.getpeercert(binary_form=True)
    assert der is not None
    return cw.Certificate.from_der(der).sha256


def look(port: int, name: str | None = "localhost", change: Callable[[ssl.SSLContext], object] | None = None) -> str:
    """What a new connection sees."""
    with connect(port, name, change) as tls:
        ask(tls)
        return seen(tls)
