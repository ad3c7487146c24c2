"""What is written for real servers comes to be served, and what does not is taken back."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .servers import SERVERS, Site


@pytest.fixture(params=["nginx", "haproxy"])
def site(request: pytest.FixtureRequest, tmp_path: Path, endpoint: cw.Endpoint) -> Iterator[Site]:
    """A server with a certificate of somebody else; the endpoint has its port."""
    folder = tmp_path / "site"
    folder.mkdir()
    other = cw.self_signed("srv1", dns_names=["localhost"])
    (folder / "site.pem").write_text(other.to_pem())
    (folder / "site.crt").write_text(other.certificate.to_pem())
    (folder / "site.key").write_text(other.private_key.to_pkcs8_pem())
    with SERVERS[request.param](folder) as running:
        endpoint.https(running.port)
        yield running


def apply(endpoint: cw.Endpoint, site: Site, **options: Any) -> cw.Applied:
    return endpoint.apply(site.layout, site.certificate, site.key, **{"reload": site.reload, "timeout": 30, **options})


def served(port: int) -> bytes:
    """What a client sees of the certificate, and that the server answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=30) as tcp, context.wrap_socket(tcp, server_hostname="localhost") as tls:
        tls.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answer = b"".join(iter(lambda: tls.recv(4096), b""))
        assert answer.endswith(b"hello"), answer
        der = tls.getpeercert(binary_form=True)
        assert der is not None
        return der


def test_a_real_server_serves_what_is_written_for_it(endpoint: cw.Endpoint, site: Site) -> None:
    before = endpoint.check()
    assert [finding.code for finding in before.findings][:1] == ["other_certificate"]
    applied = apply(endpoint, site)
    assert applied.changed
    assert served(site.port) == endpoint.certificate().der == applied.certificate.der
    secret = site.key or site.certificate
    assert secret.stat().st_mode & 0o777 == 0o600
    assert [finding.code for finding in endpoint.check().findings] == []
    assert not apply(endpoint, site, reload=["false"]).changed


def test_where_the_server_does_not_take_it_up_the_former_certificate_stays(endpoint: cw.Endpoint, site: Site, store: cw.Store) -> None:
    apply(endpoint, site)
    former = served(site.port)
    endpoint.https(certificate=store.create_self_signed("another", dns_names=["localhost"]))
    files = [path for path in (site.certificate, site.key) if path is not None]
    contents = [path.read_bytes() for path in files]
    with pytest.raises(cw.ApplyFailed) as failed:
        apply(endpoint, site, reload=["true"], timeout=1)
    assert "the former files are back" in str(failed.value)
    assert [path.read_bytes() for path in files] == contents
    assert served(site.port) == former
    assert [finding.code for finding in endpoint.check().findings] == ["former_certificate"]
    apply(endpoint, site)
    assert served(site.port) == endpoint.certificate().der


def test_reloads_fail_no_connection(endpoint: cw.Endpoint, site: Site, store: cw.Store) -> None:
    apply(endpoint, site)
    certificates = [endpoint.certificate(), *(store.create_self_signed(f"srv{number}", dns_names=["localhost"]) for number in range(2))]
    known = {entry.der for entry in certificates}
    done = threading.Event()
    seen: list[bytes] = []
    failures: list[BaseException] = []

    def load() -> None:
        while not done.is_set():
            try:
                seen.append(served(site.port))
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for entry in itertools.islice(itertools.cycle(certificates), 10):
            endpoint.https(certificate=entry)
            apply(endpoint, site)
    finally:
        done.set()
        for thread in threads:
            thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert failures == []
    assert set(seen) <= known and len(set(seen)) > 1
