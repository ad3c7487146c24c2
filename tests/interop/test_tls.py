"""TLS by Python's ssl (OpenSSL): an identity serves and connects, and is verified."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .programs import ALIAS, KEYS, PASSWORD, OpenSSL
from .test_chain import Chain, make_chain

Ours = Callable[[str], cw.Identity]


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """Both ends in memory, after the handshake and one message each way."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = (server.wrap_bio(up, down, server_side=True), client.wrap_bio(down, up, server_hostname=name))
    done: set[int] = set()
    for _ in range(10):
        for number, end in enumerate(ends):
            try:
                end.do_handshake()
                done.add(number)
            except ssl.SSLWantReadError:
                pass
        if len(done) == 2:
            break
    assert len(done) == 2
    for sender, receiver in (ends, ends[::-1]):
        sender.write(b"one message")
        assert receiver.read(100) == b"one message"
    return ends


def trusting(context: ssl.SSLContext, *anchors: cw.Certificate) -> ssl.SSLContext:
    """The context, with these as further anchors."""
    context.load_verify_locations(cadata="".join(anchor.to_pem() for anchor in anchors))
    return context


def client_trusting(*anchors: cw.Certificate) -> ssl.SSLContext:
    return trusting(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), *anchors)


@pytest.fixture(scope="module")
def both() -> Callable[[str], cw.Identity]:
    """An identity for server and client with each kind of key."""
    made: dict[str, cw.Identity] = {}

    def identity(kind: str) -> cw.Identity:
        if kind not in made:
            made[kind] = cw.self_signed("made here", dns_names=["srv.example"], purpose="both", key=kind, no_expiry=True)
        return made[kind]

    return identity


CHEAP = KEYS[:4]  # RSA 3072 and 4096 serve below, as the identities that all tests share


@pytest.mark.parametrize("kind", KEYS)
def test_it_serves_a_client_that_trusts_its_certificate_and_no_other(kind: str, ours: Ours) -> None:
    _, client = handshake(ours(kind).ssl_context(), client_trusting(ours(kind).certificate), "srv.example")
    assert client.getpeercert(binary_form=True) == ours(kind).certificate.der
    assert client.version() == "TLSv1.3"


@pytest.mark.parametrize("kind", CHEAP)
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_serves_and_connects_with_both_sides_verified(version: ssl.TLSVersion, kind: str, both: Ours) -> None:
    identity = both(kind)
    server = trusting(identity.ssl_context(), identity.certificate)
    server.verify_mode = ssl.CERT_REQUIRED
    client = trusting(identity.ssl_context(server_side=False), identity.certificate)
    client.minimum_version = client.maximum_version = version
    ends = handshake(server, client, "srv.example")
    assert [end.getpeercert(binary_form=True) for end in ends] == [identity.certificate.der] * 2
    assert ends[0].version() == {ssl.TLSVersion.TLSv1_2: "TLSv1.2", ssl.TLSVersion.TLSv1_3: "TLSv1.3"}[version]


@pytest.mark.parametrize("kind", CHEAP)
def test_a_strict_client_is_content(kind: str, both: Ours) -> None:
    client = client_trusting(both(kind).certificate)
    client.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN  # Python's default from 3.13 on
    handshake(both(kind).ssl_context(), client, "srv.example")


def test_a_client_of_its_own_verifies_servers(both: Ours) -> None:
    client = both("p256").ssl_context(server_side=False)
    assert (client.verify_mode, client.check_hostname) == (ssl.CERT_REQUIRED, True)
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed certificate"):
        handshake(both("p256").ssl_context(), client, "srv.example")


def test_another_name_is_refused(both: Ours) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        handshake(both("p256").ssl_context(), client_trusting(both("p256").certificate), "other.example")


def test_another_certificate_is_refused(both: Ours) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed certificate"):
        handshake(both("p256").ssl_context(), client_trusting(both("p384").certificate), "srv.example")


def test_a_certificate_for_clients_serves_nobody() -> None:
    identity = cw.self_signed("made here", dns_names=["srv.example"], purpose="client", no_expiry=True)
    with pytest.raises(ssl.SSLCertVerificationError, match="unsuitable certificate purpose"):
        handshake(identity.ssl_context(), client_trusting(identity.certificate), "srv.example")


def test_tls_1_1_is_refused(both: Ours) -> None:
    assert both("p256").ssl_context().minimum_version == ssl.TLSVersion.TLSv1_2
    assert both("p256").ssl_context(server_side=False).minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.fixture(scope="module")
def chain(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return make_chain(openssl, tmp_path_factory.mktemp("chain"), ("p384", "rsa2048", "p256"))


@pytest.mark.parametrize("carrier", ["pem", "pfx"])
def test_the_chain_is_sent_so_that_a_client_with_the_root_alone_verifies(
    carrier: str, chain: Chain, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    leaf, _, root = chain.certificates()
    if carrier == "pem":
        data, password = b"".join(path.read_bytes() for path in (chain.key, chain.leaf, chain.intermediate, chain.root)), None
    else:
        above = ("-certfile", chain.intermediate, "-name", ALIAS, "-passout", f"pass:{PASSWORD}")
        data, password = openssl("pkcs12", "-export", "-inkey", chain.key, "-in", chain.leaf, *above).out, PASSWORD
    store.import_file(data, password=password)
    _, client = handshake(store.get(leaf).identity().ssl_context(), client_trusting(root), "leaf.example")
    assert client.getpeercert(binary_form=True) == leaf.der


def test_without_its_chain_a_client_with_the_root_alone_refuses_it(chain: Chain) -> None:
    leaf, _, root = chain.certificates()
    identity = cw.Identity(leaf, cw.PrivateKey.from_pem(chain.key.read_bytes()))
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer certificate"):
        handshake(identity.ssl_context(), client_trusting(root), "leaf.example")


def test_the_key_is_left_in_no_file(ours: Ours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    ours("p256").ssl_context()
    assert list(tmp_path.iterdir()) == []
