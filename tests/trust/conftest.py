"""What the tests of trust share."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw

from .authority import Held, issue


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    """A new store."""
    return cw.Store.create(tmp_path / "certs.db")


@pytest.fixture(scope="session")
def root() -> Held:
    return issue("Example Root", is_ca=True)


@pytest.fixture(scope="session")
def intermediate(root: Held) -> Held:
    return issue("Example Issuer", root, is_ca=True)


@pytest.fixture(scope="session")
def good(intermediate: Held) -> Held:
    """For this host, with all that belongs below the root."""
    return issue("srv1", intermediate, above=(intermediate.certificate,))
