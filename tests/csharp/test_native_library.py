"""The native library is found in its places and nowhere else, and one that does not fit is refused with the reason."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import certwright as cw

from .dotnet import RUNTIMES, Runtime

pytestmark = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda runtime: runtime.name)


@pytest.fixture
def alone(assembly: Path, tmp_path: Path) -> Path:
    """The assemblies in a folder without a native library."""
    folder = tmp_path / "app"
    shutil.copytree(assembly.parent, folder)
    return folder / assembly.name


def shared_library(path: Path, source: str) -> Path:
    path.with_suffix(".c").write_text(source)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", path, path.with_suffix(".c")], check=True)
    return path


def said(runtime: Runtime, assembly: Path, *path: Path) -> str:
    """What is said twice, because a failure is not remembered."""
    first, second = runtime.run(assembly, "load", *path).splitlines()
    assert first == second
    return first


def test_where_it_was_looked_for_is_said(runtime: Runtime, alone: Path) -> None:
    message = said(runtime, alone)
    assert message.startswith("refused ")
    assert f"'{alone.parent / 'libcertwright.so'}' and '{alone.parent / 'runtimes/linux-x64/native/libcertwright.so'}'" in message
    assert "Certwright.NativeLibrary.Path" in message


def test_it_is_found_beside_the_assembly_and_under_runtimes(runtime: Runtime, alone: Path, library: Path) -> None:
    under = alone.parent / "runtimes" / "linux-x64" / "native" / library.name
    under.parent.mkdir(parents=True)
    under.symlink_to(library)
    assert said(runtime, alone).endswith(f" of {under}")
    beside = alone.parent / library.name
    beside.symlink_to(library)
    assert said(runtime, alone) == f"version {cw.__version__} of {beside}"


def test_an_explicit_path_is_the_only_one(runtime: Runtime, alone: Path, library: Path, tmp_path: Path) -> None:
    (alone.parent / library.name).symlink_to(library)
    elsewhere = tmp_path / "any name"
    elsewhere.symlink_to(library)
    assert said(runtime, alone, elsewhere) == f"version {cw.__version__} of {elsewhere}"
    assert f"it was looked for at '{tmp_path / 'none.so'}'." in said(runtime, alone, tmp_path / "none.so")


def test_another_abi_is_refused_naming_both(runtime: Runtime, alone: Path, tmp_path: Path) -> None:
    other = shared_library(tmp_path / "other.so", "unsigned cw_abi_version(void) { return 99; }")
    message = said(runtime, alone, other)
    assert message.startswith(f"refused '{other}' has ABI 99, and this assembly needs ABI 1")


def test_another_library_is_refused(runtime: Runtime, alone: Path, tmp_path: Path) -> None:
    other = shared_library(tmp_path / "other.so", "int nothing;")
    assert "is not certwright's native library: it has no cw_abi_version" in said(runtime, alone, other)


def test_what_is_no_library_is_refused(runtime: Runtime, alone: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.so"
    other.write_text("text")
    message = said(runtime, alone, other)
    assert message.startswith(f"refused certwright's native library '{other}' cannot be loaded: ")
    assert "invalid ELF header" in message or "file too short" in message
