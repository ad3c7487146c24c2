"""Certificates for servers on loopback, and openssl s_server that presents them."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

import certwright as cw

BEGIN, GONE_BY, FAR_OFF = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2001, 2002, 2999))


@dataclass(frozen=True)
class Held:
    """A certificate and its key; and its issuer's, which are sent along unless that is a root."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    issuer: Held | None = None

    @property
    def ours(self) -> cw.Certificate:
        return cw.Certificate.from_cryptography(self.certificate)

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.certificate.serial_number}.pem"
        above = [self.issuer.certificate] if self.issuer and self.issuer.issuer else []
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(key + b"".join(one.public_bytes(Encoding.PEM) for one in [self.certificate, *above]))
        return path


def general_name(host: str) -> x509.GeneralName:
    """A name or an address, as a certificate has it."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def issue(subject: str, issuer: Held | None = None, *, host: str | None = "localhost", until: dt.datetime = FAR_OFF) -> Held:
    """One that signed itself without an issuer; a CA without a host, which is a name or an address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    signer, signing = (issuer.certificate.subject, issuer.key) if issuer else (name, key)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(signer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(BEGIN).not_valid_after(until)
    builder = builder.add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    if host is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([general_name(host)]), critical=False)
    return Held(builder.sign(signing, hashes.SHA256()), key, issuer)


@contextlib.contextmanager
def s_server(held: Held, folder: Path, *, to_localhost: Held | None = None) -> Iterator[int]:
    """The port on 127.0.0.1 where it is presented; another one to those who name `localhost` (SNI), if there is one."""
    pem = held.write(folder)
    command: list[str | Path] = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pem, "-key", pem, "-cert_chain", pem]
    if to_localhost:
        other = to_localhost.write(folder)
        command += ["-servername", "localhost", "-cert2", other, "-key2", other]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            found = next((found for line in process.stdout if (found := re.fullmatch(r"ACCEPT .*:(\d+)\s*", line))), None)
            assert found, "openssl s_server does not serve"
            yield int(found[1])
        finally:
            process.kill()
