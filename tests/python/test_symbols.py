"""The SQLite inside the extension module is its own: no other SQLite of the process gets in its way, or it in theirs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import certwright as cw


def test_no_symbol_of_sqlite_is_exported() -> None:
    libraries = list(Path(cw.__file__).parent.rglob("*.so"))
    assert len(libraries) == 1
    ran = subprocess.run(["nm", "-D", "--defined-only", str(libraries[0])], capture_output=True, text=True, check=True)
    names = [line.split()[-1] for line in ran.stdout.splitlines()]
    assert "PyInit__certwright" in names
    assert [name for name in names if "sqlite3" in name.lower()] == []
