"""Measures the Python package beside pyca/cryptography in the same run; writes the rows as JSON to the given path."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Optional

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, KeySerializationEncryption, PrivateFormat, load_der_private_key, pkcs12
from cryptography.x509.verification import PolicyBuilder, Store

import certwright as cw


def in_turn(runs: int, ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Medians of single times in seconds, the two in turn so that both see the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_ in range(runs + max(1, runs // 20)):
        start = time.perf_counter()
        ours()
        middle = time.perf_counter()
        peer()
        end = time.perf_counter()
        if round_ >= max(1, runs // 20):
            times[0].append(middle - start)
            times[1].append(end - middle)
    return statistics.median(times[0]), statistics.median(times[1])


def row(work: str, must: str, holds: bool, unit: str, runs: int, ours: tuple[str, float], peer: Optional[tuple[str, float]]) -> dict[str, Any]:
    scale = {"µs": 1e6, "ms": 1e3}[unit]

    def figure(side: tuple[str, float]) -> dict[str, Any]:
        return {"median": side[1] * scale, "unit": unit, "runs": runs, "what": side[0]}

    return {"work": work, "ours": figure(ours), "peer": figure(peer) if peer else None, "must": must, "holds": holds}


def pyca_self_signed() -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Integration API")])
    now = dt.datetime.now(dt.timezone.utc)
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=5 * 365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("srv1.corp.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def self_signed() -> dict[str, Any]:
    runs = 2000
    ours, peer = in_turn(runs, lambda: cw.self_signed("Integration API", dns_names=["srv1.corp.example"]), pyca_self_signed)
    what = "pyca, the same extensions"
    return row("self-signed P-256, key included, from Python", "faster than pyca", ours < peer, "µs", runs, ("cw.self_signed", ours), (what, peer))


def parse() -> dict[str, Any]:
    der = cw.self_signed("CN=srv1,OU=Bench,O=Example", dns_names=["srv1.corp.example"]).certificate.der
    sha1, sha256 = hashes.SHA1(), hashes.SHA256()

    def ours() -> object:
        certificate = cw.Certificate.from_der(der)
        return (
            certificate.subject,
            certificate.serial,
            certificate.not_before,
            certificate.not_after,
            certificate.thumbprint,
            certificate.sha256,
        )

    def peer() -> object:
        certificate = x509.load_der_x509_certificate(der)
        return (
            certificate.subject.rfc4514_string(),
            certificate.serial_number,
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
            certificate.fingerprint(sha1),
            certificate.fingerprint(sha256),
        )

    runs = 20000
    mine, other = in_turn(runs, ours, peer)
    work = "parse DER and give subject, serial, dates, both thumbprints, from Python"
    return row(work, "at least 2 times as fast", 2 * mine <= other, "µs", runs, ("cw.Certificate", mine), ("pyca", other))


def rsa_generation() -> dict[str, Any]:
    runs = 300
    ours, peer = in_turn(runs, lambda: cw.PrivateKey.generate("rsa2048"), lambda: rsa.generate_private_key(65537, 2048))
    return row("RSA 2048 generation", "at most 1.15 times pyca's", ours <= 1.15 * peer, "ms", runs, ("cw.PrivateKey.generate", ours), ("pyca", peer))


def chain() -> list[dict[str, Any]]:
    """Root at hand; leaf and CA come as DER, as a client gets them."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.mutations.chains import HOST, WHEN, right

    made = right()
    leaf, between, root = made.leaf.sign(made.ca), made.ca.sign(made.root), made.root.sign(made.root)
    ders = [certificate.public_bytes(Encoding.DER) for certificate in (leaf, between)]
    roots = [cw.Certificate.from_cryptography(root)]
    builder = PolicyBuilder().store(Store([root])).time(WHEN.replace(tzinfo=None))

    def ours() -> object:
        return cw.verify_chain([cw.Certificate.from_der(der) for der in ders], roots=roots, at=WHEN, host=HOST)

    def peer() -> object:
        first, second = map(x509.load_der_x509_certificate, ders)
        return builder.build_server_verifier(x509.DNSName(HOST)).verify(first, [second])

    work, runs, times = "verify a chain of three P-256 certificates for a host, from Python", 2000, 500
    mine, other = in_turn(runs, ours, peer)
    with tempfile.TemporaryDirectory() as folder:
        for name, certificate in {"leaf": leaf, "between": between, "root": root}.items():
            (Path(folder) / name).write_bytes(certificate.public_bytes(Encoding.PEM))
        command = ["openssl", "verify", "-attime", str(int(WHEN.timestamp())), "-verify_hostname", HOST, "-purpose", "sslserver", "-CAfile", "root"]

        def seconds(leaves: int) -> float:
            begin = time.perf_counter()
            subprocess.run([*command, "-untrusted", "between", *["leaf"] * leaves], cwd=folder, check=True, capture_output=True)
            return time.perf_counter() - begin

        # what one more leaf costs a process that is running already
        openssl = statistics.median((seconds(times + 1) - seconds(1)) / times for _ in range(7))
    return [
        row(work, "faster than pyca", mine < other, "µs", runs, ("cw.verify_chain", mine), ("pyca's verifier", other)),
        row(work, "faster than OpenSSL", mine < openssl, "µs", runs, ("cw.verify_chain", mine), ("openssl verify, each further leaf", openssl)),
    ]


PASSWORD = "secret"


def aes(iterations: int) -> KeySerializationEncryption:
    """AES-256-CBC and a MAC of SHA-256; pyca has no choice of the MAC's iterations and takes 2,048."""
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(iterations).hmac_hash(hashes.SHA256())
    return builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(PASSWORD.encode())


def pyca_pfx(identity: cw.Identity, sealed: KeySerializationEncryption) -> Callable[[], bytes]:
    key = load_der_private_key(identity.private_key.to_pkcs8_der(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = identity.certificate.to_cryptography()
    return lambda: pkcs12.serialize_key_and_certificates(b"srv1", key, certificate, None, sealed)


def pfx(iterations: int, runs: int) -> list[dict[str, Any]]:
    """One identity: written, and the same bytes read by both, as certwright and as pyca wrote them."""
    identity = cw.self_signed("CN=srv1,OU=Bench,O=Example", dns_names=["srv1.corp.example"])
    write = pyca_pfx(identity, aes(iterations))
    must = "at most 1.05 times pyca's"

    def compared(work: str, ours: Callable[[], object], what: str, peer: Callable[[], object], whose: str) -> dict[str, Any]:
        mine, other = in_turn(runs, ours, peer)
        return row(f"{work}, {iterations:,} iterations", must, mine <= 1.05 * other, "ms", runs, (what, mine), (whose, other))

    def read(data: bytes, work: str) -> dict[str, Any]:
        return compared(
            work,
            lambda: cw.read_pkcs12(data, password=PASSWORD),
            "cw.read_pkcs12",
            lambda: pkcs12.load_pkcs12(data, PASSWORD.encode()),
            "pyca, the same bytes",
        )

    return [
        compared(
            "write a PFX with one identity, AES-256 and HMAC-SHA-256",
            lambda: cw.write_pkcs12([identity], password=PASSWORD, iterations=iterations),
            "cw.write_pkcs12, as many for the MAC, read back",
            write,
            "pyca, 2,048 for the MAC, not read back",
        ),
        read(write(), "read the PFX that pyca wrote"),
        read(cw.write_pkcs12([identity], password=PASSWORD, iterations=iterations), "read the PFX that certwright wrote"),
    ]


def many_identities() -> list[dict[str, Any]]:
    """pyca writes one key to a file and reads one from it: beside stands what comes nearest."""
    count, iterations, runs = 1000, 2048, 5
    identities = [cw.self_signed(f"CN=srv{number},OU=Bench,O=Example") for number in range(count)]
    writers = [pyca_pfx(identity, aes(iterations)) for identity in identities]
    data = cw.write_pkcs12(identities, password=PASSWORD, iterations=iterations)
    assert len(cw.read_pkcs12(data, password=PASSWORD).identities) == count
    files = [write() for write in writers]

    def write_pyca() -> object:
        return [write() for write in writers]

    def read_pyca() -> object:
        return [pkcs12.load_pkcs12(one, PASSWORD.encode()) for one in files]

    wrote, wrote_peer = in_turn(runs, lambda: cw.write_pkcs12(identities, password=PASSWORD, iterations=iterations), write_pyca)
    read, read_peer = in_turn(runs, lambda: cw.read_pkcs12(data, password=PASSWORD), read_pyca)
    work = f"PFX with {count:,} identities, {iterations:,} iterations"
    beside = f"pyca, {count:,} files of one identity"
    return [
        row(f"write a {work}", "under 1 s", wrote < 1, "ms", runs, ("cw.write_pkcs12, read back", wrote), (beside, wrote_peer)),
        row(f"read a {work}", "under 1 s", read < 1, "ms", runs, ("cw.read_pkcs12", read), (beside, read_peer)),
    ]


def started(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([*arguments], check=True, stdout=subprocess.DEVNULL)


def start() -> list[dict[str, Any]]:
    """Whole processes; the time of the import is what it adds to an empty Python."""
    runs = 30
    empty = started(sys.executable, "-c", "pass")
    imported, nothing = in_turn(runs, started(sys.executable, "-c", "import certwright"), empty)
    added = imported - nothing
    version, beside = in_turn(runs, started(str(Path(sys.executable).with_name("certwright")), "--version"), empty)
    peer = "python3 -c pass, whole process"
    return [
        row("`import certwright`, beyond an empty Python", "under 40 ms", added < 0.040, "ms", runs, ("import", added), (peer, nothing)),
        row("`certwright --version`, whole process", "under 150 ms", version < 0.150, "ms", runs, ("--version", version), (peer, beside)),
    ]


def main() -> None:
    rows = [self_signed(), parse(), rsa_generation(), *chain(), *pfx(2048, 500), *pfx(600_000, 15), *many_identities(), *start()]
    Path(sys.argv[1]).write_text(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main()
