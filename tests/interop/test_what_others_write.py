"""What others write, certwright reads; and says the same of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Union

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key, pkcs12

import certwright as cw

from .agreement import EACH_PROGRAM_AND_KEY, assert_agree
from .programs import ALIAS, KEYS, PASSWORD, Certtool, Facts, Keytool, Nss, OpenSSL, pem_blocks, run
from .pyca import pkcs8, public_key, signing_key

Theirs = Callable[[str], tuple[Path, Path]]
WrittenBy = Callable[[str, str], tuple[Path, Facts]]


def assert_key_works(key: cw.PrivateKey, public_key: bytes, openssl: OpenSSL, folder: Path) -> None:
    """OpenSSL finds the key, and a request that it signs, to belong to the public key."""
    path = folder / "read.key"
    path.write_text(key.to_pkcs8_pem())
    assert openssl.signer_of(openssl.request(path)) == public_key
    assert key.public_key_der == public_key


each = pytest.mark.parametrize(("name", "kind"), EACH_PROGRAM_AND_KEY)


@each
def test_we_read_their_pfx_with_its_name_and_say_the_same(
    name: str, kind: str, written_by: WrittenBy, theirs: Theirs, openssl: OpenSSL, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pfx, said = written_by(name, kind)
    report = cw.read_file(pfx.read_bytes(), password=PASSWORD)
    assert [(bag.taken, bag.note) for bag in report.bags] == [(True, None)] * 2
    (identity,) = report.identities
    assert identity.friendly_name == ALIAS
    assert identity.private_key.algorithm == kind
    assert_agree(identity.certificate, said, request.getfixturevalue(name))
    assert_key_works(identity.private_key, openssl.facts(theirs(kind)[1]).public_key, openssl, tmp_path)


@each
def test_the_store_imports_their_pfx(
    name: str, kind: str, written_by: WrittenBy, store: cw.Store, request: pytest.FixtureRequest
) -> None:
    pfx, said = written_by(name, kind)
    (entry,) = store.import_file(pfx, password=PASSWORD).entries
    assert (entry.has_private_key, entry.friendly_name, entry.stores) == (True, ALIAS, ["Personal"])
    kept = store.get(said.sha1)
    assert_agree(kept, said, request.getfixturevalue(name))
    assert kept.identity().private_key.matches(kept)


SUBJECT = "CN=made here,OU=two,OU=one,O=Example,C=DE"
# RSA 3072 and 4096 take keytool up to half a minute to make; they are read above, with keys from OpenSSL.
GENERATED = [("nss", kind) for kind in Nss.generates] + [("keytool", kind) for kind in Keytool.generates]


@pytest.mark.parametrize(("program", "kind"), GENERATED, indirect=["program"])
def test_we_read_the_pfx_of_a_key_that_they_made(program: Union[Nss, Keytool], kind: str, openssl: OpenSSL, tmp_path: Path) -> None:
    pfx = tmp_path / "theirs.pfx"
    program.generate(kind, pfx, PASSWORD, SUBJECT)
    (identity,) = cw.read_file(pfx.read_bytes(), password=PASSWORD).identities
    assert (identity.friendly_name, identity.certificate.subject, identity.private_key.algorithm) == (ALIAS, SUBJECT, kind)
    pem = tmp_path / "certificate.pem"
    pem.write_text(identity.certificate.to_pem())
    assert_agree(identity.certificate, program.facts(pem), program)
    assert_key_works(identity.private_key, openssl.facts(pem).public_key, openssl, tmp_path)


def certtool_key(certtool: Certtool, openssl: OpenSSL, kind: str, sign_octet: bool, path: Path) -> None:
    """GnuTLS writes a zero octet before half of its EC keys, those whose first bit is set; one such, or one of the others."""
    for _ in range(100):
        certtool.make_key(kind, path)
        block = pem_blocks(path.read_text(), ".*PRIVATE KEY")[0]
        octets = {"p256": "l=  33 ", "p384": "l=  49 "}.get(kind, "-")
        if (octets in openssl("asn1parse", given=block.encode()).text) == sign_octet:
            return
    raise AssertionError("100 keys of one sort")


@pytest.mark.parametrize("kind", Certtool.generates)
def test_we_read_the_pem_that_certtool_makes(kind: str, certtool: Certtool, openssl: OpenSSL, tmp_path: Path) -> None:
    key, certificate = tmp_path / "theirs.key", tmp_path / "theirs.pem"
    certtool_key(certtool, openssl, kind, False, key)
    certtool.make_certificate(key, certificate, "Zoë")
    report = cw.read_file(key.read_bytes() + certificate.read_bytes())
    (identity,) = report.identities
    assert (identity.certificate.subject, identity.certificate.serial) == ("CN=Zoë,O=Exämple", "F1E2D3C4")
    assert_agree(identity.certificate, certtool.facts(certificate), certtool)
    assert_key_works(identity.private_key, certtool.facts(certificate).public_key, openssl, tmp_path)


@pytest.mark.parametrize("kind", ["p256", "p384"])
def test_we_read_an_ec_key_with_a_sign_octet_as_gnutls_writes_it(
    kind: str, certtool: Certtool, openssl: OpenSSL, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.key"
    certtool_key(certtool, openssl, kind, True, path)
    public_key = openssl("pkey", "-in", path, "-pubout", "-outform", "DER").out
    (key,) = cw.read_file(path.read_bytes()).private_keys
    assert_key_works(key, public_key, openssl, tmp_path)


@pytest.mark.parametrize("kind", ["p256", "p384"])
def test_we_read_a_pfx_of_certtool_whose_ec_key_has_a_sign_octet(
    kind: str, certtool: Certtool, openssl: OpenSSL, tmp_path: Path
) -> None:
    key, certificate, pfx = tmp_path / "theirs.key", tmp_path / "theirs.pem", tmp_path / "theirs.pfx"
    certtool_key(certtool, openssl, kind, True, key)
    certtool.make_certificate(key, certificate, "Zoë")
    certtool.write_pfx(pfx, PASSWORD, key, certificate)
    report = cw.read_file(pfx.read_bytes(), password=PASSWORD)
    assert [(bag.what, bag.note) for bag in report.bags] == [("certificate", None), ("private key", None)]


def test_we_read_an_ec_key_whose_scalar_lacks_its_leading_zeros(openssl: OpenSSL, tmp_path: Path) -> None:
    own = ec.derive_private_key(1, ec.SECP256R1())
    whole = own.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    short = whole.replace(b"\x04\x20" + bytes(31) + b"\x01", b"\x04\x01\x01")
    short = bytes([0x30, len(short) - 2]) + short[2:]
    path = tmp_path / "theirs.der"
    path.write_bytes(short)
    assert openssl("pkey", "-in", path, "-pubout", "-outform", "DER").out == public_key(own)
    (key,) = cw.read_file(short).private_keys
    assert key.to_pkcs8_der() == pkcs8(own)
    assert_key_works(key, public_key(own), openssl, tmp_path)


FORMS = {
    "PKCS#8 in PEM": ("pkey",),
    "PKCS#8 in DER": ("pkcs8", "-topk8", "-nocrypt", "-outform", "DER"),
    "PKCS#8 with text": ("pkey", "-text"),
    "SEC1 or PKCS#1 in PEM": ("pkey", "-traditional"),
    "SEC1 or PKCS#1 in DER": ("pkey", "-outform", "DER"),
}
# Of Ed25519 there is no form but PKCS#8.
EACH_FORM = [(form, kind) for form in FORMS for kind in KEYS if kind != "ed25519" or form.startswith("PKCS#8")]


@pytest.mark.parametrize(("form", "kind"), EACH_FORM)
def test_we_read_each_form_of_a_key_from_openssl(form: str, kind: str, theirs: Theirs, openssl: OpenSSL) -> None:
    key, certificate = theirs(kind)
    (read,) = cw.read_file(openssl(*FORMS[form], "-in", key).out).private_keys
    assert read.algorithm == kind
    assert read.to_pkcs8_der() == openssl(*FORMS["PKCS#8 in DER"], "-in", key).out
    assert read.matches(cw.Certificate.from_pem(certificate.read_bytes()))


def test_the_parameters_before_an_ec_key_are_reported_and_the_key_is_read(openssl: OpenSSL) -> None:
    text = openssl("ecparam", "-name", "prime256v1", "-genkey").out
    report = cw.read_file(text)
    assert [(bag.what, bag.taken) for bag in report.bags] == [("the parameters of a key", False), ("private key", True)]
    assert report.private_keys[0].public_key_der == openssl("pkey", "-pubout", "-outform", "DER", given=text).out


@pytest.mark.parametrize("kind", KEYS)
def test_we_read_der_and_trusted_pem_from_openssl(kind: str, theirs: Theirs, openssl: OpenSSL) -> None:
    certificate = theirs(kind)[1]
    der = openssl("x509", "-in", certificate, "-outform", "DER").out
    trusted = openssl("x509", "-in", certificate, "-trustout", "-addtrust", "serverAuth", "-setalias", "name").out
    assert b"TRUSTED CERTIFICATE" in trusted
    for data in (der, trusted, openssl("x509", "-in", certificate, "-text").out):
        (read,) = cw.read_file(data).certificates
        assert_agree(read, openssl.facts(certificate), openssl)


@pytest.mark.parametrize("kind", KEYS)
def test_we_read_der_from_certtool(kind: str, theirs: Theirs, certtool: Certtool) -> None:
    certificate = theirs(kind)[1]
    der = certtool("--certificate-info", "--infile", certificate, "--outder").out
    (read,) = cw.read_file(der).certificates
    assert_agree(read, certtool.facts(certificate), certtool)


@pytest.mark.parametrize("kind", Nss.keys)
@pytest.mark.parametrize("form", ["-r", "-a"], ids=["DER", "PEM"])
def test_we_read_der_and_pem_from_nss(form: str, kind: str, theirs: Theirs, nss: Nss, tmp_path: Path) -> None:
    pem = tmp_path / "theirs.pem"
    pem.write_bytes(theirs(kind)[1].read_bytes())
    said = nss.facts(pem)
    written = run((nss.certutil, "-L", "-d", nss.database(pem.with_suffix(".nss")), "-n", ALIAS, form)).out
    (read,) = cw.read_file(written).certificates
    assert_agree(read, said, nss)


@pytest.mark.parametrize("kind", Keytool.keys)
def test_we_read_pem_from_keytool(kind: str, theirs: Theirs, keytool: Keytool) -> None:
    text = keytool("-printcert", "-rfc", "-file", theirs(kind)[1]).out
    assert b"\n-----END CERTIFICATE-----" in text
    assert cw.read_file(text).certificates == [cw.Certificate.from_pem(theirs(kind)[1].read_bytes())]


def test_we_read_der_and_a_keystore_of_certificates_from_keytool(theirs: Theirs, keytool: Keytool, tmp_path: Path) -> None:
    certificate = theirs("p256")[1]
    keystore, exported = tmp_path / "trusted.p12", tmp_path / "exported.der"
    named = ("-keystore", keystore, "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", ALIAS)
    keytool("-importcert", "-noprompt", *named, "-file", certificate)
    keytool("-exportcert", *named, "-file", exported)
    wanted = [cw.Certificate.from_pem(certificate.read_bytes())]
    assert cw.read_file(exported.read_bytes()).certificates == wanted
    (bag,) = cw.read_file(keystore.read_bytes(), password=PASSWORD).bags
    assert (bag.certificate, bag.friendly_name) == (wanted[0], ALIAS)


AES = [("AES-128-CBC", "sha1"), ("AES-192-CBC", "sha384"), ("AES-256-CBC", "sha512")]


@pytest.mark.parametrize(("cipher", "digest"), AES)
def test_we_read_each_aes_and_digest_of_openssl(cipher: str, digest: str, theirs: Theirs, openssl: OpenSSL) -> None:
    key, certificate = theirs("p256")
    options = ("-keypbe", cipher, "-certpbe", cipher, "-macalg", digest, "-passout", f"pass:{PASSWORD}")
    pfx = openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, *options).out
    assert len(cw.read_file(pfx, password=PASSWORD).identities) == 1


@pytest.mark.parametrize("cipher", ["aes-128", "aes-192", "aes-256"])
def test_we_read_each_aes_of_certtool(cipher: str, theirs: Theirs, certtool: Certtool) -> None:
    key, certificate = theirs("p256")
    options = ("--p12-name", ALIAS, "--password", PASSWORD, "--pkcs-cipher", cipher, "--outder")
    pfx = certtool("--to-p12", "--load-privkey", key, "--load-certificate", certificate, *options).out
    assert len(cw.read_file(pfx, password=PASSWORD).identities) == 1


@pytest.mark.parametrize("mac", [hashes.SHA1(), hashes.SHA256(), hashes.SHA512()], ids=["SHA-1", "SHA-256", "SHA-512"])
def test_we_read_each_digest_of_pyca(mac: hashes.HashAlgorithm, theirs: Theirs) -> None:
    key, _ = theirs("p256")
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2000).hmac_hash(mac)
    sealed = builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(PASSWORD.encode())
    own = signing_key(load_pem_private_key(key.read_bytes(), None))
    pfx = pkcs12.serialize_key_and_certificates(ALIAS.encode(), own, None, None, sealed)
    assert [read.public_key_der for read in cw.read_file(pfx, password=PASSWORD).private_keys] == [public_key(own)]


OLD = {
    "-legacy": (("-legacy",), ["SHA-1", "40-bit RC2-CBC", "3DES-CBC"]),
    "3DES": (("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"), ["3DES-CBC"]),
    "MD5": (("-macalg", "md5"), ["MD5"]),
}


@pytest.mark.parametrize("name", OLD)
def test_what_is_weak_is_read_and_named(name: str, theirs: Theirs, openssl: OpenSSL) -> None:
    options, named = OLD[name]
    key, certificate = theirs("p256")
    pfx = openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", f"pass:{PASSWORD}", *options).out
    report = cw.read_file(pfx, password=PASSWORD)
    assert len(report.identities) == 1
    (note,) = report.notes
    assert all(scheme in note for scheme in named)
    with pytest.raises(cw.LegacyAlgorithm):
        cw.read_file(pfx, password=PASSWORD, refuse_legacy=True)


def test_a_pfx_without_integrity_check_is_read_and_noted(theirs: Theirs, openssl: OpenSSL) -> None:
    key, certificate = theirs("p256")
    pfx = openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", f"pass:{PASSWORD}", "-nomac").out
    report = cw.read_file(pfx, password=PASSWORD)
    assert len(report.identities) == 1
    assert report.notes == ["it has no integrity check: anyone may have altered it"]
