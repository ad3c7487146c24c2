"""`Store.client_context` and `requests_adapter`: each way to connect accepts one server and refuses three."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

import certwright as cw

from .authority import GONE_BY, Held, issue
from .peers import serving

Fetch = Callable[[cw.Store, int, "list[cw.Certificate]"], bytes]
REQUEST = b"GET / HTTP/1.0\r\n\r\n"


def by_socket(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    context = store.client_context(system_roots=roots)
    with context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost") as tls:
        return exchange(tls)


def by_socket_connected_later(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    context = store.client_context("localhost", system_roots=roots)
    with context.wrap_socket(socket.socket()) as tls:
        tls.connect(("127.0.0.1", port))
        return exchange(tls)


def by_first_write(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    context = store.client_context(system_roots=roots)
    connection = socket.create_connection(("127.0.0.1", port))
    with context.wrap_socket(connection, server_hostname="localhost", do_handshake_on_connect=False) as tls:
        return exchange(tls)


def without_blocking(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    context = store.client_context(system_roots=roots)
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setblocking(False)
    with context.wrap_socket(connection, server_hostname="localhost", do_handshake_on_connect=False) as tls:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                tls.setblocking(True)
                socket.socket.recv(connection, 1, socket.MSG_PEEK) if connection.fileno() >= 0 else tls.pending()
                tls.setblocking(False)
        tls.setblocking(True)
        return exchange(tls)


def exchange(tls: ssl.SSLSocket) -> bytes:
    tls.sendall(REQUEST)
    return b"".join(iter(lambda: tls.recv(65536), b""))


def by_asyncio(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    async def fetch() -> bytes:
        context = store.client_context(port=port, system_roots=roots)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
        writer.write(REQUEST)
        got = await reader.read()
        writer.close()
        return got

    return asyncio.run(fetch())


def by_httpx(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    with httpx.Client(verify=store.client_context(system_roots=roots)) as client:
        return client.get(f"https://localhost:{port}/").content


def by_httpx_asynchronously(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    async def fetch() -> bytes:
        async with httpx.AsyncClient(verify=store.client_context(port=port, system_roots=roots)) as client:
            return (await client.get(f"https://localhost:{port}/")).content

    return asyncio.run(fetch())


def by_requests(store: cw.Store, port: int, roots: list[cw.Certificate]) -> bytes:
    with requests.Session() as session, warnings.catch_warnings():
        warnings.simplefilter("error")  # urllib3 warns of connections that it takes for unverified
        session.mount("https://", cw.requests_adapter(store, system_roots=roots))
        return session.get(f"https://localhost:{port}/").content


ALL = [
    by_socket,
    by_socket_connected_later,
    by_first_write,
    without_blocking,
    by_asyncio,
    by_httpx,
    by_httpx_asynchronously,
    by_requests,
]
ways = pytest.mark.parametrize("fetch", ALL, ids=lambda way: way.__name__)


@contextlib.contextmanager
def refused(*codes: str) -> Iterator[None]:
    """With the error that this way of connecting raises, in which the store's reasons are found."""
    with pytest.raises((ssl.SSLCertVerificationError, httpx.ConnectError, requests.exceptions.SSLError)) as raised:
        yield
    found = store_error(raised.value)
    assert isinstance(found, ssl.SSLCertVerificationError)
    if isinstance(found, cw.Untrusted):
        assert [reason.code for reason in found.reasons] == list(codes)
    else:
        assert isinstance(found, cw.CertwrightError) and [found.code] == list(codes)


def store_error(error: BaseException | None) -> cw.CertwrightError | None:
    """The store's, behind what a library made of it."""
    while error is not None and not isinstance(error, cw.CertwrightError):
        reason = getattr(error.args[0], "reason", None) if error.args else None
        inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return error


@ways
def test_a_server_under_a_trusted_root_is_accepted_and_three_others_are_not(
    fetch: Fetch, store: cw.Store, root: Held, intermediate: Held, good: Held, tmp_path: Path
) -> None:
    store.add(root.ours, store="TrustedRoot")
    above = (intermediate.certificate,)
    with serving(good.server(tmp_path)) as port:
        assert fetch(store, port, []).endswith(b"hello")
    for held, code in [
        (issue("another name", intermediate, names=("other.example",), above=above), "host_mismatch"),
        (issue("expired", intermediate, until=GONE_BY, above=above), "expired"),
        (issue("self-signed"), "root_not_trusted"),
    ]:
        seen: list[bytes] = []
        with serving(held.server(tmp_path), seen=seen) as port, refused(code):
            fetch(store, port, [])
        assert [one for one in seen if one] == []  # nothing was sent to it


@ways
def test_a_decision_is_kept_and_another_certificate_refused(fetch: Fetch, store: cw.Store, tmp_path: Path) -> None:
    own = issue("own")
    with serving(own.server(tmp_path)) as port:
        store.trust(f"localhost:{port}", [own.ours], own.ours)
        assert fetch(store, port, []).endswith(b"hello")
        for decision in store.decisions():
            store.remove_decision(decision.id)
        other = issue("other").ours
        store.trust(f"localhost:{port}", [other], other)
        with refused("server_certificate_changed"):
            fetch(store, port, [])


def test_a_server_that_sends_too_little_is_judged_with_what_the_store_has(store: cw.Store, root: Held, intermediate: Held, tmp_path: Path) -> None:
    store.add(root.ours, store="TrustedRoot")
    with serving(issue("short", intermediate).server(tmp_path)) as port:
        with refused("issuer_not_found"):
            by_socket(store, port, [])
        store.add(intermediate.ours, store="Intermediate")
        assert by_socket(store, port, []).endswith(b"hello")


def test_verification_is_never_switched_off(store: cw.Store) -> None:
    context = store.client_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    for name, value in [("verify_mode", ssl.CERT_NONE), ("verify_mode", ssl.CERT_OPTIONAL), ("check_hostname", False)]:
        with pytest.raises(ValueError, match="never switched off"):
            setattr(context, name, value)
    context.verify_mode, context.check_hostname = ssl.CERT_REQUIRED, True
    for load in (context.load_default_certs, context.load_verify_locations, context.set_default_verify_paths):
        with pytest.raises(ValueError, match="TrustedRoot"):
            load()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    with requests.Session() as session:
        session.mount("https://", cw.requests_adapter(store))
        with pytest.raises(ValueError, match="never switched off"):
            session.get("https://localhost:1/", verify=False)


def test_a_second_handshake_is_never_had(store: cw.Store) -> None:
    context = store.client_context()
    context.options = ssl.OP_ALL
    assert context.options & ssl.OP_NO_RENEGOTIATION


def test_without_a_name_nothing_is_connected_to(store: cw.Store) -> None:
    context = store.client_context()
    with pytest.raises(ValueError, match="server_hostname"):
        context.wrap_socket(socket.socket())
    with pytest.raises(ValueError, match="server_hostname"):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_resumed_session_is_judged_again(version: ssl.TLSVersion, store: cw.Store, root: Held, good: Held, tmp_path: Path) -> None:
    store.add(root.ours, store="TrustedRoot")
    with serving(good.server(tmp_path)) as port:
        context = store.client_context()
        context.maximum_version = version

        def connect(session: Any) -> ssl.SSLSocket:
            return context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost", session=session)

        with connect(None) as first:
            exchange(first)
            session = first.session
        with connect(session) as second:
            exchange(second)
            assert second.session_reused
        store.delete(root.ours)
        with refused("issuer_not_found"):
            connect(session)


def test_after_a_refusal_nothing_is_sent_however_often_it_is_tried(store: cw.Store, tmp_path: Path) -> None:
    seen: list[bytes] = []
    with serving(issue("own").server(tmp_path), seen=seen) as port:
        connection = socket.create_connection(("127.0.0.1", port))
        context = store.client_context(system_roots=False)
        with context.wrap_socket(connection, server_hostname="localhost", do_handshake_on_connect=False) as tls:
            for attempt in (tls.do_handshake, lambda: tls.sendall(b"secret"), lambda: tls.write(b"secret"), lambda: tls.recv(1), lambda: tls.read(1)):
                with refused("root_not_trusted"):
                    attempt()
    assert [one for one in seen if one] == []


def test_the_host_of_the_context_is_whom_the_server_must_be(store: cw.Store, root: Held, intermediate: Held, tmp_path: Path) -> None:
    store.add(root.ours, store="TrustedRoot")
    names: list[str | None] = []
    server = issue("srv9", intermediate, names=("srv9.corp.example",), above=(intermediate.certificate,)).server(tmp_path)
    server.sni_callback = lambda _, name, __: names.append(name)
    with serving(server) as port:
        with httpx.Client(verify=store.client_context("srv9.corp.example")) as client:
            assert client.get(f"https://127.0.0.1:{port}/").content == b"hello"
        with refused("host_mismatch"), httpx.Client(verify=store.client_context()) as client:
            client.get(f"https://127.0.0.1:{port}/")
    assert names[0] == "srv9.corp.example"
