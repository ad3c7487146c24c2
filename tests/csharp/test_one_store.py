"""One store from Python and C#: what the one writes, the other reads; and both at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import certwright as cw

from .dotnet import RUNTIMES, Runtime

pytestmark = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda runtime: runtime.name)


def test_csharp_reads_what_python_wrote(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        written = [store.create_self_signed(f"größe {number}") for number in range(3)]
    lines = runtime.run(assembly, library, "store", "read", path).splitlines()
    assert lines == [f"{entry.subject}\t{entry.sha256}\tTrue" for entry in written]


def test_python_reads_what_csharp_wrote(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        thumbprints = runtime.run(assembly, library, "store", "add", path, "größe", "3").splitlines()
        for number, thumbprint in enumerate(thumbprints):
            entry = store.get(thumbprint)
            assert entry.subject == f"CN=größe {number}"
            assert entry.dns_names == [f"srv{number}.example"]
            assert entry.identity().private_key.matches(entry)
        assert {event.kind for event in store.events() if "csharp" in event.actor} == {"issued"}
        assert store.check().ok


def test_both_write_at_once(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    printed: list[str] = []
    with cw.Store.create(path) as store:
        others = [
            threading.Thread(target=lambda name=name: printed.extend(runtime.run(assembly, library, "store", "add", path, name, "10").splitlines()))
            for name in ("one", "two")
        ]
        for other in others:
            other.start()
        ours = [store.create_self_signed(f"python {number}").thumbprint for number in range(20)]
        for other in others:
            other.join()
        assert len(printed) == 20
        assert {entry.thumbprint for entry in store.find()} == {*printed, *ours}
        assert [event.number for event in store.events()] == list(range(1, store.last_event + 1))
        assert store.check().ok
