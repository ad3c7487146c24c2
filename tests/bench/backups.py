"""Measures backups with their proof, each in a process of its own, beside pyca doing what it can of the PFX part.

`backups.py OUT.json` measures all; `backups.py one WHAT FOLDER` is one of those processes, and prints seconds and peak memory.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

import certwright as cw

SIZES = (1000, 10_000)
RUNS = {1000: 3, 10_000: 1}
PASSWORD = "correct horse battery"
ITERATIONS = 10_000
"""What certwright takes for a file of many keys."""


def fill(folder: Path, size: int) -> None:
    """A store whose certificates all serve a role that is in the backup."""
    store = cw.Store.create(folder / "certs.db")
    identities = [cw.self_signed(f"CN=client {number},O=Example") for number in range(size)]
    store.add_identities(identities)
    for number, identity in enumerate(identities):
        store.assign(identity.certificate.sha256, role="client", scope=f"plant {number}")


def backup(folder: Path, kind: str) -> None:
    store = cw.Store.open(folder / "certs.db")
    report = store.backup(folder / "out", kind=kind, password=PASSWORD)
    assert report.proof.signed == report.proof.keys == len(store.assignments())


def nothing(folder: Path) -> None:
    """What every such process costs."""
    cw.Store.open(folder / "certs.db").assignments()


def pyca(folder: Path) -> None:
    """It writes one key to a file: as many files, each written, read back, and its key used once."""
    out = folder / "pyca"
    out.mkdir(exist_ok=True)
    way = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ITERATIONS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(PASSWORD.encode())
    )
    for number, entry in enumerate(cw.Store.open(folder / "certs.db").find(role="client")):
        key = entry.identity().private_key.to_cryptography()
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        file = out / f"{number}.pfx"
        file.write_bytes(pkcs12.serialize_key_and_certificates(None, key, entry.certificate.to_cryptography(), None, way))
        again = pkcs12.load_pkcs12(file.read_bytes(), PASSWORD.encode())
        assert isinstance(again.key, ec.EllipticCurvePrivateKey) and again.cert is not None
        public_key = again.cert.certificate.public_key()
        assert isinstance(public_key, ec.EllipticCurvePublicKey)
        public_key.verify(again.key.sign(b"proof", ec.ECDSA(hashes.SHA256())), b"proof", ec.ECDSA(hashes.SHA256()))


WORKS: dict[str, Callable[[Path], None]] = {
    "certwright, one PFX: `store.backup`": lambda folder: backup(folder, "pfx"),
    "certwright, a bundle under a passphrase: `store.backup`": lambda folder: backup(folder, "bundle"),
    "pyca, a PFX for each: written, read back, each key used": pyca,
    "certwright, for comparison: open the store and read what it is for": nothing,
}


def one(what: str, folder: Path) -> None:
    start = time.perf_counter()
    WORKS[what](folder)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def measured(what: str, folder: Path, runs: int) -> tuple[float, float]:
    """Medians of seconds and MiB."""
    found = []
    for _ in range(runs):
        (folder / "out").mkdir(exist_ok=True)
        told = subprocess.run([sys.executable, __file__, "one", what, folder], check=True, capture_output=True, text=True).stdout
        found.append(json.loads(told))
    return statistics.median(time_ for time_, _ in found), statistics.median(memory for _, memory in found)


def main(out: str) -> int:
    seconds: dict[str, Any] = {}
    memory: dict[str, Any] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), size)
            for what in WORKS:
                time_, peak = measured(what, Path(folder), RUNS[size])
                seconds.setdefault(what, {})[str(size)] = {"median": time_, "unit": "s", "runs": RUNS[size]}
                memory.setdefault(what, {})[str(size)] = {"median": peak, "unit": "MiB", "runs": RUNS[size]}
    rows = [
        {"work": work, "what": what, "at": at, "must": None, "holds": None}
        for work, found in (("backup and proof", seconds), ("backup and proof, peak memory of the process", memory))
        for what, at in found.items()
    ]
    Path(out).write_text(json.dumps({"backups": rows}), "utf-8")
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "one":
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1]))
