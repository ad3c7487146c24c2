"""Test vectors of other people: what they hold, by the word of other people, is what certwright reads."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any, Optional

import pytest

import certwright as cw

from .programs import OpenSSL, pem_blocks, pem_to_der
from .pyca import Cryptography

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PACKAGE = Path(str(files("cryptography_vectors")))
KEYS = ("PKCS8", "PEM_Serialization", "DER_Serialization", "Traditional_OpenSSL_Serialization")
FOLDERS = ("pkcs12", "pkcs7", *(f"asymmetric/{name}" for name in KEYS))

EXPECTED: dict[str, dict[str, Any]] = json.loads((VECTORS / "cryptography/expected.json").read_text("utf-8"))

FOUND = sorted(path.relative_to(PACKAGE).as_posix() for folder in FOLDERS for path in (PACKAGE / folder).rglob("*") if path.is_file())
PROTECTED = [name for name, wanted in EXPECTED.items() if wanted.get("password") and "status" not in wanted]

Item = tuple[Any, ...]


def wanted_certificates(wanted: dict[str, Any]) -> list[Item]:
    return sorted((one["subject"], one["sha256"]) for one in wanted.get("certificates", []))


def wanted_keys(wanted: dict[str, Any]) -> list[str]:
    return sorted(one["public_key"] for one in wanted.get("keys", []))


def wanted_names(wanted: dict[str, Any]) -> list[str]:
    return sorted(one["name"] for kind in ("certificates", "keys") for one in wanted.get(kind, []) if "name" in one)


def digest(public_key: bytes) -> str:
    return hashlib.sha256(public_key).hexdigest()


def refusal(data: bytes, password: Optional[str]) -> cw.CertwrightError:
    with pytest.raises(cw.CertwrightError) as caught:
        cw.read_file(data, password=password)
    return caught.value


def test_every_file_of_the_package_has_an_expectation_and_a_provenance() -> None:
    assert sorted(EXPECTED) == FOUND
    assert all(wanted["provenance"] for wanted in EXPECTED.values())


@pytest.mark.parametrize("name", FOUND)
def test_a_vector_is_read_as_its_makers_say(name: str, openssl: OpenSSL) -> None:
    wanted = EXPECTED[name]
    data = (PACKAGE / name).read_bytes()
    if "status" in wanted:
        error = refusal(data, wanted.get("password"))
        assert type(error).__name__ == wanted["status"], error
        assert re.search(wanted.get("says", ""), str(error)), error
        return
    report = cw.read_file(data, password=wanted.get("password"))
    if "opaque" in wanted:
        # A key of a kind that is not used here is handed out as it is, and the reason given.
        (bag,) = report.bags
        assert bag.opaque_key is not None and bag.note is not None
        assert (bag.taken, report.private_keys) == (False, [])
        assert bag.opaque_key.kind.lower().startswith(wanted["opaque"])
        assert re.search(wanted.get("says", ""), bag.note)
        if "keys" in wanted:
            public_key = openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", given=bag.opaque_key.to_pkcs8_der()).out
            assert [digest(public_key)] == wanted_keys(wanted)
        return
    assert sorted((one.subject, one.sha256) for one in report.certificates) == wanted_certificates(wanted)
    assert sorted((one.algorithm, digest(one.public_key_der)) for one in report.private_keys) == sorted(
        (one["kind"], one["public_key"]) for one in wanted.get("keys", [])
    )
    assert sorted(bag.friendly_name for bag in report.bags if bag.friendly_name is not None) == wanted_names(wanted)
    trusted = sorted(bag.certificate.sha256 for bag in report.bags if bag.certificate is not None and bag.trusted)
    assert trusted == sorted(one["sha256"] for one in wanted.get("certificates", []) if one.get("trusted"))
    assert all(bag.taken and bag.note is None for bag in report.bags)


@pytest.mark.parametrize("name", PROTECTED)
def test_a_vector_is_not_opened_without_its_password(name: str) -> None:
    data = (PACKAGE / name).read_bytes()
    password = EXPECTED[name]["password"]
    assert type(refusal(data, None)) is cw.PasswordRequired
    assert type(refusal(data, password + "x")) is cw.WrongPassword


@pytest.mark.parametrize("name", [name for name, wanted in EXPECTED.items() if wanted.get("certificates") or wanted.get("keys")])
def test_openssl_says_of_a_vector_what_is_expected(name: str, openssl: OpenSSL, tmp_path: Path) -> None:
    wanted = EXPECTED[name]
    path = PACKAGE / name
    password = ("-passin", f"pass:{wanted.get('password', '')}")
    old = ("-provider", "legacy", "-provider", "default")
    form = ("-inform", "PEM" if b"-----BEGIN" in path.read_bytes() else "DER")
    if name.endswith(".p12"):
        text = openssl("pkcs12", "-in", path, *password, "-nodes", "-legacy").out.decode("latin-1")
        names = re.findall(r"friendlyName: (.*)\n", text)
        if all(one.isascii() for one in wanted_names(wanted)):
            assert sorted(names) == wanted_names(wanted)
    elif "keys" in wanted:
        text = openssl("pkey", "-in", path, *form, *password, *old).text
    elif b"CERTIFICATE" in path.read_bytes():
        text = path.read_text()
    else:
        text = openssl("pkcs7", "-in", path, *form, "-print_certs").text
    certificates = []
    for number, block in enumerate(pem_blocks(text, "CERTIFICATE")):
        alone = tmp_path / f"{number}.pem"
        alone.write_text(block)
        said = openssl("x509", "-in", alone, "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb,utf8").text.strip()
        certificates.append((said.removeprefix("subject="), hashlib.sha256(pem_to_der(block)).hexdigest().upper()))
    assert sorted(certificates) == wanted_certificates(wanted)
    keys = [digest(openssl("pkey", "-pubout", "-outform", "DER", given=block.encode()).out) for block in pem_blocks(text, "PRIVATE KEY")]
    assert sorted(keys) == wanted_keys(wanted)


PKITS = PACKAGE / "x509/PKITS_data"
"""NIST's PKI test suite: PFX files of 3DES under the password "password", and beside them the certificates."""


# The signature of these says that one of its bits is unused, so it is no whole number of octets; openssl does not look.
NOT_DER = ("BadSignedCACert", "InvalidDSASignatureTest6EE")
DSA = bytes.fromhex("06072a8648ce380401")


@pytest.mark.parametrize("name", sorted(path.stem for path in (PKITS / "pkcs12").glob("*.p12")))
def test_a_pfx_of_the_pki_test_suite_holds_the_certificate_beside_it_and_its_key(name: str, openssl: OpenSSL) -> None:
    report = cw.read_pkcs12((PKITS / "pkcs12" / f"{name}.p12").read_bytes(), password="password")
    der = (PKITS / "certs" / f"{name}.crt").read_bytes()
    assert [one.der for one in report.certificates] == ([der] if name not in NOT_DER else [])
    assert len(report.bags) == 2
    if DSA in der:
        # Kept as it is, not used.
        assert ([key.kind for key in report.opaque_keys], report.private_keys) == (["dsa"], [])
    else:
        said = openssl("x509", "-inform", "DER", "-in", PKITS / "certs" / f"{name}.crt", "-noout", "-pubkey").text
        assert [key.public_key_der for key in report.private_keys] == [pem_to_der(said)]


RFC_9579 = VECTORS / "rfc9579"
VALID, INVALID = ("a1", "a2", "a3"), {"a4": cw.WrongPassword, "a5": cw.WrongPassword, "a6": cw.Damaged}


def test_every_file_of_rfc_9579_is_tested() -> None:
    assert sorted(path.stem for path in RFC_9579.glob("*.p12")) == sorted((*VALID, *INVALID))


@pytest.mark.parametrize("name", VALID)
def test_a_file_with_pbmac1_is_read_as_pyca_reads_it(name: str, cryptography: Cryptography) -> None:
    path = RFC_9579 / f"{name}.p12"
    report = cw.read_pkcs12(path.read_bytes(), password="1234", require_mac=True)
    (identity,) = report.identities
    assert identity.certificate.subject == "CN=tt,OU=rr,O=ee,L=ww,ST=qq,C=XX"
    assert [identity.certificate.der] == cryptography.chain_in_pfx(path, "1234")
    assert identity.private_key.matches(identity.certificate)
    assert report.notes == []


@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("password", ["12345", ""])
def test_a_file_with_pbmac1_is_not_read_under_another_password(name: str, password: str, cryptography: Cryptography) -> None:
    path = RFC_9579 / f"{name}.p12"
    cryptography.refuses_pfx(path, password)
    with pytest.raises(cw.WrongPassword):
        cw.read_pkcs12(path.read_bytes(), password=password)


@pytest.mark.parametrize("name", INVALID)
def test_a_file_with_an_invalid_pbmac1_is_refused_as_by_pyca(name: str, cryptography: Cryptography) -> None:
    path = RFC_9579 / f"{name}.p12"
    cryptography.refuses_pfx(path, "1234")
    with pytest.raises(cw.CertwrightError) as caught:
        cw.read_pkcs12(path.read_bytes(), password="1234")
    assert type(caught.value) is INVALID[name]


@pytest.mark.parametrize("name", VALID)
def test_an_altered_byte_under_pbmac1_is_noticed(name: str) -> None:
    data = bytearray((RFC_9579 / f"{name}.p12").read_bytes())
    data[1500] ^= 1
    with pytest.raises(cw.WrongPassword):
        cw.read_pkcs12(bytes(data), password="1234")
