"""Looking at servers: each that is met in the field gives its own message, within its time."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography.x509.oid import ExtendedKeyUsageOID

import certwright as cw

from .authority import GONE_BY, Held, issue
from .peers import free_port, listening, nginx, s_server, serving


def codes(store: cw.Store, probed: cw.Probed) -> list[str]:
    """Every reason against it, where there is one."""
    with pytest.raises(cw.Untrusted) as refused:
        store.verify(probed.chain, probed.host, probed.port, system_roots=False)
    assert all(reason.advice for reason in refused.value.reasons)
    return [reason.code for reason in refused.value.reasons]


def handshake_fails(port: int, kind: str, words: str, **options: object) -> None:
    with pytest.raises(cw.HandshakeFailed) as failed:
        cw.probe(f"127.0.0.1:{port}", **options)  # type: ignore[arg-type]
    assert (failed.value.kind, str(failed.value)) == (kind, f"no TLS connection to 127.0.0.1:{port}: {words}")
    assert isinstance(failed.value, ConnectionError)


def test_nginx_is_looked_at_with_its_chain(store: cw.Store, good: Held, root: Held, tmp_path: Path) -> None:
    pem = good.write(tmp_path / "good.pem")
    with nginx(tmp_path, f"ssl_certificate {pem}; ssl_certificate_key {pem}; ssl_protocols TLSv1.2 TLSv1.3;") as port:
        probed = cw.probe(f"https://localhost:{port}/index.html")
    assert probed.chain == [good.ours, cw.Certificate.from_cryptography(good.above[0])]
    assert (probed.server, probed.host, probed.port) == (f"localhost:{port}", "localhost", port)
    assert (probed.address, probed.protocol) == (f"127.0.0.1:{port}", "TLSv1.3")
    assert probed.cipher.startswith("TLS_") and probed.client_certificate == "not-asked" and probed.notes == []
    lines = probed.picture().splitlines()
    assert lines[0] == "CN=srv1  [certificate]" and lines[-1].strip() == "└─ CN=Example Root  [not sent]"
    assert codes(store, probed) == ["issuer_not_found"]
    store.add(root.ours, store="TrustedRoot")
    trusted = store.verify(probed.chain, probed.host, probed.port)
    assert (trusted.basis, trusted.decision, trusted.path[-1]) == ("trusted-root", None, root.ours)


@pytest.mark.parametrize(
    ("options", "asks"),
    [
        ("", "not-asked"),
        ("ssl_verify_client optional_no_ca;", "asked"),
        ("ssl_verify_client on; ssl_client_certificate {pem}; ssl_protocols TLSv1.2;", "asked"),  # it refuses by HTTP
    ],
)
def test_nginx_that_asks_for_a_client_certificate_is_told(options: str, asks: str, good: Held, tmp_path: Path) -> None:
    pem = good.write(tmp_path / "good.pem")
    with nginx(tmp_path, f"ssl_certificate {pem}; ssl_certificate_key {pem}; {options.format(pem=pem)}") as port:
        assert cw.probe(f"localhost:{port}").client_certificate == asks


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
@pytest.mark.parametrize(("options", "asks"), [([], "not-asked"), (["-verify", "1"], "asked"), (["-Verify", "1"], "required")])
def test_openssl_that_asks_for_a_client_certificate_is_told(version: str, options: list[str], asks: str, good: Held, tmp_path: Path) -> None:
    pem = good.write(tmp_path / "good.pem")
    with s_server("-cert", pem, "-key", pem, version, *options) as port:
        probed = cw.probe(f"localhost:{port}")
    assert (probed.client_certificate, probed.chain[0]) == (asks, good.ours)
    assert probed.protocol == {"-tls1_2": "TLSv1.2", "-tls1_3": "TLSv1.3"}[version]


def test_a_wrong_host_an_expired_one_a_self_signed_one_and_a_missing_intermediate_are_told_apart(
    store: cw.Store, root: Held, intermediate: Held, tmp_path: Path
) -> None:
    store.add(root.ours, store="TrustedRoot")
    above = (intermediate.certificate,)
    for held, expected in [
        (issue("wrong host", intermediate, names=("other.example",), above=above), ["host_mismatch"]),
        (issue("expired", intermediate, until=GONE_BY, above=above), ["expired"]),
        (issue("self-signed"), ["root_not_trusted"]),
        (issue("missing intermediate", intermediate), ["issuer_not_found"]),
        (issue("for clients", intermediate, usage=ExtendedKeyUsageOID.CLIENT_AUTH, above=above), ["purpose_not_allowed"]),
    ]:
        pem = held.write(tmp_path / "it.pem")
        sent = ("-cert_chain", pem) if held.above else ()
        with s_server("-cert", pem, "-key", pem, *sent) as port:
            probed = cw.probe(f"localhost:{port}")
        assert codes(store, probed) == expected, held.certificate.subject


def test_a_server_that_speaks_tls_1_0_alone_is_told(good: Held, tmp_path: Path) -> None:
    pem = good.write(tmp_path / "good.pem")
    with s_server("-cert", pem, "-key", pem, "-tls1", "-cipher", "DEFAULT@SECLEVEL=0") as port:
        words = "it speaks only versions of TLS before 1.2, which are not to be relied on; have TLS 1.2 or 1.3 switched on there"
        handshake_fails(port, "old_protocol", words)


def test_plain_http_is_told() -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(handle) as port:
        handshake_fails(port, "not_tls", "it speaks HTTP without TLS on this port")


def test_plain_http_of_nginx_is_told(tmp_path: Path, good: Held) -> None:
    plain = free_port()
    pem = good.write(tmp_path / "good.pem")
    with nginx(tmp_path, f"listen 127.0.0.1:{plain}; ssl_certificate {pem}; ssl_certificate_key {pem};"):
        handshake_fails(plain, "not_tls", "it speaks HTTP without TLS on this port")


def test_a_port_that_says_nothing_is_told_in_time() -> None:
    ended = threading.Event()
    with listening(lambda connection: ended.wait(60)) as port:
        with pytest.raises(cw.TimedOut) as failed:
            cw.probe(f"127.0.0.1:{port}", timeout=0.25)
        ended.set()
    words = f"127.0.0.1:{port} did not answer in time: it was waited for, and it has not said a word, for 0.25 seconds in all"
    assert str(failed.value) == words and isinstance(failed.value, TimeoutError)


def test_a_server_that_drips_is_given_no_more_time_than_all_may_take() -> None:
    """It would go on for 16384 pieces: only the deadline ends it."""
    ended = threading.Event()

    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        for octet in b"\x16\x03\x03\x40\x00" + bytes(16384):
            connection.sendall(bytes([octet]))
            if ended.wait(0.02):
                return

    with listening(handle) as port:
        with pytest.raises(cw.TimedOut) as failed:
            cw.probe(f"127.0.0.1:{port}", timeout=0.5)
        ended.set()
    assert str(failed.value) == f"127.0.0.1:{port} did not answer in time: TLS was being set up, for 0.5 seconds in all"


def test_a_reset_in_the_handshake_is_told() -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with listening(handle) as port:
        words = "it broke the connection off (reset) while it was waited for, and it has not said a word"
        handshake_fails(port, "closed", words)


def test_a_port_where_nothing_listens_is_told() -> None:
    port = free_port()
    with pytest.raises(cw.Unreachable) as failed:
        cw.probe(f"127.0.0.1:{port}")
    assert str(failed.value) == f"127.0.0.1:{port} cannot be reached: nothing listens there (connection refused)"
    assert isinstance(failed.value, ConnectionError)


def test_more_than_64_kb_of_certificates_are_refused_and_a_little_less_are_shown(root: Held, good: Held, tmp_path: Path) -> None:
    size = len(root.ours.der) + 3
    for count, fits in [(60000 // size, True), (66000 // size, False)]:
        many = Held(good.certificate, good.key, (root.certificate,) * count)
        with serving(many.server(tmp_path)) as port:
            if fits:
                assert len(cw.probe(f"127.0.0.1:{port}").chain) == count + 1
            else:
                words = "it presents more than 64 KiB of certificates; it should send its own and the intermediate ones alone"
                handshake_fails(port, "too_large", words)


@contextlib.contextmanager
def smtp(context: ssl.SSLContext | None) -> Iterator[int]:
    controller = Controller(object(), hostname="127.0.0.1", port=free_port(), tls_context=context)
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


def test_smtp_goes_over_to_tls(good: Held, tmp_path: Path) -> None:
    with smtp(good.server(tmp_path)) as port:
        assert cw.probe(f"smtp://127.0.0.1:{port}").chain[0] == good.ours
        assert cw.probe(f"127.0.0.1:{port}", starttls="smtp").chain[0] == good.ours
        words = "it speaks SMTP or FTP without TLS on this port; SMTP can go over to it: --starttls smtp"
        handshake_fails(port, "not_tls", words)


def test_smtp_without_starttls_is_told() -> None:
    with smtp(None) as port:
        handshake_fails(port, "no_starttls", "it speaks SMTP and offers no STARTTLS", starttls="smtp")


@pytest.mark.parametrize("offers", [True, False])
def test_postgresql_goes_over_to_tls_or_says_that_it_does_not(offers: bool, good: Held, tmp_path: Path) -> None:
    context = good.server(tmp_path)

    def handle(connection: socket.socket) -> None:
        asked = connection.recv(8)
        assert asked == bytes.fromhex("00000008 04d2162f")
        connection.sendall(b"S" if offers else b"N")
        if offers:
            context.wrap_socket(connection, server_side=True).recv(1)

    with listening(handle) as port:
        if offers:
            assert cw.probe(f"postgres://127.0.0.1:{port}/name").chain[0] == good.ours
        else:
            handshake_fails(port, "no_starttls", "it speaks PostgreSQL without TLS", starttls="postgres")


def test_an_ipv6_address_is_connected_to(good: Held, tmp_path: Path) -> None:
    with serving(good.server(tmp_path), host="::1") as port:
        probed = cw.probe(f"https://[::1]:{port}/")
    assert (probed.server, probed.host, probed.address) == (f"[::1]:{port}", "::1", f"[::1]:{port}")


def test_two_hundred_at_once_are_all_answered(good: Held, tmp_path: Path) -> None:
    with serving(good.server(tmp_path)) as port, ThreadPoolExecutor(200) as pool:
        found = list(pool.map(lambda _: cw.probe(f"localhost:{port}", timeout=120), range(200)))
    assert all(probed.chain[0] == good.ours for probed in found)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e9])
def test_a_timeout_that_is_none_is_refused(timeout: float) -> None:
    with pytest.raises(cw.InvalidArgument, match="above 0 and at most a day"):
        cw.probe("localhost:1", timeout=timeout)
