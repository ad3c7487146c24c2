"""The certificates that certwright makes hold before OpenSSL and pkilint."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .agreement import assert_agree
from .programs import KEYS, Certtool, Nss, OpenSSL, ProgramFailed, run

PURPOSES = ("server", "client", "both", "ca", "encipher", "codesign")

# What `openssl verify -purpose` says yes to; OpenSSL 3.0 has no purpose of its own for encipher and codesign.
HOLDS_FOR = {
    "server": {"sslserver", "any"},
    "client": {"sslclient", "any"},
    "both": {"sslserver", "sslclient", "any"},
    "ca": {"any"},
    "encipher": {"any"},
    "codesign": {"any"},
}


@dataclass(frozen=True)
class Case:
    """Arguments of `self_signed`."""

    key: str
    purpose: str = "server"
    subject: str = "CN=made here,O=Example,C=DE"
    options: Mapping[str, Any] = field(default_factory=lambda: {"dns_names": ["srv.example"], "ip_addresses": ["192.0.2.1"]})


def _cases() -> dict[str, Case]:
    # RSA 4096 once, RSA 3072 where it is the default: their keys are slow to make.
    cases = {f"{key}-{purpose}": Case(key, purpose) for key in KEYS[:4] for purpose in PURPOSES if purpose != "encipher" or key == "rsa2048"}
    cases["rsa3072-encipher"] = Case("rsa3072", "encipher")
    cases["rsa4096-server"] = Case("rsa4096")
    dotted = ".".join(["a" * 60] * 4)
    more: dict[str, Case] = {
        "without-names": Case("p256", options={}),
        "client-without-names": Case("p256", "client", options={}),
        "ca-without-names": Case("p256", "ca", options={}),
        "many-names": Case("p256", options={"dns_names": ["xn--bcher-kva.example", dotted], "ip_addresses": ["2001:db8::1", "::"]}),
        "wildcard": Case("p256", options={"dns_names": ["*.apps.example"]}),
        "addresses-also-as-dns": Case("p256", options={"ip_addresses": ["192.0.2.1"], "addresses_also_as_dns": True}),
        "no-expiry": Case("p256", options={"no_expiry": True}),
        "ca-no-expiry": Case("p256", "ca", options={"no_expiry": True}),
        "until-the-last-second-of-utctime": Case("p256", options={"valid_from": "2020-01-01", "valid_to": "2049-12-31"}),
        "from-the-first-second-of-generalizedtime": Case("p256", options={"valid_from": "2050-01-01", "days": 1}),
        "from-1950": Case("p256", options={"valid_from": "1950-01-01", "no_expiry": True}),
        "several-ou-and-dc": Case("p256", subject="CN=a,OU=one,OU=two,OU=three,DC=corp,DC=example,DC=com"),
        "ca-several-ou-and-dc": Case("p256", "ca", subject="CN=a,OU=one,OU=two,DC=corp,DC=example,DC=com"),
        "not-ascii": Case("p256", subject="CN=Zoë 密码 😀,O=Пример,C=DE"),
        "plain-not-ascii": Case("p256", subject="Zoë's Integration API"),
        "several-values-in-one-component": Case("p256", subject="CN=a+serialNumber=5,O=Example"),
        "every-attribute": Case(
            "p256",
            subject="CN=a,SN=b,GN=c,initials=d,title=e,dnQualifier=f,serialNumber=g,UID=h,"
            "STREET=j,L=k,ST=l,postalCode=m,organizationIdentifier=VATDE-1,OU=n,O=o,DC=corp,DC=example,C=DE",
        ),
        "email-in-the-subject": Case("p256", subject="emailAddress=someone@example.org,CN=a"),
        "escaped": Case("p256", subject='CN=a\\, b\\+c\\"d\\\\e\\<f\\>g\\;h\\=i,O=\\ x\\ ,OU=\\#y'),
        "64-characters": Case("p256", subject="CN=" + "ä" * 64 + ",O=" + "ö" * 64),
    }
    return {**cases, **more}


CASES = _cases()


@dataclass(frozen=True)
class Made:
    """One case made: the identity, and its certificate as a file."""

    identity: cw.Identity
    pem: Path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Every case."""
    folder = tmp_path_factory.mktemp("made")
    all_made = {}
    for name, case in CASES.items():
        identity = cw.self_signed(case.subject, key=case.key, purpose=case.purpose, **case.options)
        all_made[name] = Made(identity, folder / f"{name}.pem")
        all_made[name].pem.write_text(identity.certificate.to_pem())
    return all_made


LINT = """
import contextlib, io, json, sys
from pkilint.bin.lint_pkix_cert import main
found = {}
for path in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = main(["lint", "-s", "ERROR", path])
    found[path] = [status, said.getvalue().strip()]
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="session")
def lint() -> Callable[[list[Path]], dict[str, tuple[int, str]]]:
    """`lint_pkix_cert lint -s ERROR` for each file, in one process: status and findings."""

    def run_pkilint(paths: list[Path]) -> dict[str, tuple[int, str]]:
        try:
            said = run((sys.executable, "-c", LINT, *paths), seconds=120)
        except ProgramFailed as failed:
            if "No module named 'pkilint'" in str(failed):
                raise ProgramFailed("pkilint is missing; install pkilint (PyPI: pip install pkilint)") from failed
            raise
        return {path: (status, findings) for path, (status, findings) in json.loads(said.out).items()}

    return run_pkilint


@pytest.fixture(scope="session")
def linted(made: dict[str, Made], lint: Callable[[list[Path]], dict[str, tuple[int, str]]]) -> dict[str, tuple[int, str]]:
    """What pkilint says of each case."""
    found = lint([one.pem for one in made.values()])
    return {name: found[str(one.pem)] for name, one in made.items()}


# RFC 5280 has no wildcards; RFC 9525, by which TLS compares names, has them. An address as a dNSName is against both: one
# must ask for it.
TO_BE_FOUND = {"wildcard": "*.apps.example", "addresses-also-as-dns": "192.0.2.1"}


@pytest.mark.parametrize("name", TO_BE_FOUND)
def test_pkilint_finds_the_name_only_that_rfc_5280_does_not_know(name: str, linted: dict[str, tuple[int, str]]) -> None:
    status, findings = linted[name]
    assert status == 1
    assert f'pkix.invalid_domain_name_syntax (ERROR): Invalid domain name syntax: "{TO_BE_FOUND[name]}"' in findings


@pytest.mark.parametrize("name", [name for name in CASES if name not in TO_BE_FOUND])
def test_pkilint_finds_no_error(name: str, linted: dict[str, tuple[int, str]]) -> None:
    assert linted[name] == (0, "")


def test_pkilint_does_find_errors(
    made: dict[str, Made], lint: Callable[[list[Path]], dict[str, tuple[int, str]]], openssl: OpenSSL, tmp_path: Path
) -> None:
    path, key = tmp_path / "bad.pem", tmp_path / "key"
    key.write_text(made["p256-server"].identity.private_key.to_pkcs8_pem())
    openssl.make_certificate(key, path, "/CN=bad", "-set_serial", "-5", "-addext", "keyUsage=keyCertSign", "-addext", "basicConstraints=CA:FALSE")
    ((status, findings),) = lint([path]).values()
    assert status > 0
    assert "ERROR" in findings


@pytest.mark.parametrize("name", CASES)
def test_openssl_says_the_same(name: str, made: dict[str, Made], openssl: OpenSSL) -> None:
    certificate = made[name].identity.certificate
    said = openssl.facts(made[name].pem)
    if name == "several-values-in-one-component":
        # RFC 4514 leaves their order open: OpenSSL turns it around
        assert (certificate.subject, said.subject) == ("CN=a+serialNumber=5,O=Example", "serialNumber=5+CN=a,O=Example")
        return
    if name == "every-attribute":
        assert said.subject == certificate.subject.replace("STREET=", "street=")
        return
    assert_agree(certificate, said, openssl)


# With the certificate alone as anchor, and all of OpenSSL's strict checks, every certificate we make holds; so it does as an
# end of a chain that needs no root (-partial_chain).
@pytest.mark.parametrize("partial", [(), ("-partial_chain",)], ids=["as-root", "partial-chain"])
@pytest.mark.parametrize("name", CASES)
def test_openssl_verifies_it_strictly_as_its_own_anchor(name: str, partial: tuple[str, ...], made: dict[str, Made], openssl: OpenSSL) -> None:
    certificate = made[name].identity.certificate
    at = int(certificate.not_before.timestamp()) + 1  # also those that are not valid yet
    time = ("-attime", str(at)) if at > 0 else ()  # a time before 1970 stands for no time at all
    openssl("verify", "-x509_strict", *partial, *time, "-CAfile", made[name].pem, made[name].pem)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.options == Case("p256").options])
def test_openssl_verifies_it_for_its_purpose_and_no_other(name: str, made: dict[str, Made], openssl: OpenSSL) -> None:
    verify = ("verify", "-x509_strict", "-partial_chain", "-CAfile", made[name].pem)
    for purpose in ("sslserver", "sslclient", "any"):
        holds = purpose in HOLDS_FOR[CASES[name].purpose]
        said = openssl(*verify, "-purpose", purpose, made[name].pem, fails=not holds)
        assert holds or "unsuitable certificate purpose" in said.errors


# NSS takes a certificate that is no CA as its own anchor only as a trusted peer (P); certtool --verify not at all.
@pytest.mark.parametrize("key", ["p256", "p384", "rsa2048"])
def test_nss_takes_a_server_as_trusted_peer_and_a_ca_as_trusted_ca(key: str, made: dict[str, Made], nss: Nss, tmp_path: Path) -> None:
    database = nss.database(tmp_path / "nss")
    for purpose, trust, usage in (("server", "P,,", "V"), ("ca", "C,,", "L")):
        run((nss.certutil, "-A", "-d", database, "-n", purpose, "-t", trust, "-a", "-i", made[f"{key}-{purpose}"].pem))
        assert "certificate is valid" in run((nss.certutil, "-V", "-d", database, "-n", purpose, "-u", usage, "-e")).text


@pytest.mark.parametrize("key", KEYS[:4])
def test_certtool_verifies_a_ca_as_its_own_anchor(key: str, made: dict[str, Made], certtool: Certtool) -> None:
    pem = made[f"{key}-ca"].pem
    assert "Verified. The certificate is trusted." in certtool("--verify", "--load-ca-certificate", pem, "--infile", pem).text


def test_openssl_verifies_its_names_and_addresses_and_no_other(made: dict[str, Made], openssl: OpenSSL) -> None:
    pem = made["p256-server"].pem
    verify = ("verify", "-x509_strict", "-partial_chain", "-purpose", "sslserver", "-CAfile", pem)
    openssl(*verify, "-verify_hostname", "srv.example", pem)
    openssl(*verify, "-verify_ip", "192.0.2.1", pem)
    assert "hostname mismatch" in openssl(*verify, "-verify_hostname", "made here", pem, fails=True).errors
    assert "IP address mismatch" in openssl(*verify, "-verify_ip", "192.0.2.2", pem, fails=True).errors


def test_a_certificate_without_end_is_valid_at_the_end_of_9999(made: dict[str, Made], openssl: OpenSSL) -> None:
    pem = made["no-expiry"].pem
    last = 253402300799  # 9999-12-31T23:59:59Z, at which OpenSSL takes it for expired already
    openssl("verify", "-x509_strict", "-attime", str(last - 1), "-CAfile", pem, pem)


@pytest.mark.parametrize("key", KEYS[:4])
def test_openssl_issues_with_our_ca_what_it_then_verifies(key: str, made: dict[str, Made], openssl: OpenSSL, tmp_path: Path) -> None:
    authority = made[f"{key}-ca"]
    authority_key, leaf_key, leaf = tmp_path / "ca.key", tmp_path / "leaf.key", tmp_path / "leaf.pem"
    authority_key.write_text(authority.identity.private_key.to_pkcs8_pem())
    openssl.make_key("p256", leaf_key)
    extensions = tmp_path / "extensions"
    extensions.write_text("subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:leaf.example\n")
    issue = ("x509", "-req", "-CA", authority.pem, "-CAkey", authority_key, "-days", "30", "-extfile", extensions)
    leaf.write_bytes(openssl(*issue, given=openssl.request(leaf_key)).out)
    openssl("verify", "-x509_strict", "-CAfile", authority.pem, "-verify_hostname", "leaf.example", leaf)
    read = cw.Certificate.from_pem(leaf.read_bytes())
    assert read.is_signed_by(authority.identity.certificate) is True
    assert read.authority_key_id == authority.identity.certificate.subject_key_id
    assert read.self_signed is False


def test_openssl_issues_nothing_that_holds_with_a_server_certificate(made: dict[str, Made], openssl: OpenSSL, tmp_path: Path) -> None:
    server, key, leaf = made["p256-server"], tmp_path / "server.key", tmp_path / "leaf.pem"
    key.write_text(server.identity.private_key.to_pkcs8_pem())
    leaf.write_bytes(openssl("x509", "-req", "-CA", server.pem, "-CAkey", key, "-days", "30", given=openssl.request(key)).out)
    assert "invalid CA certificate" in openssl("verify", "-CAfile", server.pem, leaf, fails=True).errors


def test_openssl_enciphers_to_our_certificate_and_deciphers_with_our_key(made: dict[str, Made], openssl: OpenSSL, tmp_path: Path) -> None:
    one, key, sealed = made["rsa2048-encipher"], tmp_path / "key.pem", tmp_path / "sealed"
    key.write_text(one.identity.private_key.to_pkcs8_pem())
    openssl("cms", "-encrypt", "-aes256", "-binary", "-outform", "DER", "-out", sealed, one.pem, given=b"for one only")
    assert openssl("cms", "-decrypt", "-inform", "DER", "-in", sealed, "-recip", one.pem, "-inkey", key).out == b"for one only"


@pytest.mark.parametrize("key", ["p256", "p384", "rsa2048"])  # CMS with Ed25519 is not in OpenSSL 3.0
def test_openssl_signs_and_verifies_with_a_certificate_for_code(key: str, made: dict[str, Made], openssl: OpenSSL, tmp_path: Path) -> None:
    one, path, signed = made[f"{key}-codesign"], tmp_path / "key.pem", tmp_path / "signed"
    path.write_text(one.identity.private_key.to_pkcs8_pem())
    openssl("cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-signer", one.pem, "-inkey", path, "-out", signed, given=b"code")
    verify = ("cms", "-verify", "-inform", "DER", "-in", signed, "-CAfile", one.pem)
    assert openssl(*verify, "-purpose", "any").out == b"code"
    openssl(*verify, "-purpose", "sslserver", fails=True)
