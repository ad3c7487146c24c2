"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .backups import Serving, serve
from .material import Stocked, stock
from .program import Program


@pytest.fixture
def certwright(tmp_path: Path) -> Program:
    """The program, with an empty home."""
    return Program(tmp_path)


@pytest.fixture
def stocked(certwright: Program) -> Stocked:
    """A store `certs.db` in the program's folder."""
    return stock(certwright.folder / "certs.db")


@pytest.fixture
def serving(certwright: Program) -> Serving:
    """A store whose certificates serve, with a folder for its backups, in the program's folder."""
    return serve(certwright.folder)
