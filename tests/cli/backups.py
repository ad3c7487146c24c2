"""What the tests of `backup` share: a store with roles, a folder for backups, a password."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import certwright as cw

PASSWORD = "correct horse battery staple"

OF_LEFT_OUT = {"thumbprint", "role", "scope", "subject", "why"}
OF_BACKUP = set("id at kind location files scope keys certificates lacking proven contents_proven restored".split())
OF_PROOF = set(
    "kind complete certificates keys signed compared skipped missing_today recipient_proven signer own_signer made notes".split()
)
OF_REPORT = {"changed", "backup", "proof", "left_out", "lacking", "removed", "notes"}
OF_SETTINGS = set("location kind files password_source recipients reader schedule retention".split())
OF_RESTORED = {"changed", "kind", "counts", "lines", "signer", "notes"}


@dataclass(frozen=True)
class Serving:
    """A store whose certificates serve, a folder for backups, and a file with a password; all in the program's folder."""

    db: Path
    folder: Path
    password: Path
    first: str
    second: str

    def store(self) -> cw.Store:
        return cw.Store.open(self.db)

    def scheduled(self, schedule: str = "every 6 hours", **more: str) -> None:
        """Backups are made by a schedule, with a password that is sealed."""
        self.store().set_backup_settings(
            location=self.folder, schedule=schedule, password_source="sealed", password=PASSWORD, retention=more.get("retention")
        )

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir())

    def inside(self) -> set[str]:
        """SHA-1 of the certificates with their keys in the files of the folder."""
        read = (cw.read_file(path.read_bytes(), password=PASSWORD) for path in self.files())
        return {one.certificate.thumbprint for report in read for one in report.identities}

    def lose_key(self, thumbprint: str) -> None:
        """Takes the private key out of the database behind the store's back."""
        sha256 = self.store().get(thumbprint).sha256
        with contextlib.closing(sqlite3.connect(self.db)) as database, database:
            sql = "DELETE FROM keys WHERE key_id = (SELECT key_id FROM certificates WHERE sha256 = ?)"
            assert database.execute(sql, [bytes.fromhex(sha256)]).rowcount == 1


def serve(folder: Path) -> Serving:
    """Makes it: `certs.db`, `backups`, `pw`."""
    store = cw.Store.create(folder / "certs.db")
    first, second = (store.provide("client", scope).entry.thumbprint for scope in ("a", "b"))
    (folder / "backups").mkdir()
    (folder / "pw").write_text(PASSWORD + "\n")
    return Serving(folder / "certs.db", folder / "backups", folder / "pw", first, second)
