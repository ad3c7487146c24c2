"""What the tests of the Python package share."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw


@pytest.fixture(autouse=True)
def _no_service_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files are found where the tests put them."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    """A new store."""
    return cw.Store.create(tmp_path / "certs.db")
