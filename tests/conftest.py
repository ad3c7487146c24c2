"""Which tests share a process, where several run at once: those of a file, so that what it sets up is set up once, and a few more."""

from __future__ import annotations

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

TOGETHER = {"tests/c/": "c", "tests/csharp/": "csharp", "tests/cli/test_quickstart.py": "port 9699", "tests/test_readme.py": "port 9699"}
"""Folders whose tests build in one place, and files whose tests want one port."""


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a process those that belong together, one lot after another."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((name for start, name in TOGETHER.items() if file.startswith(start)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Asked by pytest-xdist."""
    return Together(config, log)
