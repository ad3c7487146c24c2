"""What is served follows the store, whichever way it is served, and no connection fails for it."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import certwright as cw

from .servers import ALL, DEADLINE, Serve, ask, by_listening_socket, by_socket, connect, look, seen

ways = pytest.mark.parametrize("serve", ALL, ids=lambda serve: serve.__name__)
CHANGES = 100

#: Another process, which sets what it is told line by line.
SETS = """
import sys, certwright as cw
endpoint = cw.Store.open(sys.argv[1]).endpoint()
for line in sys.stdin:
    endpoint.https(certificate=line.strip())
    print("set", flush=True)
"""


class Other:
    """Another process that changes the endpoint."""

    def __init__(self, store: cw.Store) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SETS, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def set(self, thumbprint: str) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(thumbprint + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "set\n"

    def end(self) -> None:
        self._process.communicate(timeout=DEADLINE)


@ways
def test_a_hundred_changes_by_another_process_fail_no_connection(serve: Serve, store: cw.Store) -> None:
    given = [store.create_self_signed(f"srv{number}", key=key).sha256 for number, key in enumerate(("p256", "rsa2048", "p384", "p256"))]
    own = store.endpoint().certificate().sha256
    failures: list[BaseException] = []
    counts: list[int] = []
    over = threading.Event()

    def load() -> None:
        count = 0
        try:
            while not over.is_set():
                assert look(port) in (own, *given)
                count += 1
        except BaseException as failure:
            failures.append(failure)
        counts.append(count)

    other = Other(store)
    with serve(store.endpoint()) as port, connect(port) as standing:
        ask(standing)
        threads = [threading.Thread(target=load, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(CHANGES):
            other.set(given[number % len(given)])
            assert look(port) == given[number % len(given)], "the next connection has it"
            if number % 10 == 0:
                ask(standing)
        over.set()
        for thread in threads:
            thread.join(DEADLINE)
        ask(standing)
        assert seen(standing) == own
    other.end()
    assert failures == [] and len(counts) == 3 and min(counts) > 0


@ways
def test_a_certificate_is_presented_also_to_who_names_no_host(serve: Serve, store: cw.Store) -> None:
    with serve(store.endpoint()) as port:
        assert look(port, None) == look(port) == store.endpoint().certificate().sha256


@ways
def test_one_of_another_kind_of_key_takes_the_place_of_the_first(serve: Serve, store: cw.Store) -> None:
    with serve(store.endpoint()) as port:
        for key in ("rsa2048", "ed25519", "p384", "p256"):
            change = store.endpoint().https(subject=key, key=key)
            assert change.certificate is not None
            assert look(port) == change.certificate.sha256


@contextlib.contextmanager
def refused(serve: Serve) -> Iterator[None]:
    """By an alert; asyncio closes the connection without sending what OpenSSL gives it."""
    if serve in (by_socket, by_listening_socket):
        with pytest.raises(ssl.SSLError, match="ALERT_ACCESS_DENIED"):
            yield
    else:
        with pytest.raises((ssl.SSLError, ConnectionResetError), match="ALERT_ACCESS_DENIED|EOF|reset"):
            yield


@ways
def test_off_and_http_refuse_each_handshake_until_it_is_https_again(serve: Serve, store: cw.Store) -> None:
    with serve(store.endpoint()) as port, connect(port) as standing:
        ask(standing)
        for refuse in (store.endpoint().disable, store.endpoint().http):
            refuse()
            for name in ("localhost", None):
                with refused(serve):
                    look(port, name)
        ask(standing)
        store.endpoint().https()
        assert look(port) == store.endpoint().certificate().sha256


def _tls_1_2(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2


def _tls_1_2_without_tickets(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_TICKET


def _tls_1_3(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize("version", [_tls_1_2, _tls_1_2_without_tickets, _tls_1_3])
@ways
def test_a_session_is_resumed_with_its_own_certificate_alone(serve: Serve, version: Callable[[ssl.SSLContext], None], store: cw.Store) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    version(context)

    def resume(session: ssl.SSLSession | None) -> tuple[bool, ssl.SSLSession | None]:
        connection = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        with context.wrap_socket(connection, server_hostname="localhost", session=session) as tls:
            ask(tls)
            if tls.session_reused is False:
                assert seen(tls) == store.endpoint().certificate().sha256
            reused, session = bool(tls.session_reused), tls.session
            with contextlib.suppress(OSError):
                tls.unwrap()  # a session that was cut off is not resumed
            return reused, session

    with serve(store.endpoint()) as port:
        _, session = resume(None)
        assert resume(session)[0]
        _, session = resume(None)
        store.endpoint().https(subject="another")
        assert not resume(session)[0]
        _, session = resume(None)
        store.endpoint().disable()
        with refused(serve):
            resume(session)


def test_what_was_served_is_served_on_while_the_store_cannot_be_read(store: cw.Store) -> None:
    own = store.endpoint().certificate().sha256
    live = store.endpoint().live()
    live.get()
    with by_socket(store.endpoint()) as port:
        assert look(port) == own
        with contextlib.closing(sqlite3.connect(store.path)) as stranger, stranger:
            stranger.execute("UPDATE endpoints SET port = 443")
        given = store.create_self_signed("srv1")
        with pytest.raises(cw.Tampered):
            live.get()
        assert look(port) == look(port, None) == own
        assert live.last is not None and live.last.certificate.sha256 == own
        store.endpoint().reset()
        store.endpoint().https(certificate=given)
        assert look(port) == given.sha256


def test_it_is_followed_after_the_store_was_closed(store: cw.Store) -> None:
    path = store.path
    with by_socket(store.endpoint()) as port:
        store.close()
        with cw.Store.open(path) as other:
            change = other.endpoint().https(subject="another")
        assert change.certificate is not None and look(port) == change.certificate.sha256
