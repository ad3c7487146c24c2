"""`quickstart`: the main job, again and again in one folder, on whatever port is free."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import certwright as cw

from .program import Program, snapshot

PORT = 9699


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, list[dict[str, Any]]]:
    """Two runs in one folder; during the second the usual port is taken."""
    program = Program(tmp_path_factory.mktemp("quickstart"))
    first = program("quickstart", "tour", "--json").json()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", PORT))
            taken.listen()
        except OSError:
            pass  # somebody else has taken it, which does as well
        second = program("quickstart", "tour", "--json").json()
    return program, [first, second]


def test_it_runs_again_in_the_same_folder(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    program, documents = runs
    assert [document["folder"] for document in documents] == [str(program.folder / "tour" / number) for number in ("1", "2")]


def test_it_prints_the_keys_that_are_promised(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    for document in runs[1]:
        assert set(document) == {"schema", "folder", "url", "steps"}
        assert all(set(step) == {"step", "result"} for step in document["steps"])
        assert len(document["steps"]) == 11


def test_it_takes_the_next_port_where_its_own_is_taken(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    ports = [urlsplit(document["url"]).port for document in runs[1]]
    assert ports[0] is not None and ports[0] >= PORT
    assert ports[1] is not None and ports[1] > PORT


def test_its_store_holds_what_it_imported(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    for document in runs[1]:
        folder = Path(document["folder"])
        store = cw.Store.open(folder / "certs.db", key_file=folder / "key" / "certs.key")
        assert len(list(store.find(store="TrustedRoot"))) > 50
        assert sum(entry.has_private_key for entry in store.find(store="Personal")) == 3


def test_it_writes_nothing_outside_its_folder(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    program, _ = runs
    assert snapshot(program.home) == {}
    assert {path.name for path in program.folder.iterdir()} == {"tour"}


def test_what_it_writes_is_its_owners_alone(runs: tuple[Program, list[dict[str, Any]]]) -> None:
    assert (runs[0].folder / "tour").stat().st_mode & 0o077 == 0


def test_without_openssl_it_says_what_to_install(certwright: Program) -> None:
    done = certwright("quickstart", env={"PATH": "/nonexistent"}, status=1)
    assert "apt-get install openssl" in done.one_line()
    assert snapshot(certwright.folder) == {}
