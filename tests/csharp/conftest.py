"""The native library, the assembly, and the tests in C#: built and run once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from . import dotnet
from .dotnet import MONO_CANNOT, Runtime


@pytest.fixture(scope="session")
def library() -> Path:
    """The native library."""
    return dotnet.native()


@pytest.fixture(scope="session")
def assembly(library: Path) -> Path:
    """The assembly with the tests, and the library's beside it."""
    return dotnet.build("Certwright.Tests") / "Certwright.Tests.dll"


@pytest.fixture(scope="session")
def results(assembly: Path, library: Path) -> Callable[[Runtime], dict[str, tuple[bool, str]]]:
    """The result of each NUnit test under a runtime: whether it passed, and what went wrong."""
    known: dict[str, dict[str, tuple[bool, str]]] = {}

    def of(runtime: Runtime) -> dict[str, tuple[bool, str]]:
        if runtime.name not in known:
            left_out = [MONO_CANNOT] if runtime.name == "mono" else []
            done = runtime.attempt(assembly, library, *left_out)
            found = re.findall(r"^(ok|failed) (\S+) \d+\n((?:    .*\n)*)", done.stdout, re.MULTILINE)
            assert found, f"no test ran\n{done.stdout}\n{done.stderr}"
            known[runtime.name] = {name: (word == "ok", wrong or done.stderr) for word, name, wrong in found}
        return known[runtime.name]

    return of
