"""Other people's programs, each run in a process of its own, and what they say of certificates and keys."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

KEYS: tuple[str, ...] = ("p256", "p384", "ed25519", "rsa2048", "rsa3072", "rsa4096")

ALIAS = "a name"
"""The friendly name in PFX files; in lower case, as keytool makes every alias."""

PASSWORD = "secret"

_OPENSSL_KEYS = {
    "p256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "p384": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "ed25519": ("-algorithm", "ED25519"),
    "rsa2048": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "rsa3072": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"),
    "rsa4096": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"),
    # What certwright has no private keys of:
    "rsa1024": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"),
    "p521": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "secp256k1": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"),
    "ed448": ("-algorithm", "ED448"),
    "rsa-pss": ("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"),
}


class ProgramFailed(AssertionError):
    """A program that should have succeeded did not, or the reverse."""


@dataclass(frozen=True)
class Said:
    """What a program wrote."""

    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "replace")

    @property
    def errors(self) -> str:
        return self.err.decode("utf-8", "replace")


@dataclass(frozen=True)
class Facts:
    """What a program says of one certificate."""

    sha1: str
    sha256: str
    serial: int
    subject: str
    """As RFC 4514 writes it."""
    not_before: datetime
    not_after: datetime
    public_key: bytes
    """As much of the subjectPublicKeyInfo as the program shows."""
    key: str | None = None
    """The kind of key in our word, if the program names it."""


def _environment() -> dict[str, str]:
    """English, UTF-8 and UTC, and no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "JAVA_HOME", "LD_LIBRARY_PATH")}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def run(argv: Sequence[str | Path], *, given: bytes = b"", seconds: float = 60, fails: bool = False) -> Said:
    """Runs a program to its end; on failure says what it wrote on stderr. `fails`: it must not succeed."""
    words = [str(word) for word in argv]
    try:
        done = subprocess.run(words, input=given, capture_output=True, timeout=seconds, env=_environment(), check=False)
    except subprocess.TimeoutExpired as late:
        raise ProgramFailed(f"{' '.join(words)}: not done after {seconds} s") from late
    if (done.returncode != 0) != fails:
        what = "succeeded" if fails else f"failed with {done.returncode}"
        wrote = (done.stderr + b"\n" + done.stdout).decode("utf-8", "replace").strip()
        raise ProgramFailed(f"{' '.join(words)}: {what}\n{wrote}")
    return Said(done.stdout, done.stderr)


def find(program: str, package: str) -> str:
    """The path of a program. That it is missing is a failure, not a skip."""
    path = shutil.which(program)
    if path is None:
        raise ProgramFailed(f"{program} is missing; install {package} (Debian: apt-get install {package})")
    return path


def match(pattern: str, text: str) -> str:
    """The one group of the first match."""
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise ProgramFailed(f"no {pattern!r} in:\n{text}")
    return found[1]


def pem_blocks(text: str, label: str) -> list[str]:
    """The PEM blocks with this label, as they stand in the text."""
    return re.findall(rf"-----BEGIN {label}-----\n.*?-----END {label}-----\n", text, re.DOTALL)


def pem_to_der(block: str) -> bytes:
    return base64.b64decode("".join(line for line in block.splitlines() if not line.startswith("-----")))


def _plain(digits: str) -> str:
    return re.sub(r"[:\s]", "", digits).upper()


def _utc(text: str, form: str) -> datetime:
    return datetime.strptime(" ".join(text.split()), form).replace(tzinfo=timezone.utc)


class Program(Protocol):
    """What the tests ask of each program."""

    keys: tuple[str, ...]
    """The kinds of keys that it knows."""

    def facts(self, certificate: Path) -> Facts:
        """Of a certificate in a file, PEM or (by the suffix) DER."""

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        """Of the certificate with the name ALIAS."""

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        """A request (PEM) that it signs with the key under the name ALIAS: proof that it can use the key."""

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        """Writes a PFX with the name ALIAS from PEM files of OpenSSL, with AES."""

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        """Fails unless it says that the password is wrong."""

    def shown(self, subject: str) -> str:
        """How a subject looks in its output."""


class OpenSSL:
    """`openssl`, 3.0 or later."""

    keys: tuple[str, ...] = KEYS

    def __init__(self) -> None:
        self.path = find("openssl", "openssl")

    def __call__(self, *words: str | Path, given: bytes = b"", fails: bool = False) -> Said:
        return run((self.path, *words), given=given, fails=fails)

    def facts(self, certificate: Path) -> Facts:
        wanted = ("-noout", "-serial", "-subject", "-nameopt", "RFC2253,-esc_msb,utf8", "-dates", "-pubkey", "-fingerprint", "-sha256")
        said = self("x509", "-in", certificate, *wanted).text
        sha1 = self("x509", "-in", certificate, "-noout", "-fingerprint", "-sha1").text
        return Facts(
            sha1=_plain(match(r"^sha1 Fingerprint=(.*)$", sha1)),
            sha256=_plain(match(r"^sha256 Fingerprint=(.*)$", said)),
            serial=int(match(r"^serial=(.*)$", said), 16),
            subject=match(r"^subject=(.*)$", said),
            not_before=_utc(match(r"^notBefore=(.*)$", said), "%b %d %H:%M:%S %Y GMT"),
            not_after=_utc(match(r"^notAfter=(.*)$", said), "%b %d %H:%M:%S %Y GMT"),
            public_key=pem_to_der(pem_blocks(said, "PUBLIC KEY")[0]),
        )

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        text = self("pkcs12", "-in", pfx, "-passin", f"pass:{password}", "-nokeys", "-clcerts").out.decode("latin-1")
        assert f"friendlyName: {ALIAS}\n" in text
        alone = pfx.with_suffix(".openssl.pem")
        alone.write_text(pem_blocks(text, "CERTIFICATE")[0])
        return self.facts(alone)

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        key = pfx.with_suffix(".openssl.key")
        self("pkcs12", "-in", pfx, "-passin", f"pass:{password}", "-nocerts", "-nodes", "-out", key)
        return self.request(key)

    def request(self, key: Path) -> bytes:
        """A request signed with a key in PEM."""
        return self("req", "-new", "-key", key, "-subj", "/CN=proof").out

    def signer_of(self, request: bytes) -> bytes:
        """The subjectPublicKeyInfo of a request whose signature holds."""
        said = self("req", "-verify", "-noout", "-pubkey", given=request)
        assert "verify OK" in said.errors
        return pem_to_der(pem_blocks(said.text, "PUBLIC KEY")[0])

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        self("pkcs12", "-export", "-inkey", key, "-in", certificate, "-name", ALIAS, "-out", pfx, "-passout", f"pass:{password}")

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        said = self("pkcs12", "-in", pfx, "-passin", f"pass:{password}", "-noout", fails=True)
        assert "invalid password" in said.errors

    def shown(self, subject: str) -> str:
        return subject

    def make_key(self, kind: str, key: Path) -> None:
        self("genpkey", *_OPENSSL_KEYS[kind], "-out", key)

    def make_certificate(self, key: Path, certificate: Path, subject: str, *options: str | Path) -> None:
        """Self-signed, valid for a century."""
        self("req", "-x509", "-key", key, "-utf8", "-subj", subject, "-days", "36500", "-out", certificate, *options)


class Certtool:
    """GnuTLS' `certtool`."""

    keys: tuple[str, ...] = KEYS
    generates = {
        "p256": ("--key-type", "ecdsa", "--curve", "secp256r1"),
        "p384": ("--key-type", "ecdsa", "--curve", "secp384r1"),
        "ed25519": ("--key-type", "ed25519"),
        "rsa2048": ("--key-type", "rsa", "--bits", "2048"),
    }

    def __init__(self) -> None:
        self.path = find("certtool", "gnutls-bin")

    def __call__(self, *words: str | Path, given: bytes = b"", fails: bool = False) -> Said:
        return run((self.path, *words), given=given, fails=fails)

    def facts(self, certificate: Path) -> Facts:
        form = ("--inder",) if certificate.suffix == ".der" else ()
        said = self("--certificate-info", *form, "--infile", certificate).text
        key = self("--pubkey-info", given=pem_blocks(said, "CERTIFICATE")[0].encode()).text  # which takes no DER
        return Facts(
            sha1=_plain(match(r"^\t\tsha1:(.*)$", said)),
            sha256=_plain(match(r"^\t\tsha256:(.*)$", said)),
            serial=int(match(r"Serial Number \(hex\): (.*)$", said), 16),
            subject=match(r"^\tSubject: (.*)$", said),
            not_before=_utc(match(r"Not Before: (.*)$", said), "%a %b %d %H:%M:%S UTC %Y"),
            not_after=_utc(match(r"Not After: (.*)$", said), "%a %b %d %H:%M:%S UTC %Y"),
            public_key=pem_to_der(pem_blocks(key, "PUBLIC KEY")[0]),
        )

    def pfx_info(self, pfx: Path, password: str) -> str:
        return self("--p12-info", "--inder", "--infile", pfx, "--password", password).text

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        text = self.pfx_info(pfx, password)
        assert f"Friendly name: {ALIAS}\n" in text
        alone = pfx.with_suffix(".certtool.pem")
        alone.write_text(pem_blocks(text, "CERTIFICATE")[0])
        return self.facts(alone)

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        key = pfx.with_suffix(".certtool.key")
        key.write_text(pem_blocks(self.pfx_info(pfx, password), "(?:ENCRYPTED )?PRIVATE KEY")[0])
        return self.request(key, "--password", password)

    def request(self, key: Path, *options: str) -> bytes:
        template = key.with_suffix(".template")
        template.write_text("cn = proof\n")
        return self("--generate-request", "--load-privkey", key, "--template", template, "--no-text", *options).out

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        named = ("--p12-name", ALIAS, "--password", password, "--pkcs-cipher", "aes-256")
        self("--to-p12", "--load-privkey", key, "--load-certificate", certificate, *named, "--outder", "--outfile", pfx)

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        said = self("--p12-info", "--inder", "--infile", pfx, "--password", password, fails=True)
        assert "errors parsing" in said.errors  # it says no more of a wrong password

    def shown(self, subject: str) -> str:
        return subject

    def make_key(self, kind: str, key: Path) -> None:
        self("--generate-privkey", *self.generates[kind], "--outfile", key)

    def make_certificate(self, key: Path, certificate: Path, common_name: str) -> None:
        template = certificate.with_suffix(".template")
        lines = (f'cn = "{common_name}"', 'organization = "Exämple"', "serial = 0x00F1E2D3C4", "expiration_days = 3650", "tls_www_server")
        template.write_text("\n".join(lines) + "\n", "utf-8")
        self("--generate-self-signed", "--load-privkey", key, "--template", template, "--outfile", certificate)


class Nss:
    """NSS' `certutil` and `pk12util`."""

    # Not ed25519: NSS 3.87 answers SEC_ERROR_PKCS12_UNABLE_TO_IMPORT_KEY to the key and SEC_ERROR_ADDING_CERT to the
    # certificate alone, and `certutil -q ed25519` is an "unrecognized elliptic curve".
    keys: tuple[str, ...] = ("p256", "p384", "rsa2048", "rsa3072", "rsa4096")
    generates = {"p256": ("-k", "ec", "-q", "nistp256"), "p384": ("-k", "ec", "-q", "nistp384"), "rsa2048": ("-k", "rsa", "-g", "2048")}

    def __init__(self) -> None:
        self.certutil = find("certutil", "libnss3-tools")
        self.pk12util = find("pk12util", "libnss3-tools")

    def database(self, folder: Path) -> str:
        """The name of the database in the folder, made if it is not there."""
        if not folder.is_dir():
            folder.mkdir()
            run((self.certutil, "-N", "-d", f"sql:{folder}", "--empty-password"))
        return f"sql:{folder}"

    def imported(self, pfx: Path, password: str) -> str:
        """The name of a database that holds what is in the PFX."""
        folder = pfx.with_suffix(".nss")
        known = folder.is_dir()
        database = self.database(folder)
        if not known:
            run((self.pk12util, "-i", pfx, "-d", database, "-W", password))
        return database

    def facts(self, certificate: Path) -> Facts:
        database = self.database(certificate.with_suffix(".nss"))
        form = () if certificate.suffix == ".der" else ("-a",)
        run((self.certutil, "-A", "-d", database, "-n", ALIAS, "-t", ",,", *form, "-i", certificate))
        return self.facts_in(database)

    def facts_in(self, database: str) -> Facts:
        said = run((self.certutil, "-L", "-d", database, "-n", ALIAS)).text
        key = match(r"(?:PublicValue|Modulus):\n((?: +[0-9a-f:]+\n)+)", said)
        serial = re.search(r"Serial Number: (-?\d+) \(", said)  # small ones in decimal, others as octets
        return Facts(
            sha1=_plain(match(r"Fingerprint \(SHA1\):\n +(.*)$", said)),
            sha256=_plain(match(r"Fingerprint \(SHA-256\):\n +(.*)$", said)),
            serial=int(serial[1]) if serial else int(_plain(match(r"Serial Number:\n((?: +[0-9a-f:]+\n)+)", said)), 16),
            subject=match(r'^ +Subject: "(.*)"$', said),
            not_before=_utc(match(r"Not Before: (.*)$", said), "%a %b %d %H:%M:%S %Y"),
            not_after=_utc(match(r"Not After : (.*)$", said), "%a %b %d %H:%M:%S %Y"),
            public_key=bytes.fromhex(_plain(key)),
        )

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        return self.facts_in(self.imported(pfx, password))

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        noise = pfx.with_suffix(".noise")
        noise.write_bytes(os.urandom(64))
        database = self.imported(pfx, password)
        return run((self.certutil, "-R", "-d", database, "-k", ALIAS, "-s", "CN=proof", "-a", "-z", noise)).out

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        # NSS takes keys from PFX files only, so OpenSSL carries the key there.
        carrier = pfx.with_suffix(".carrier.pfx")
        OpenSSL().write_pfx(carrier, "carrier", key, certificate)
        self.export(self.imported(carrier, "carrier"), pfx, password)

    def export(self, database: str, pfx: Path, password: str) -> None:
        aes = ("-c", "AES-256-CBC", "-C", "AES-256-CBC")
        run((self.pk12util, "-o", pfx, "-n", ALIAS, "-d", database, "-W", password, *aes))

    def generate(self, kind: str, pfx: Path, password: str, subject: str) -> None:
        """Makes key and certificate in its own database and writes them to a PFX."""
        database = self.database(pfx.with_suffix(".nss"))
        noise = pfx.with_suffix(".noise")
        noise.write_bytes(os.urandom(64))
        options = ("-x", "-t", ",,", *self.generates[kind], "-z", noise, "-v", "1200", "-m", "987654321")
        run((self.certutil, "-S", "-d", database, "-n", ALIAS, "-s", subject, *options))
        self.export(database, pfx, password)

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        database = self.database(pfx.with_suffix(".refused.nss"))
        said = run((self.pk12util, "-i", pfx, "-d", database, "-W", password), fails=True)
        assert "SEC_ERROR_BAD_PASSWORD" in said.errors

    def shown(self, subject: str) -> str:
        """It prints a dot for each octet that is not ASCII."""
        return "".join(letter if letter.isascii() else "." * len(letter.encode()) for letter in subject)


class Keytool:
    """Java's `keytool`, 15 or later (Ed25519)."""

    keys: tuple[str, ...] = KEYS
    names = {
        "256-bit EC (secp256r1) key": "p256",
        "384-bit EC (secp384r1) key": "p384",
        "255-bit Ed25519 key": "ed25519",
        "2048-bit RSA key": "rsa2048",
        "3072-bit RSA key": "rsa3072",
        "4096-bit RSA key": "rsa4096",
    }
    generates = {
        "p256": ("-keyalg", "EC", "-groupname", "secp256r1"),
        "p384": ("-keyalg", "EC", "-groupname", "secp384r1"),
        "ed25519": ("-keyalg", "Ed25519"),
        "rsa2048": ("-keyalg", "RSA", "-keysize", "2048"),
    }

    def __init__(self) -> None:
        self.path = find("keytool", "default-jdk-headless")

    def __call__(self, *words: str | Path, fails: bool = False) -> Said:
        quick = ("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")
        return run((self.path, *quick, *words), fails=fails)

    def described(self, said: str) -> Facts:
        """The first certificate in its output."""
        begin, end = match(r"^Valid from: (.*) until:", said), match(r"^Valid from: .* until: (.*)$", said)
        return Facts(
            sha1=_plain(match(r"^\t SHA1: (.*)$", said)),
            sha256=_plain(match(r"^\t SHA256: (.*)$", said)),
            serial=int(match(r"^Serial number: (.*)$", said), 16),
            subject=match(r"^Owner: (.*)$", said),
            not_before=_utc(begin, "%a %b %d %H:%M:%S UTC %Y"),
            not_after=_utc(end, "%a %b %d %H:%M:%S UTC %Y"),
            public_key=b"",  # it shows nothing of it but the kind
            key=self.names[match(r"^Subject Public Key Algorithm: (.*)$", said)],
        )

    def facts(self, certificate: Path) -> Facts:
        return self.described(self("-printcert", "-file", certificate).text)

    def list(self, pfx: Path, password: str, *options: str) -> str:
        return self("-list", "-keystore", pfx, "-storepass", password, *options).text

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        return self.described(self.list(pfx, password, "-v", "-alias", ALIAS))

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        return self("-certreq", "-keystore", pfx, "-storepass", password, "-alias", ALIAS).out

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        # keytool takes keys from keystores only, so OpenSSL carries the key there.
        carrier = pfx.with_suffix(".carrier.pfx")
        OpenSSL().write_pfx(carrier, "carrier", key, certificate)
        source = ("-srckeystore", carrier, "-srcstoretype", "PKCS12", "-srcstorepass", "carrier")
        self("-importkeystore", *source, "-destkeystore", pfx, "-deststoretype", "PKCS12", "-deststorepass", password)

    def generate(self, kind: str, pfx: Path, password: str, subject: str) -> None:
        """Makes key and certificate in a new keystore, which is a PFX."""
        named = ("-storetype", "PKCS12", "-storepass", password, "-alias", ALIAS, "-dname", subject, "-validity", "36500")
        self("-genkeypair", "-keystore", pfx, *named, *self.generates[kind])

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        said = self("-list", "-keystore", pfx, "-storepass", password, fails=True)
        assert "password was incorrect" in said.text

    def shown(self, subject: str) -> str:
        return subject.replace(",", ", ")
