"""PFX files of every writer in every form before every reader; the table is written to build/interop.md."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

import certwright as cw

from .bouncycastle import BouncyCastle
from .matrix import GAPS, READERS, Reader, Results, Writer, cells, copied, gap, readers, writers
from .programs import PASSWORD, Certtool, Keytool, Nss, OpenSSL, ProgramFailed, pem_blocks, pem_to_der, run

Theirs = Callable[[str], tuple[Path, Path]]


@pytest.fixture(scope="module")
def all_writers(bouncycastle: BouncyCastle) -> dict[str, Writer]:
    return writers(lambda: bouncycastle)


@pytest.fixture(scope="module")
def all_readers(bouncycastle: BouncyCastle) -> dict[str, Reader]:
    return readers(bouncycastle)


@pytest.fixture(scope="module")
def pfx_by(
    all_writers: dict[str, Writer], theirs: Theirs, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Path]:
    """The PFX in one form with one kind of key, written once."""
    folder = tmp_path_factory.mktemp("matrix")
    made: dict[tuple[str, str], Path] = {}

    def written(name: str, kind: str) -> Path:
        if (name, kind) not in made:
            path = folder / f"{len(made)}.pfx"
            all_writers[name].write(path, *theirs(kind))
            made[name, kind] = path
        return made[name, kind]

    return written


@pytest.mark.parametrize(("writer", "kind", "reader"), cells())
def test_what_one_writes_the_other_reads_and_signs_with(
    writer: str,
    kind: str,
    reader: str,
    pfx_by: Callable[[str, str], Path],
    all_readers: dict[str, Reader],
    theirs: Theirs,
    openssl: OpenSSL,
    matrix_results: Results,
    tmp_path: Path,
) -> None:
    known = gap(writer, kind, reader)
    matrix_results.add(writer, kind, reader, "**failed**")
    pfx = copied(pfx_by(writer, kind), tmp_path)
    facts = openssl.facts(theirs(kind)[1])
    try:
        thumbprint = all_readers[reader].thumbprint(pfx)
        request = all_readers[reader].request(pfx)
    except (ProgramFailed, cw.CertwrightError, ValueError) as error:
        if known is None:
            raise
        assert re.search(known.says, str(error)), error
        matrix_results.add(writer, kind, reader, "no", known.reason)
        return
    assert thumbprint in ("", facts.sha256)
    assert openssl.signer_of(request) == facts.public_key
    matrix_results.add(writer, kind, reader, "yes")
    assert known is None, "it works: take it out of the known gaps"


COUNT = 50


@pytest.fixture(scope="module")
def fifty() -> list[cw.Identity]:
    made = [cw.self_signed(f"CN=number {number}", no_expiry=True) for number in range(COUNT)]
    return [cw.Identity(one.certificate, one.private_key, friendly_name=f"number {number}") for number, one in enumerate(made)]


@pytest.fixture(scope="module")
def fifty_pfx(fifty: list[cw.Identity], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fifty") / "fifty.pfx"
    path.write_bytes(cw.write_pkcs12(fifty, password=PASSWORD, iterations=2000))
    return path


def thumbprints(identities: list[cw.Identity]) -> list[str]:
    return sorted(one.certificate.sha256 for one in identities)


def test_openssl_reads_fifty_identities(fifty: list[cw.Identity], fifty_pfx: Path, openssl: OpenSSL) -> None:
    text = openssl("pkcs12", "-in", fifty_pfx, "-passin", f"pass:{PASSWORD}", "-nodes").text
    assert sorted(hashlib.sha256(pem_to_der(block)).hexdigest().upper() for block in pem_blocks(text, "CERTIFICATE")) == thumbprints(fifty)
    keys = {openssl("pkey", "-pubout", "-outform", "DER", given=block.encode()).out for block in pem_blocks(text, "PRIVATE KEY")}
    assert keys == {one.certificate.public_key_der for one in fifty}


@pytest.fixture(scope="module")
def fifty_rsa() -> list[cw.Identity]:
    """Two kinds of keys would do, but SQL Server takes RSA alone."""
    key = [cw.self_signed(f"CN=number {number}", key="rsa2048", no_expiry=True) for number in range(COUNT)]
    return [cw.Identity(one.certificate, one.private_key, friendly_name=f"number {number}") for number, one in enumerate(key)]


@pytest.mark.parametrize("reader", [reader for reader in cw.READERS if reader not in ("java17-truststore", "fips")])
def test_openssl_reads_fifty_identities_written_for_each_reader(
    reader: str, fifty: list[cw.Identity], fifty_rsa: list[cw.Identity], openssl: OpenSSL, tmp_path: Path
) -> None:
    """With as many iterations as are written for so many keys."""
    identities = fifty_rsa if reader == "sql-server" else fifty
    pfx = tmp_path / "fifty.pfx"
    pfx.write_bytes(cw.write_pkcs12(identities, password=PASSWORD, reader=reader))
    text = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nodes").text
    assert sorted(hashlib.sha256(pem_to_der(block)).hexdigest().upper() for block in pem_blocks(text, "CERTIFICATE")) == thumbprints(identities)
    assert text.count("BEGIN PRIVATE KEY") == COUNT


def test_java_and_nss_read_fifty_identities_written_for_them(fifty: list[cw.Identity], keytool: Keytool, nss: Nss, tmp_path: Path) -> None:
    java, mozilla = tmp_path / "java.pfx", tmp_path / "nss.pfx"
    java.write_bytes(cw.write_pkcs12(fifty, password=PASSWORD, reader="java8"))
    assert keytool.list(java, PASSWORD).count("PrivateKeyEntry") == COUNT
    mozilla.write_bytes(cw.write_pkcs12(fifty, password=PASSWORD, reader="nss"))
    assert len(run((nss.certutil, "-K", "-d", nss.imported(mozilla, PASSWORD))).text.strip().splitlines()) >= COUNT


def test_pyca_reads_fifty_identities_written_for_fips(fifty: list[cw.Identity]) -> None:
    """Of several keys it gives one; openssl before 3.4 reads no PBMAC1."""
    found = pkcs12.load_pkcs12(cw.write_pkcs12(fifty, password=PASSWORD, reader="fips"), PASSWORD.encode())
    assert found.key is not None and found.cert is not None
    assert len(found.additional_certs) == COUNT - 1


def test_certtool_reads_of_fifty_identities_the_first_thirty_two(fifty: list[cw.Identity], fifty_pfx: Path, certtool: Certtool) -> None:
    """GnuTLS keeps 32 elements of a bag and says nothing of the others; a file that shows it more fails this test."""
    text = certtool.pfx_info(fifty_pfx, PASSWORD)
    shown = [hashlib.sha256(pem_to_der(block)).hexdigest().upper() for block in pem_blocks(text, "CERTIFICATE")]
    assert shown == [one.certificate.sha256 for one in fifty[:32]]


def test_keytool_reads_fifty_identities(fifty: list[cw.Identity], fifty_pfx: Path, keytool: Keytool, openssl: OpenSSL) -> None:
    listed = keytool.list(fifty_pfx, PASSWORD)
    assert listed.count("PrivateKeyEntry") == COUNT
    assert sorted(re.findall(r"SHA-256\): (\S+)", listed.replace(":", "").replace("SHA-256)", "SHA-256):"))) == thumbprints(fifty)
    request = keytool("-certreq", "-keystore", fifty_pfx, "-storepass", PASSWORD, "-alias", "number 49").out
    assert openssl.signer_of(request) == fifty[49].certificate.public_key_der


def test_pk12util_reads_fifty_identities(fifty: list[cw.Identity], fifty_pfx: Path, nss: Nss) -> None:
    database = nss.imported(fifty_pfx, PASSWORD)
    keys = run((nss.certutil, "-K", "-d", database)).text
    for one in (fifty[0], fifty[24], fifty[49]):
        assert one.friendly_name is not None
        assert run((nss.certutil, "-L", "-d", database, "-n", one.friendly_name, "-r")).out == one.certificate.der
    assert all(f"   {one.friendly_name}\n" in keys for one in fifty)


def test_bouncy_castle_reads_fifty_identities_and_writes_them_for_us(
    fifty: list[cw.Identity], fifty_pfx: Path, bouncycastle: BouncyCastle, openssl: OpenSSL, tmp_path: Path
) -> None:
    entries = bouncycastle.entries(fifty_pfx, PASSWORD)
    assert {(kind, thumbprint, alias) for kind, thumbprint, alias in entries} == {("key", one.certificate.sha256, one.friendly_name) for one in fifty}
    _, request = bouncycastle.opened(fifty_pfx, PASSWORD, "number 49")
    assert openssl.signer_of(request) == fifty[49].certificate.public_key_der

    parts = []
    for number, one in enumerate(fifty):
        key, certificate = tmp_path / f"{number}.key", tmp_path / f"{number}.pem"
        key.write_text(one.private_key.to_pkcs8_pem())
        certificate.write_text(one.certificate.to_pem())
        parts.append((f"number {number}", key, certificate))
    theirs = tmp_path / "theirs.pfx"
    bouncycastle.write("PKCS12", theirs, PASSWORD, *parts)
    read = cw.read_pkcs12(theirs.read_bytes(), password=PASSWORD, max_iterations=100_000_000).identities
    assert {(one.friendly_name, one.certificate.sha256, one.private_key.public_key_der) for one in read} == {
        (one.friendly_name, one.certificate.sha256, one.certificate.public_key_der) for one in fifty
    }


def test_keytool_writes_fifty_identities_for_us(fifty: list[cw.Identity], fifty_pfx: Path, keytool: Keytool, tmp_path: Path) -> None:
    copy = tmp_path / "copy.p12"
    source = ("-srckeystore", fifty_pfx, "-srcstoretype", "PKCS12", "-srcstorepass", PASSWORD)
    keytool("-importkeystore", *source, "-destkeystore", copy, "-deststoretype", "PKCS12", "-deststorepass", "another")
    read = cw.read_pkcs12(copy.read_bytes(), password="another").identities
    assert {(one.friendly_name, one.certificate.sha256, one.private_key.public_key_der) for one in read} == {
        (one.friendly_name, one.certificate.sha256, one.certificate.public_key_der) for one in fifty
    }


def test_the_table_names_every_reader(all_readers: dict[str, Reader]) -> None:
    assert tuple(all_readers) == READERS


def test_every_known_gap_is_tried() -> None:
    assert set(GAPS) <= {(name, reader) for writer, kind, reader in cells() for name in (writer, kind)}
