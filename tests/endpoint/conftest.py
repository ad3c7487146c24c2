"""What the tests of endpoints share."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    """A new store."""
    return cw.Store.create(tmp_path / "certs.db")


@pytest.fixture
def endpoint(store: cw.Store) -> cw.Endpoint:
    """Its endpoint `api`."""
    return store.endpoint("api")
