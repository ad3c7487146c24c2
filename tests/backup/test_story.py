"""A product's life with backups: five roles, two databases, renewals, a disaster, another machine; by the command line alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

import certwright as cw

CERTWRIGHT = os.path.join(os.path.dirname(sys.executable), "certwright")
HOST = "srv1.corp.example"
PLACES: list[tuple[str, str | None]] = [
    ("ssl-connection", None),
    ("database", "sales"),
    ("database", "personnel"),
    ("master-key", None),
    ("discovery-service", None),
    ("password-reset", None),
]
MADE_AGAIN = {"ssl-connection"}


class Machine:
    """One machine: its folder, its store, its installation."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "CERTWRIGHT_DB": str(self.folder / "certs.db")}
        self.environment["CERTWRIGHT_INSTALLATION"] = name
        (self.folder / "pw").write_text("correct horse battery staple\n")

    def __call__(self, *words: str | Path, status: int = 0) -> dict[str, Any]:
        """What the program says in JSON."""
        command = [CERTWRIGHT, *map(str, words), "--json"]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, env=self.environment, timeout=120, check=False)
        assert ran.returncode == status, f"{words}: {ran.stdout.decode()} {ran.stderr.decode()}"
        document = json.loads(ran.stdout)
        assert isinstance(document, dict)
        return document

    def people(self, *words: str | Path) -> str:
        """What the program says to people."""
        command = [CERTWRIGHT, *map(str, words)]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, env=self.environment, timeout=120, check=True)
        return ran.stdout.decode()

    def wrong(self, status: int) -> list[str]:
        """What the preflight finds."""
        expected = [word for role, scope in PLACES for word in ("--expect", f"{role}:{scope}" if scope else role)]
        found = self("preflight", "--host", HOST, *expected, status=status)
        return [verdict["what"] for verdict in found["verdicts"] if not verdict["ok"]]

    def provide(self) -> dict[tuple[str, str | None], str]:
        made = {}
        for role, scope in PLACES:
            options = ["--dns", HOST] if role == "ssl-connection" else []
            where = ["--scope", scope] if scope else []
            made[role, scope] = self("new", f"{role} {scope or ''}".strip(), "--role", role, *where, *options)["thumbprint"]
        return made

    def serving(self) -> set[tuple[str, str | None, str, bool]]:
        lines = self("roles")["assignments"]
        return {(line["role"], line["scope"], line["sha256"], line["retained"]) for line in lines}


def signs(certificate: x509.Certificate, key: cw.PrivateKey, folder: Path) -> bool:
    """Whether OpenSSL verifies by the certificate what it signed by the key."""
    secret, public, message, signature = (folder / name for name in ("key.pem", "public.pem", "message", "signature"))
    loaded = key.to_cryptography()
    assert isinstance(loaded, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey))
    secret.write_bytes(loaded.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    message.write_text("what is signed")
    subprocess.run(["openssl", "dgst", "-sha256", "-sign", secret, "-out", signature, message], check=True, timeout=60)
    verified = subprocess.run(["openssl", "dgst", "-sha256", "-verify", public, "-signature", signature, message], capture_output=True, timeout=60, check=False)
    return verified.stdout == b"Verified OK\n"


@pytest.mark.parametrize("form", ["--one", "--each", "--bundle"])
def test_the_machine_is_lost_and_another_one_serves_out_of_the_backup_alone(tmp_path: Path, form: str) -> None:
    old = Machine(tmp_path, "old")
    old("store", "init")
    first = old.provide()
    second = {place: old("renew", thumbprint)["thumbprint"] for place, thumbprint in first.items()}
    assert set(first.values()).isdisjoint(second.values()) and old.wrong(0) == []
    assert old.people("roles").splitlines()[-1] == "no backup was proven yet"

    disk = tmp_path / "disk"
    disk.mkdir()
    is_whole = form == "--bundle"
    old("backup", "settings", "--location", disk, *(["--kind", "bundle"] if is_whole else [form]), "--retention", "keep 2")
    made = old("backup", "run", "--password-file", "pw")
    kept = [place for place in PLACES if is_whole or place[0] not in MADE_AGAIN]
    assert made["backup"]["keys"] == 2 * len(kept) and made["proof"]["signed"] == 2 * len(kept)
    assert [one["role"] for one in made["left_out"]] == ([] if is_whole else ["ssl-connection"]) and made["lacking"] == []
    assert len(made["backup"]["files"]) == (2 * len(kept) if form == "--each" else 1)
    assert "last proven backup: " in old.people("roles").splitlines()[-1]
    serving = {line for line in old.serving() if is_whole or line[0] not in MADE_AGAIN}
    trust = ["--trust-signer", made["proof"]["signer"]] if is_whole else []

    files = sorted(disk.iterdir())
    shutil.rmtree(old.folder)  # the disaster: database, key file, password

    new = Machine(tmp_path, "new")
    new("store", "init")
    assert len(new.wrong(3)) == len(PLACES)
    if is_whole:
        assert new("backup", "restore", *files, "--password-file", "pw", status=1)["error"]["code"] == "other_signer"
    plan = new("backup", "restore", *files, "--password-file", "pw", *trust, "--dry-run")
    assert plan["changed"] is False and new("list")["certificates"] == []
    restored = new("backup", "restore", *files, "--password-file", "pw", *trust)
    assert restored["lines"] == plan["lines"] and set(word for word, count in restored["counts"].items() if count) == {"added"}
    assert new.serving() == serving
    if not is_whole:
        assert new.wrong(3) == ["ssl-connection"], "which is made again"
        new("new", "ssl-connection", "--role", "ssl-connection", "--dns", HOST)
    assert new.wrong(0) == []
    assert new("backup", "verify", *files, "--password-file", "pw")["ok"] is True

    store = cw.Store.open(new.folder / "certs.db", installation="new")
    for _, _, sha256, retained in serving:
        entry = store.get(sha256, archived=True)
        assert retained == (entry.thumbprint in first.values())
        assert signs(x509.load_der_x509_certificate(entry.der), entry.identity().private_key, tmp_path)
    # and its life goes on: what was renewed there is renewed here, and backed up
    (tmp_path / "disk2").mkdir()
    new("renew", second["database", "sales"])
    again = new("backup", "run", "--location", tmp_path / "disk2", "--password-file", "pw", *([form] if not is_whole else []))
    assert again["backup"]["keys"] == 2 * len(kept) + 1
    assert new("store", "check")["ok"] is True
