""".NET's own loader opens the files of a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw

from . import dotnet
from .dotnet import Runtime

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def reader() -> Path:
    """A program that has nothing of ours."""
    return dotnet.build(Path(__file__).parent / "PfxReader") / "PfxReader.dll"


@pytest.mark.parametrize("files", ["one", "each"])
def test_dot_net_opens_a_backup_and_uses_its_keys(files: str, reader: Path, tmp_path: Path) -> None:
    store = cw.Store.create(tmp_path / "certs.db")
    served = [store.provide(role, scope).entry for role, scope in (("database", "sales"), ("master-key", None), ("client", "a"))]
    (tmp_path / "backups").mkdir()
    backup = store.backup(tmp_path / "backups", files=files, password=PASSWORD).backup
    paths = [tmp_path / "backups" / file.name for file in backup.files]
    said = Runtime("core").run(reader, PASSWORD, *paths)
    found = dict(line.split(" ", 1) for line in said.splitlines())
    assert set(found) == {entry.thumbprint for entry in served}
    # .NET Core 3.1 takes one key out of a file, whoever wrote it; .NET 5 takes all
    assert sorted(found.values()) == (["signs"] * 3 if files == "each" else ["signs", "without a key", "without a key"])
    refused = Runtime("core").attempt(reader, "wrong", *paths)
    assert refused.returncode != 0 and "password" in refused.stderr
