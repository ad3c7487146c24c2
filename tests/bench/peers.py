"""Measures other stores beside ours, with the same certificates in them; writes the rows of the table of sizes as JSON.

`peers.py FOLDER BENCH OUT.json`: the folder holds the stores that the Rust program BENCH made, and can be thrown away afterwards.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12

import certwright as cw

RUNS = 7
LONG = 10.0
"""What took so many seconds in all is not run again."""
SIZES = (1000, 100_000, 1_000_000)
PASSWORD = "correct horse"

Key = tuple[str, str]
"""What is done, and by whom."""


class Work(NamedTuple):
    run: Callable[[], object]
    times: int = 1
    """How often one run does it."""


LIST = "list all, whole process"
GET = "show one, whole process"
INSIDE = "get by thumbprint, inside a running Python"


def in_turn(works: dict[Key, Work]) -> dict[Key, list[float]]:
    """Single times in seconds, in turn so that all see the same machine; the first round warms the caches, if that matters."""
    times: dict[Key, list[float]] = {key: [] for key in works}
    for round_ in range(RUNS + 1):
        for key, work in works.items():
            if sum(times[key]) * work.times > LONG:
                continue
            start = time.perf_counter()
            work.run()
            seconds = time.perf_counter() - start
            if round_ > 0 or seconds > LONG:
                times[key].append(seconds / work.times)
    return times


def program(*command: str | Path) -> Work:
    return Work(partial(run, *command))


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def nss(folder: Path, certificates: list[x509.Certificate], wanted: int) -> dict[Key, Work]:
    """A database that `certutil -A` filled, trusting none of them."""
    database = f"sql:{folder}"
    run("certutil", "-N", "-d", database, "--empty-password")
    lines = []
    for index, certificate in enumerate(certificates):
        file = folder / f"{index}.der"
        file.write_bytes(certificate.public_bytes(Encoding.DER))
        lines.append(f"-A -n host{index} -t ,, -i {file}\n")
    batch = folder / "batch"
    batch.write_text("".join(lines))
    run("certutil", "-B", "-i", batch, "-d", database)
    return {
        (GET, "NSS: `certutil -L -n NAME`"): program("certutil", "-L", "-n", f"host{wanted}", "-d", database),
        (LIST, "NSS: `certutil -L`"): program("certutil", "-L", "-d", database),
    }


def java(folder: Path, certificates: list[x509.Certificate], wanted: int) -> dict[Key, Work]:
    """A PKCS#12 keystore of trusted certificates."""
    keystore = folder / "keystore.p12"
    entries = [pkcs12.PKCS12Certificate(certificate, f"host{index}".encode()) for index, certificate in enumerate(certificates)]
    keystore.write_bytes(pkcs12.serialize_java_truststore(entries, BestAvailableEncryption(PASSWORD.encode())))
    list_ = ("keytool", "-list", "-keystore", keystore, "-storepass", PASSWORD)
    return {(GET, "Java, a PKCS#12 keystore: `keytool -list -alias`"): program(*list_, "-alias", f"host{wanted}")}


def pfx_folder(folder: Path, certificates: list[x509.Certificate], thumbprint: bytes) -> dict[Key, Work]:
    """Files as X509Store keeps them on Linux. It opens every one before it looks for a thumbprint, and so does this."""
    for certificate in certificates:
        data = pkcs12.serialize_key_and_certificates(None, None, certificate, None, NoEncryption())
        (folder / f"{certificate.fingerprint(hashes.SHA1()).hex().upper()}.pfx").write_bytes(data)

    def find() -> None:
        opened = [pkcs12.load_pkcs12(file.read_bytes(), None) for file in folder.glob("*.pfx")]
        kept = (certificate.certificate for one in opened for certificate in one.additional_certs)  # they have no key
        assert [one for one in kept if one.fingerprint(hashes.SHA1()) == thumbprint]

    return {(INSIDE, "a folder of PFX files, as .NET keeps them on Linux: pyca opens every file"): Work(find)}


def ours(database: Path, bench: Path, size: int, thumbprints: list[str]) -> dict[Key, Work]:
    certwright, where = Path(sys.executable).with_name("certwright"), ("--db", database, "--json")
    store, thumbprint = cw.Store.open(database), thumbprints[len(thumbprints) // 2]
    works: dict[Key, Work] = {
        (GET, "certwright, a Rust program: open and get"): program(bench, "show", database, thumbprint),
        (GET, "certwright: `certwright show THUMBPRINT --json`"): program(certwright, "show", thumbprint, *where),
        (INSIDE, "certwright: `store.get`"): Work(lambda: [store.get(one) for one in thumbprints], len(thumbprints)),
    }
    if size == 1000:
        works[LIST, "certwright: `certwright list --json`"] = program(certwright, "list", *where)
    return works


def measured(folder: Path, bench: Path, size: int) -> dict[Key, list[float]]:
    database = folder / f"{size}.db"
    thumbprints = database.with_suffix(".sample").read_text().split()
    works = ours(database, bench, size, thumbprints)
    if size <= 100_000:
        certificates = [x509.load_der_x509_certificate(entry.der) for entry in cw.Store.open(database).find()]
        wanted = size // 2

        def place(name: str) -> Path:
            made = folder / f"{name}-{size}"
            made.mkdir()
            return made

        works |= java(place("java"), certificates, wanted)
        if size == 1000:  # a hundred times as many take NSS and the folder's files half an hour to make
            works |= nss(place("nss"), certificates, wanted)
            works |= pfx_folder(place("pfx"), certificates, certificates[wanted].fingerprint(hashes.SHA1()))
    return in_turn(works)


def main(folder: str, bench: str, out: str) -> None:
    at: dict[Key, dict[str, Any]] = {}
    for size in SIZES:
        for key, times in measured(Path(folder), Path(bench), size).items():
            seconds = statistics.median(times)
            unit, scale = ("ms", 1e3) if seconds >= 1e-3 else ("µs", 1e6)
            at.setdefault(key, {})[str(size)] = {"median": seconds * scale, "unit": unit, "runs": len(times)}
    order = [GET, LIST, INSIDE]
    rows = [
        {"work": work, "what": what, "at": figures, "must": None, "holds": None}
        for (work, what), figures in sorted(at.items(), key=lambda item: order.index(item[0][0]))
    ]
    Path(out).write_text(json.dumps({"sizes": rows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
