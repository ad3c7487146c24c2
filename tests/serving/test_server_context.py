"""`Endpoint.ssl_context` and `uvicorn_config`: what a host sets on them, what they refuse, and that no key comes to a disk."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import certwright as cw

from .servers import ALL, DEADLINE, Serve, app, ask, by_socket, by_socket_of, connect

ways = pytest.mark.parametrize("serve", ALL, ids=lambda serve: serve.__name__)


@contextlib.contextmanager
def once(context: ssl.SSLContext) -> Iterator[int]:
    """A server that shakes hands with each client and says hello."""

    def greet(tls: ssl.SSLSocket) -> None:
        with tls, contextlib.suppress(OSError):
            tls.do_handshake()
            tls.sendall(b"hello")
            tls.unwrap()

    with by_socket_of(context, greet) as port:
        yield port


def changed(store: cw.Store) -> cw.Endpoint:
    """Its certificate is another one than a context was made with."""
    store.endpoint().https(subject=f"another after {store.last_event}")
    return store.endpoint()


def s_client(port: int, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", *map(str, options)]
    return subprocess.run(command, input="", capture_output=True, text=True, timeout=DEADLINE)


@ways
def test_openssl_verifies_what_is_served_before_and_after_a_change(serve: Serve, store: cw.Store, tmp_path: Path) -> None:
    with serve(store.endpoint()) as port:
        for number in range(2):
            roots = tmp_path / f"{number}.pem"
            roots.write_text(store.endpoint().certificate().to_pem())
            for name in (["-servername", "localhost"], ["-noservername"]):
                done = s_client(port, *name, "-CAfile", roots, "-verify_return_error")
                assert done.returncode == 0 and "Verify return code: 0 (ok)" in done.stdout, done.stderr
            changed(store)
            assert s_client(port, "-CAfile", roots, "-verify_return_error").returncode == 1


def test_versions_before_1_2_are_refused(store: cw.Store) -> None:
    with by_socket(store.endpoint()) as port:
        for version in ("-tls1", "-tls1_1"):
            done = s_client(port, version, "-cipher", "ALL@SECLEVEL=0")
            assert done.returncode == 1 and "alert protocol version" in done.stderr
        for version in ("-tls1_2", "-tls1_3"):
            assert s_client(port, version).returncode == 0


def test_alpn_holds_for_every_certificate(store: cw.Store) -> None:
    context = store.endpoint().ssl_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with once(context) as port:
        for _ in range(2):
            with connect(port, change=lambda client: client.set_alpn_protocols(["http/1.1"])) as tls:
                assert (tls.recv(5), tls.selected_alpn_protocol()) == (b"hello", "http/1.1")
            changed(store)


def test_ciphers_versions_and_options_hold_for_every_certificate(store: cw.Store) -> None:
    context = store.endpoint().ssl_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    context.options |= ssl.OP_NO_RENEGOTIATION
    with once(context) as port:
        for _ in range(2):
            with connect(port) as tls:
                assert (tls.version(), (tls.cipher() or ("",))[0]) == ("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256")
            changed(store)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_an_option_of_the_hosts_ends_no_resumption_but_its_own_wish_does(version: ssl.TLSVersion, store: cw.Store) -> None:
    context = store.endpoint().ssl_context()
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode, client.minimum_version, client.maximum_version = False, ssl.CERT_NONE, version, version

    def resumed(port: int) -> bool:
        """Whether the second of two connections goes on with the session of the first."""
        session = None
        for _ in range(2):
            connection = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
            with client.wrap_socket(connection, server_hostname="localhost", session=session) as tls:
                assert tls.recv(5) == b"hello"
                reused, session = bool(tls.session_reused), tls.session
                with contextlib.suppress(OSError):
                    tls.unwrap()  # a session that was cut off is not resumed
        return reused

    with once(context) as port:
        assert not context.options & ssl.OP_NO_TICKET
        context.options |= ssl.OP_NO_RENEGOTIATION
        assert context.options & ssl.OP_NO_RENEGOTIATION and resumed(port)
        changed(store)
        assert resumed(port)
        context.options |= ssl.OP_NO_TICKET
        assert context.options & ssl.OP_NO_TICKET
        with connect(port, change=lambda one: setattr(one, "maximum_version", version)) as tls:
            assert tls.recv(5) == b"hello" and (tls.session is None or not tls.session.has_ticket or version > ssl.TLSVersion.TLSv1_2)
        context.options &= ~ssl.OP_NO_TICKET
        assert resumed(port)


def test_client_certificates_are_verified_whatever_is_served(store: cw.Store, tmp_path: Path) -> None:
    known, stranger = cw.self_signed("known", purpose="client"), cw.self_signed("stranger", purpose="client")
    context = store.endpoint().ssl_context()
    context.load_verify_locations(cadata=known.certificate.to_pem())
    context.verify_mode = ssl.CERT_REQUIRED
    for one in (known, stranger):
        (tmp_path / one.certificate.sha256).write_text(one.to_pem())
    with once(context) as port:
        for _ in range(2):
            with connect(port, change=lambda client: client.load_cert_chain(tmp_path / known.certificate.sha256)) as tls:
                assert tls.recv(5) == b"hello"
            for refused in (lambda client: client.load_cert_chain(tmp_path / stranger.certificate.sha256), None):
                with pytest.raises((ssl.SSLError, ConnectionResetError)), connect(port, change=refused) as tls:
                    tls.recv(5)
            changed(store)


def test_a_setting_that_openssl_refuses_is_set_nowhere(store: cw.Store) -> None:
    context = store.endpoint().ssl_context()
    with pytest.raises(ssl.SSLError):
        context.set_ciphers("NONSENSE")
    with once(context) as port:
        changed(store)
        with connect(port) as tls:
            assert tls.recv(5) == b"hello"


def test_the_certificate_is_the_endpoints_alone(store: cw.Store, tmp_path: Path) -> None:
    context = store.endpoint().ssl_context()
    (tmp_path / "own.pem").write_text(cw.self_signed("own").to_pem())
    with pytest.raises(ValueError, match="the certificate is the endpoint's: set it there"):
        context.load_cert_chain(tmp_path / "own.pem")
    with pytest.raises(ValueError, match="the certificate is the endpoint's: set it there"):
        context.sni_callback = lambda *_: None


#: Opens nothing for writing but what has no name, and makes no temporary file. Rust is not seen by this; it only writes the database.
_WRITES = """
import sys
wrote = []
def audit(event, arguments):
    if event.startswith("tempfile.") or event == "open" and isinstance(arguments[0], (str, bytes)) and set(str(arguments[1])) & set("wax+"):
        wrote.append((event, arguments))
sys.addaudithook(audit)
import certwright as cw
endpoint = cw.Store.open(sys.argv[1]).endpoint()
context = endpoint.ssl_context()
endpoint.https(subject="another")
import ssl
context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
print(wrote)
"""


def test_the_key_is_in_no_file_at_any_time(store: cw.Store) -> None:
    done = subprocess.run([sys.executable, "-c", _WRITES, str(store.path)], capture_output=True, text=True, timeout=DEADLINE)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_uvicorn_has_port_and_tls_of_the_endpoint(store: cw.Store) -> None:
    endpoint = store.endpoint()
    endpoint.https(4431)
    config = endpoint.uvicorn_config(app, host="::1", log_level="critical")
    assert (config.port, config.host, config.is_ssl) == (4431, "::1", True)
    config.load()
    assert isinstance(config.ssl, ssl.SSLContext)
    assert endpoint.uvicorn_config(app, port=1234).port == 1234
    endpoint.http(8080)
    plain = endpoint.uvicorn_config(app)
    assert (plain.port, plain.is_ssl) == (8080, False)


def test_uvicorn_refuses_an_option_that_it_does_not_know(store: cw.Store) -> None:
    with pytest.raises(TypeError, match="nonsense"):
        store.endpoint().uvicorn_config(app, nonsense=True)


def test_a_store_that_trusts_the_certificate_reaches_it_by_its_own_client_context(store: cw.Store, tmp_path: Path) -> None:
    own = store.endpoint().https(subject="srv1", dns_names=["localhost"]).certificate
    assert own is not None
    other = cw.Store.create(tmp_path / "other.db")
    with by_socket(store.endpoint()) as port:
        other.trust(f"localhost:{port}", [own], own)
        connection = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        with other.client_context().wrap_socket(connection, server_hostname="localhost") as tls:
            ask(tls)
        changed(store)
        connection = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        with pytest.raises(cw.ServerCertificateChanged), other.client_context().wrap_socket(connection, server_hostname="localhost") as tls:
            ask(tls)
