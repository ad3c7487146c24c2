"""PKCS#7: what others write, certwright reads; what certwright writes, others read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

import certwright as cw

from .programs import ALIAS, Certtool, Keytool, Nss, OpenSSL, pem_blocks, pem_to_der, run

Ours = Callable[[str], cw.Identity]
Theirs = Callable[[str], tuple[Path, Path]]
KINDS = ("p256", "rsa2048", "ed25519")


@pytest.fixture(scope="module")
def certificates(ours: Ours) -> list[cw.Certificate]:
    """Ours, one of each kind of key."""
    return [ours(kind).certificate for kind in KINDS]


@pytest.fixture(scope="module")
def p7b(certificates: list[cw.Certificate], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with them, written by certwright."""
    path = tmp_path_factory.mktemp("p7b") / "ours.p7b"
    path.write_bytes(cw.write_pkcs7(certificates))
    return path


def ders(certificates: list[cw.Certificate]) -> set[bytes]:
    return {one.der for one in certificates}


@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_we_read_the_certificates_that_openssl_collects(form: str, theirs: Theirs, openssl: OpenSSL, tmp_path: Path) -> None:
    files = [theirs(kind)[1] for kind in KINDS]
    named = [word for path in files for word in ("-certfile", path)]
    openssl("crl2pkcs7", "-nocrl", *named, "-outform", form, "-out", tmp_path / "theirs.p7b")
    report = cw.read_file((tmp_path / "theirs.p7b").read_bytes())
    assert (report.format, report.notes) == ("PEM" if form == "PEM" else "PKCS#7", [])
    assert ders(report.certificates) == {cw.Certificate.from_pem(path.read_bytes()).der for path in files}


SIGNED = "it is signed; the signature was not checked"


@pytest.mark.parametrize("command", ["cms", "smime"])
@pytest.mark.parametrize("options", [(), ("-nodetach",), ("-nodetach", "-indef"), ("-nodetach", "-stream")], ids=" ".join)
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_we_read_what_openssl_signs(
    command: str, options: tuple[str, ...], form: str, theirs: Theirs, openssl: OpenSSL, tmp_path: Path
) -> None:
    key, certificate = theirs("rsa2048")
    (tmp_path / "content").write_bytes(b"content" * 1000)
    signer = ("-signer", certificate, "-inkey", key, "-certfile", theirs("p256")[1])
    openssl(command, "-sign", "-binary", "-in", tmp_path / "content", *signer, *options, "-outform", form, "-out", tmp_path / "signed")
    report = cw.read_file((tmp_path / "signed").read_bytes())
    assert ders(report.certificates) == {cw.Certificate.from_pem(theirs(kind)[1].read_bytes()).der for kind in ("rsa2048", "p256")}
    before = "block 1: " if form == "PEM" else ""
    carried = [f"{before}its signed content, data of 7000 bytes, was passed over"] if options else []
    assert report.notes == [*carried, before + SIGNED]


def test_we_read_what_certtool_and_pyca_write(theirs: Theirs, certtool: Certtool, tmp_path: Path) -> None:
    files = [theirs(kind)[1] for kind in KINDS]
    (tmp_path / "all.pem").write_text("".join(path.read_text() for path in files))
    wanted = {cw.Certificate.from_pem(path.read_bytes()).der for path in files}
    text = certtool("--p7-generate", "--load-certificate", tmp_path / "all.pem", "--outfile", tmp_path / "theirs.p7b").text
    assert text == ""
    assert ders(cw.read_file((tmp_path / "theirs.p7b").read_bytes()).certificates) == wanted
    parsed = [cw.Certificate.from_pem(path.read_bytes()).to_cryptography() for path in files]
    for form in (Encoding.DER, Encoding.PEM):
        assert ders(cw.read_file(pkcs7.serialize_certificates(parsed, form)).certificates) == wanted


def test_openssl_reads_ours(p7b: Path, certificates: list[cw.Certificate], openssl: OpenSSL) -> None:
    text = openssl("pkcs7", "-inform", "DER", "-in", p7b, "-print_certs").text
    assert {pem_to_der(block) for block in pem_blocks(text, "CERTIFICATE")} == ders(certificates)
    # what is not DER it would write otherwise
    assert openssl("pkcs7", "-inform", "DER", "-in", p7b, "-outform", "DER").out == p7b.read_bytes()


def test_certtool_reads_ours(p7b: Path, certificates: list[cw.Certificate], certtool: Certtool) -> None:
    text = certtool("--p7-info", "--inder", "--infile", p7b).text
    assert {pem_to_der(block) for block in pem_blocks(text, "CERTIFICATE")} == ders(certificates)


def test_keytool_reads_ours(p7b: Path, certificates: list[cw.Certificate], keytool: Keytool) -> None:
    text = keytool("-printcert", "-file", p7b, "-rfc").text.replace("\r\n", "\n")
    assert {pem_to_der(block) for block in pem_blocks(text, "CERTIFICATE")} == ders(certificates)


def test_pyca_reads_ours(p7b: Path, certificates: list[cw.Certificate]) -> None:
    found = pkcs7.load_der_pkcs7_certificates(p7b.read_bytes())
    assert {one.public_bytes(Encoding.DER) for one in found} == ders(certificates)


def test_nss_takes_a_certificate_out_of_ours(ours: Ours, nss: Nss, tmp_path: Path) -> None:
    certificate = ours("p256").certificate
    (tmp_path / "one.p7b").write_bytes(cw.write_pkcs7([certificate]))
    database = nss.database(tmp_path / "nss")
    run((nss.certutil, "-A", "-d", database, "-n", ALIAS, "-t", ",,", "-i", tmp_path / "one.p7b"))
    assert nss.facts_in(database).sha256 == certificate.sha256
