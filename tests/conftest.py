"""Which tests share a process, where several run at once."""

from __future__ import annotations

from pathlib import Path

import pytest

TOGETHER = {"c": "c", "csharp": "csharp", "cli/test_quickstart.py": "port 9699", "test_readme.py": "port 9699"}
"""Folders whose tests build in one place, and files whose tests want one port."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a file stay together, so that what it sets up is set up once."""
    for item in items:
        path = item.path.relative_to(Path(__file__).parent)
        group = TOGETHER.get(str(path)) or TOGETHER.get(path.parts[0]) or str(path)
        item.add_marker(pytest.mark.xdist_group(group))
