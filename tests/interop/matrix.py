"""Who writes PFX files and who reads them, in every form that each program has, and what is known not to work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

import certwright as cw

from .bouncycastle import BouncyCastle
from .programs import ALIAS, KEYS, PASSWORD, Certtool, Keytool, Nss, OpenSSL, Program, Said, run
from .pyca import Cryptography, signing_key

ITERATIONS = 2000

Write = Callable[[Path, Path, Path], None]
"""Writes the PFX (first) with key and certificate in PEM, under the name ALIAS."""


@dataclass(frozen=True)
class Writer:
    """One form in which a program writes."""

    name: str
    write: Write
    kinds: tuple[str, ...]
    """The first is for all its readers."""
    readers: tuple[str, ...]
    nearest: str = "certwright"
    """Who reads the other kinds as well; empty for all readers."""


class Reader(Protocol):
    """What is asked of whoever reads."""

    def thumbprint(self, pfx: Path) -> str:
        """SHA-256 of the certificate under the name ALIAS; empty if the request has to do."""

    def request(self, pfx: Path) -> bytes:
        """A request signed with the key under that name."""


class ProgramReader:
    """A program that other tests know as well."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def thumbprint(self, pfx: Path) -> str:
        return self.program.facts_in_pfx(pfx, PASSWORD).sha256

    def request(self, pfx: Path) -> bytes:
        return self.program.request_with_pfx(pfx, PASSWORD)


class LegacyOpenSSL(OpenSSL):
    """`openssl pkcs12 -legacy`, which knows RC2, RC4 and DES as well."""

    def __call__(self, *words: str | Path, given: bytes = b"", fails: bool = False) -> Said:
        old = ("-legacy",) if words[0] == "pkcs12" else ()
        return super().__call__(*words, *old, given=given, fails=fails)


class KeytoolReader(ProgramReader):
    """`keytool` is slow to start: the request shows that it has the certificate as well, whose key and name it takes."""

    def thumbprint(self, pfx: Path) -> str:
        return ""


class BouncyCastleReader:
    def __init__(self, program: BouncyCastle) -> None:
        self.program = program

    def thumbprint(self, pfx: Path) -> str:
        return self.program.opened(pfx, PASSWORD)[0]

    def request(self, pfx: Path) -> bytes:
        return self.program.opened(pfx, PASSWORD)[1]


class Certwright:
    def __init__(self, openssl: OpenSSL) -> None:
        self.openssl = openssl

    def identity(self, pfx: Path) -> cw.Identity:
        report = cw.read_pkcs12(pfx.read_bytes(), password=PASSWORD)
        assert [(bag.taken, bag.note) for bag in report.bags] == [(True, None)] * 2
        (identity,) = report.identities
        assert identity.friendly_name == ALIAS
        return identity

    def thumbprint(self, pfx: Path) -> str:
        return self.identity(pfx).certificate.sha256

    def request(self, pfx: Path) -> bytes:
        key = pfx.with_suffix(".certwright.key")
        key.write_text(self.identity(pfx).private_key.to_pkcs8_pem())
        return self.openssl.request(key)


def readers(bouncycastle: BouncyCastle) -> dict[str, Reader]:
    return {
        "certwright": Certwright(OpenSSL()),
        "openssl": ProgramReader(OpenSSL()),
        "openssl -legacy": ProgramReader(LegacyOpenSSL()),
        "certtool": ProgramReader(Certtool()),
        "pk12util": ProgramReader(Nss()),
        "keytool": KeytoolReader(Keytool()),
        "pyca": ProgramReader(Cryptography()),
        "Bouncy Castle": BouncyCastleReader(bouncycastle),
    }


READERS = ("certwright", "openssl", "openssl -legacy", "certtool", "pk12util", "keytool", "pyca", "Bouncy Castle")

RARELY = ("certwright", "openssl -legacy")
"""Readers of forms that are hardly met with."""

NOT_KEYTOOL = tuple(reader for reader in READERS if reader != "keytool")
"""It takes seconds over the 600,000 iterations of GnuTLS and NSS; the ciphers it reads from the others."""

NO_ED25519 = tuple(kind for kind in KEYS if kind != "ed25519")

PROFILES: dict[str, tuple[tuple[str, ...], str]] = {
    "default": (KEYS, ""),
    "windows-server-2016": (("rsa2048", *NO_ED25519), "openssl"),
    "windows-server-2019": (("rsa2048", *NO_ED25519), "openssl"),
    "dotnet9": (("rsa2048", *NO_ED25519), "openssl"),
    "java8": (("rsa2048", *NO_ED25519), "keytool"),
    "openssl-1.1": (KEYS, "openssl"),
    "openssl3": (KEYS, "openssl"),
    "nss": (NO_ED25519, "pk12util"),
    "sql-server": (("rsa2048", "rsa3072", "rsa4096"), "openssl"),
    "fips": (KEYS, "pyca"),
}
"""By the reader that certwright writes for: kinds of keys, and who comes nearest to that reader here and so reads them all.

java17-truststore holds no keys and has tests of its own."""


def _certwright(reader: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        (read,) = cw.read_file(key.read_bytes() + certificate.read_bytes()).identities
        identity = cw.Identity(read.certificate, read.private_key, friendly_name=ALIAS)
        pfx.write_bytes(cw.write_pkcs12([identity], password=PASSWORD, iterations=ITERATIONS, reader=reader))

    return write


def _openssl(*options: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        named = ("-inkey", key, "-in", certificate, "-name", ALIAS, "-out", pfx, "-passout", f"pass:{PASSWORD}")
        OpenSSL()("pkcs12", "-export", *named, *options)

    return write


OPENSSL = {
    "": (),
    "-legacy": ("-legacy",),
    **{
        f"-keypbe {pbe}": ("-legacy", "-keypbe", pbe, "-certpbe", pbe)
        for pbe in (
            "PBE-SHA1-RC2-40",
            "PBE-SHA1-RC2-128",
            "PBE-SHA1-RC4-128",
            "PBE-SHA1-2DES",
            "PBE-SHA1-3DES",
            "PBE-MD5-DES",
            "AES-128-CBC",
            "CAMELLIA-256-CBC",
            "NONE",
        )
    },
    "-nomac": ("-nomac",),
    **{f"-macalg {digest}": ("-macalg", digest) for digest in ("md5", "sha1", "sha224", "sha384", "sha512")},
}
RARE_OPENSSL = {
    **{
        f"-keypbe {pbe}": ("-legacy", "-keypbe", pbe, "-certpbe", pbe)
        for pbe in (
            "PBE-SHA1-RC2-64",
            "PBE-SHA1-RC4-40",
            "PBE-SHA1-DES",
            "PBE-MD5-RC2-64",
            "AES-192-CBC",
            "CAMELLIA-128-CBC",
            "CAMELLIA-192-CBC",
            "DES-EDE3-CBC",
            "DES-CBC",
            "RC2-CBC",
        )
    },
    **{f"-macalg {digest}": ("-macalg", digest) for digest in ("sha512-224", "sha512-256")},
}


def _certtool(cipher: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        named = ("--load-privkey", key, "--load-certificate", certificate, "--p12-name", ALIAS, "--password", PASSWORD)
        Certtool()("--to-p12", *named, "--pkcs-cipher", cipher, "--outder", "--outfile", pfx)

    return write


def _nss(*options: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        nss = Nss()
        carrier = pfx.with_suffix(".carrier.pfx")
        OpenSSL().write_pfx(carrier, "carrier", key, certificate)
        run((nss.pk12util, "-o", pfx, "-n", ALIAS, "-d", nss.imported(carrier, "carrier"), "-W", PASSWORD, *options))

    return write


_PKCS12 = "PKCS #12 V2 PBE With SHA-1 And"
NSS = {
    "AES-128-CBC": "AES-128-CBC",
    "AES-192-CBC": "AES-192-CBC",
    "AES-256-CBC": "AES-256-CBC",
    "CAMELLIA-256-CBC": "CAMELLIA-256-CBC",
    "3DES": f"{_PKCS12} 3KEY Triple DES-CBC",
    "RC2-40": f"{_PKCS12} 40 Bit RC2 CBC",
    "RC2-128": f"{_PKCS12} 128 Bit RC2 CBC",
    "RC4-128": f"{_PKCS12} 128 Bit RC4",
}
RARE_NSS = {
    "RC4-40": ("-c", f"{_PKCS12} 40 Bit RC4", "-C", f"{_PKCS12} 40 Bit RC4"),
    **{f"-M {digest}": ("-M", digest) for digest in ("MD5", "SHA-1", "SHA-224", "SHA-384", "SHA-512")},
}


def _keytool(*options: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        carrier = pfx.with_suffix(".carrier.pfx")
        OpenSSL().write_pfx(carrier, "carrier", key, certificate)
        source = ("-srckeystore", carrier, "-srcstoretype", "PKCS12", "-srcstorepass", "carrier")
        Keytool()(*options, "-importkeystore", *source, "-destkeystore", pfx, "-deststoretype", "PKCS12", "-deststorepass", PASSWORD)

    return write


def _pyca(sealed: KeySerializationEncryption) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        own = signing_key(load_pem_private_key(key.read_bytes(), None))
        its = x509.load_pem_x509_certificate(certificate.read_bytes())
        pfx.write_bytes(pkcs12.serialize_key_and_certificates(ALIAS.encode(), own, its, None, sealed))

    return write


def _built(cipher: pkcs12.PBES, digest: hashes.HashAlgorithm) -> KeySerializationEncryption:
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(ITERATIONS).hmac_hash(digest)
    return builder.key_cert_algorithm(cipher).build(PASSWORD.encode())


PYCA = {
    "AES-256, SHA-256": (pkcs12.PBES.PBESv2SHA256AndAES256CBC, hashes.SHA256()),
    "AES-256, SHA-512": (pkcs12.PBES.PBESv2SHA256AndAES256CBC, hashes.SHA512()),
    "3DES, SHA-1": (pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC, hashes.SHA1()),
}


def _bouncycastle(program: Callable[[], BouncyCastle], form: str) -> Write:
    def write(pfx: Path, key: Path, certificate: Path) -> None:
        program().write(form, pfx, PASSWORD, (ALIAS, key, certificate))

    return write


def writers(bouncycastle: Callable[[], BouncyCastle]) -> dict[str, Writer]:
    """All of them by name; Bouncy Castle is started when it is first asked to write."""
    one = ("p256",)
    all_of: list[Writer] = []

    def add(name: str, write: Write, kinds: tuple[str, ...] = one, known_to: tuple[str, ...] = READERS) -> None:
        all_of.append(Writer(name, write, kinds, known_to))

    for reader, (kinds, nearest) in PROFILES.items():
        all_of.append(Writer(f"certwright, for {reader}", _certwright(reader), tuple(dict.fromkeys(kinds)), READERS, nearest))
    for form, options in OPENSSL.items():
        add(f"openssl {form}".strip(), _openssl(*options), one if form else KEYS)
    for form, options in RARE_OPENSSL.items():
        add(f"openssl {form}", _openssl(*options), known_to=RARELY)
    # Not "none": GnuTLS 3.7 writes a file that neither it nor any other reads.
    for cipher in ("aes-256", "aes-128", "aes-192", "3des", "3des-pkcs12", "rc2-40", "arcfour"):
        add(f"certtool {cipher}", _certtool(cipher), KEYS if cipher == "aes-256" else one)
    for form, cipher in NSS.items():
        usual = form == "AES-256-CBC"
        add(f"pk12util {form}", _nss("-c", cipher, "-C", cipher), NO_ED25519 if usual else one, READERS if usual else NOT_KEYTOOL)
    for form, options in RARE_NSS.items():
        add(f"pk12util {form}", _nss(*options), known_to=RARELY)
    add("keytool", _keytool(), KEYS)
    add("keytool, legacy", _keytool("-J-Dkeystore.pkcs12.legacy"))
    for form, choice in PYCA.items():
        add(f"pyca {form}", _pyca(_built(*choice)), KEYS if form == "AES-256, SHA-256" else one)
    add("pyca BestAvailableEncryption", _pyca(BestAvailableEncryption(PASSWORD.encode())))
    for form in ("PKCS12", "PKCS12-3DES-3DES"):
        add(f"Bouncy Castle {form}", _bouncycastle(bouncycastle, form), KEYS if form == "PKCS12" else one)
    return {writer.name: writer for writer in all_of}


def cells() -> list[tuple[str, str, str]]:
    """Writer, kind of key, reader."""
    return [
        (writer.name, kind, reader)
        for writer in writers(_nobody).values()
        for kind in writer.kinds
        for reader in writer.readers
        if kind == writer.kinds[0] or writer.nearest in ("", reader)
    ]


def _nobody() -> BouncyCastle:
    raise AssertionError("names alone are wanted")


@dataclass(frozen=True)
class Gap:
    """What does not work, why, and how the program says so."""

    reason: str
    says: str


def _gaps(reader: str, reason: str, says: str, *names: str) -> dict[tuple[str, str], Gap]:
    return {(name, reader): Gap(reason, says) for name in names}


_FIPS = "certwright, for fips"
_PBMAC1 = "PBMAC1 came with OpenSSL 3.4, JDK 26 and later versions of the others"

GAPS: dict[tuple[str, str], Gap] = {
    **_gaps(
        "openssl",
        "OpenSSL 3 has RC2, RC4 and DES in its legacy provider only",
        "inner_evp_generic_fetch:unsupported",
        "openssl -legacy",
        "openssl -keypbe PBE-SHA1-RC2-40",
        "openssl -keypbe PBE-SHA1-RC2-128",
        "openssl -keypbe PBE-SHA1-RC4-128",
        "openssl -keypbe PBE-MD5-DES",
        "certtool rc2-40",
        "certtool arcfour",
        "pk12util RC2-40",
        "pk12util RC2-128",
        "pk12util RC4-128",
        "keytool, legacy",
        "Bouncy Castle PKCS12",
    ),
    **_gaps(
        "certtool",
        "GnuTLS 3.7 has no Camellia, RC2-128 or 2-key 3DES for PFX files",
        "cipher type is unsupported|Schema: unsupported",
        "openssl -keypbe PBE-SHA1-RC2-128",
        "openssl -keypbe PBE-SHA1-2DES",
        "openssl -keypbe CAMELLIA-256-CBC",
        "pk12util CAMELLIA-256-CBC",
        "pk12util RC2-128",
    ),
    **_gaps("certtool", "certtool lists a file without a MAC and calls that an error", "verify_mac: ASN1 parser", "openssl -nomac"),
    **_gaps("certtool", "GnuTLS 3.7 makes no MAC of MD5", "verify_mac: An unimplemented", "openssl -macalg md5"),
    **_gaps("pk12util", "NSS 3.87 has no Ed25519", "UNABLE_TO_IMPORT_KEY", "ed25519"),
    **_gaps("pk12util", "NSS 3.87 cannot import a key under 2-key 3DES", "UNABLE_TO_IMPORT_KEY", "openssl -keypbe PBE-SHA1-2DES"),
    **_gaps(
        "pk12util",
        "NSS 3.87 gives PBES1 the password in UTF-16, as it is in PKCS#12 only, here and in what it writes",
        "SEC_ERROR_BAD_PASSWORD",
        "openssl -keypbe PBE-MD5-DES",
    ),
    **_gaps("pk12util", "NSS 3.87 reads no file without a MAC", "SEC_ERROR_BAD_DER", "openssl -nomac"),
    **_gaps(
        "keytool",
        "PBES2 of JDK 17 is AES-128 and AES-256 only",
        "expecting the object identifier for AES cipher",
        "openssl -keypbe CAMELLIA-256-CBC",
        "certtool aes-192",
        "certtool 3des",
    ),
    **_gaps("keytool", "JDK 17 has no 2-key 3DES and calls it a wrong password", "password was incorrect", "openssl -keypbe PBE-SHA1-2DES"),
    **_gaps("keytool", "JDK 17 takes no key that is not encrypted", "does not exist", "openssl -keypbe NONE"),
    **_gaps("keytool", "JDK 17 makes no MAC of MD5", "HmacPBEMD5 not available", "openssl -macalg md5"),
    **_gaps("Bouncy Castle", "its keystore knows PBES2 and the ciphers of PKCS#12 only", "unknown PBE algorithm", "openssl -keypbe PBE-MD5-DES"),
    **_gaps("Bouncy Castle", "its keystore takes no key that is not encrypted", "no key under the name", "openssl -keypbe NONE"),
    **_gaps("Bouncy Castle", "its keystore takes a file without a MAC under no password only", "does not require one", "openssl -nomac"),
    **_gaps(
        "Bouncy Castle",
        "the keystore of 1.72 makes MACs of SHA-1 and SHA-256 only",
        "error constructing MAC",
        "openssl -macalg md5",
        "openssl -macalg sha224",
        "openssl -macalg sha384",
        "openssl -macalg sha512",
        "pyca AES-256, SHA-512",
    ),
    **_gaps("openssl", _PBMAC1, "unknown digest algorithm|mac verify failure|Mac verify error", _FIPS),
    **_gaps("openssl -legacy", _PBMAC1, "unknown digest algorithm|mac verify failure|Mac verify error", _FIPS),
    **_gaps("certtool", _PBMAC1, "verify_mac: ", _FIPS),
    **_gaps("pk12util", _PBMAC1, "SEC_ERROR_", _FIPS),
    **_gaps("keytool", _PBMAC1, "NoSuchAlgorithmException|password was incorrect", _FIPS),
    **_gaps("Bouncy Castle", _PBMAC1, "error constructing MAC", _FIPS),
}
"""By writer, or kind of key, and reader. What stands here and works fails its test."""


def gap(writer: str, kind: str, reader: str) -> Gap | None:
    return GAPS.get((writer, reader)) or GAPS.get((kind, reader))


@dataclass
class Results:
    """What was really run, as a table."""

    cells: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def add(self, writer: str, kind: str, reader: str, verdict: str, reason: str | None = None) -> None:
        if reason is not None:
            if reason not in self.reasons:
                self.reasons.append(reason)
            verdict += f" ({self.reasons.index(reason) + 1})"
        self.cells.setdefault((writer, kind), {})[reader] = verdict

    def markdown(self) -> str:
        text = "# Who reads what who wrote\n\nRun by the tests; yes: the same certificate is shown, and the key signs.\n\n"
        text += "| written by | key | " + " | ".join(READERS) + " |\n" + "| --- | --- |" + " --- |" * len(READERS) + "\n"
        for (writer, kind), row in self.cells.items():
            text += f"| {writer} | {kind} | " + " | ".join(row.get(reader, "") for reader in READERS) + " |\n"
        text += "\n" + "".join(f"{number}. {reason}\n" for number, reason in enumerate(self.reasons, 1))
        return text

    def summary(self) -> list[str]:
        """For each reader how many forms it reads."""
        lines = []
        for reader in READERS:
            verdicts = [row[reader] for row in self.cells.values() if reader in row]
            good = sum(verdict == "yes" for verdict in verdicts)
            known = sum(verdict.startswith("no (") for verdict in verdicts)
            lines.append(f"{reader}: reads {good} of {len(verdicts)}, {known} known gaps")
        return lines


def copied(pfx: Path, folder: Path) -> Path:
    """A copy in a folder of its own: programs leave files beside what they read."""
    copy = folder / "copy.pfx"
    shutil.copyfile(pfx, copy)
    return copy
