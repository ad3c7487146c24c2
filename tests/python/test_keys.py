"""Private keys: made, matched, handed over, and never shown."""

from __future__ import annotations

import copy
import pickle
import ssl
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

import certwright as cw

from .material import chain, foreign

KINDS = ["p256", "p384", "ed25519", "rsa2048"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_goes_to_cryptography_and_comes_back(kind: str) -> None:
    key = cw.PrivateKey.generate(kind)
    other = key.to_cryptography()
    assert other.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == key.public_key_der
    again = cw.PrivateKey.from_cryptography(other)
    assert (again.algorithm, again.public_key_der, again.to_pkcs8_der()) == (kind, key.public_key_der, key.to_pkcs8_der())
    assert other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_certificate_goes_to_cryptography_and_comes_back() -> None:
    certificate = cw.self_signed("a", dns_names=["a.example"]).certificate
    other = certificate.to_cryptography()
    assert isinstance(other, x509.Certificate)
    assert cw.Certificate.from_cryptography(other) == certificate


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{0!r}".format, lambda key: repr([key]), lambda key: repr(dir(key))])
def test_a_private_key_is_never_printed(show: Any) -> None:
    key = cw.PrivateKey.generate("p256")
    other = key.to_cryptography()
    assert isinstance(other, ec.EllipticCurvePrivateKey)
    number = other.private_numbers().private_value
    shown = show(key)
    assert not any(form in shown.lower() for form in (f"{number:x}", str(number), key.to_pkcs8_pem().splitlines()[1].lower()))


@pytest.mark.parametrize("secret", ["key", "identity"])
@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_private_key_is_not_pickled_or_copied(secret: str, copying: Any) -> None:
    identity = foreign()
    with pytest.raises(TypeError, match="not pickled"):
        copying(identity if secret == "identity" else identity.private_key)


def test_a_private_key_matches_its_certificate_and_no_other() -> None:
    identity, other = foreign(), foreign()
    assert identity.private_key.matches(identity.certificate)
    assert not identity.private_key.matches(other.certificate)
    with pytest.raises(cw.KeyMismatch):
        cw.Identity(other.certificate, identity.private_key)


@pytest.mark.parametrize("kind", ["p521", "rsa1024", "rsa", "", "dsa", "P-256 "])
def test_a_kind_of_key_that_is_not_made_is_refused(kind: str) -> None:
    with pytest.raises(cw.InvalidArgument):
        cw.PrivateKey.generate(kind)


def _handshake(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> ssl.SSLObject:
    """A TLS handshake in memory; the client's side of it."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = server.wrap_bio(to_server, to_client, server_side=True)
    other = client.wrap_bio(to_client, to_server, server_hostname=name)
    waiting = [other, one]
    while waiting:
        side = waiting.pop(0)
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            waiting.append(side)
    return other


@pytest.mark.parametrize("kind", ["p256", "p384", "rsa2048"])
def test_an_identity_gives_a_ready_context_for_a_server(store: cw.Store, kind: str) -> None:
    entry = store.create_self_signed("a", dns_names=["a.example"], key=kind)
    server = entry.identity().ssl_context()
    assert server.minimum_version == ssl.TLSVersion.TLSv1_2
    client = ssl.create_default_context(cadata=entry.to_pem())
    assert _handshake(server, client, "a.example").getpeercert(True) == entry.der


def test_a_context_of_a_server_sends_the_chain() -> None:
    (root, _), (issuer, _), (leaf, key) = chain()
    made = [cw.Certificate.from_cryptography(one) for one in (leaf, issuer, root)]
    server = cw.Identity(made[0], cw.PrivateKey.from_cryptography(key), [made[1]]).ssl_context()
    client = ssl.create_default_context(cadata=made[2].to_pem())
    client.check_hostname = False  # it holds no name
    client.verify_flags &= ~ssl.VERIFY_X509_STRICT
    assert _handshake(server, client, "leaf").getpeercert(True) == made[0].der


def test_a_context_of_a_client_verifies_servers_and_shows_its_certificate() -> None:
    server = cw.self_signed("srv", dns_names=["srv.example"])
    client = cw.self_signed("client", purpose="client")
    server_context, client_context = server.ssl_context(), client.ssl_context(server_side=False)
    assert (client_context.verify_mode, client_context.check_hostname) == (ssl.CERT_REQUIRED, True)
    server_context.verify_mode = ssl.CERT_REQUIRED
    server_context.load_verify_locations(cadata=client.certificate.to_pem())
    with pytest.raises(ssl.SSLCertVerificationError):
        _handshake(server_context, client_context, "srv.example")
    client_context.load_verify_locations(cadata=server.certificate.to_pem())
    assert _handshake(server_context, client_context, "srv.example").version() == "TLSv1.3"
