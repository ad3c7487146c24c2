"""The tests in C: each program with the static and the shared library, and under valgrind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "bindings/c/tests"


@pytest.fixture(scope="session")
def built() -> None:
    """The libraries of a debug build, which `run` looks for."""
    subprocess.run(["cargo", "build", "-p", "certwright-ffi", "--locked", "--quiet"], cwd=ROOT, check=True)


@pytest.mark.parametrize("name", sorted(path.stem for path in TESTS.glob("*.c")))
@pytest.mark.usefixtures("built")
def test_a_program_in_c_passes(name: str) -> None:
    done = subprocess.run([TESTS / "run", name], capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
