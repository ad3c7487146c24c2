"""What the tests of serving share."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    """A new store."""
    return cw.Store.create(tmp_path / "certs.db")
