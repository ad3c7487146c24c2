"""Certificates that others would hand us, made with pyca/cryptography."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import sqlite3
import stat
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import certwright as cw

LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.timezone.utc)
FAR_OFF = dt.datetime(2999, 1, 1, tzinfo=dt.timezone.utc)


def foreign(
    subject: str = "foreign",
    *,
    serial: int = 1,
    key: ec.EllipticCurvePrivateKey | None = None,
    not_before: dt.datetime = LONG_AGO,
    not_after: dt.datetime = FAR_OFF,
) -> cw.Identity:
    """A certificate with just these facts, and its key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(serial)
    made = builder.not_valid_before(not_before).not_valid_after(not_after).sign(key, hashes.SHA256())
    return cw.Identity(cw.Certificate.from_cryptography(made), cw.PrivateKey.from_cryptography(key))


def chain() -> list[tuple[x509.Certificate, ec.EllipticCurvePrivateKey]]:
    """A root, a CA below it, and a server's certificate below that."""
    made: list[tuple[x509.Certificate, ec.EllipticCurvePrivateKey]] = []
    for subject, is_ca in (("root", True), ("issuer", True), ("leaf", False)):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        above, above_key = (made[-1][0].subject, made[-1][1]) if made else (name, key)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(above).public_key(key.public_key()).serial_number(len(made) + 1)
        builder = builder.not_valid_before(LONG_AGO).not_valid_after(FAR_OFF)
        builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        made.append((builder.sign(above_key, hashes.SHA256()), key))
    return made


def many_certificates(count: int) -> bytes:
    """A PEM text with so many certificates."""
    return "".join(cw.self_signed(f"srv{number}", no_expiry=True).certificate.to_pem() for number in range(count)).encode()


NOW = dt.datetime.now(dt.timezone.utc)
"""When the tests began."""


def days(number: float) -> dt.timedelta:
    return dt.timedelta(days=number)


def rsa(store: cw.Store, subject: str) -> cw.Entry:
    """A certificate with the kind of key that every role takes."""
    return store.create_self_signed(subject, purpose="encipher", key="rsa2048")


def ending(store: cw.Store, subject: str, left: dt.timedelta, **options: Any) -> cw.Entry:
    """A certificate that began a year ago and has this much time left."""
    return store.create_self_signed(subject, valid_from=NOW - days(365), valid_to=NOW + left, **options)


def lose_key(store: cw.Store, certificate: cw.Certificate) -> None:
    """Takes the private key out of the database behind the store's back."""
    with contextlib.closing(sqlite3.connect(store.path)) as database:
        sql = "DELETE FROM keys WHERE key_id = (SELECT key_id FROM certificates WHERE sha256 = ?)"
        assert database.execute(sql, [bytes.fromhex(certificate.sha256)]).rowcount == 1
        database.commit()


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash. What SQLite keeps only while a database is open does not count."""
    return {str(path.relative_to(folder)): _content(path) for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}


def _content(path: Path) -> str:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        return stat.filemode(about.st_mode)
    if about.st_blocks == 0:
        return f"a hole of {about.st_size} bytes"
    return hashlib.sha256(path.read_bytes()).hexdigest()
