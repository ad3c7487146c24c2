"""What the tests of backups share: stores with roles, and folders for backups."""

from __future__ import annotations

from pathlib import Path

import certwright as cw

PASSWORD = "correct horse battery staple"


def serving(store: cw.Store, scope: str | None = None, *, role: str = "client") -> cw.Entry:
    """A certificate for a role of which backups are made; its key is quickly made."""
    return store.provide(role, scope).entry


def folder_for(store: cw.Store) -> Path:
    """A folder for its backups."""
    folder = Path(store.path).parent / "backups"
    folder.mkdir(exist_ok=True)
    return folder


def names(folder: Path) -> set[str]:
    """All that is in a folder, hidden files included."""
    return {path.name for path in folder.iterdir()}


class Elsewhere:
    """Another machine: a store in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.store = cw.Store.create(folder / "certs.db")


def held(store: cw.Store) -> set[tuple[str, str | None, str, bool]]:
    """What serves where, and what is retained."""
    return {(one.role, one.scope, one.sha256, one.retained) for one in store.assignments() if one.holds()}
