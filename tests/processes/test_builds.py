"""Two builds of the library on one file: the later one knows an addition to the schema that the other does not."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from .worker import LATER_WORKER, WORKER, Worker

ADDITION = "from_the_future"


def _has_addition(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", [ADDITION]).fetchone() is not None


def _use(build: Path, path: Path, name: str) -> list[str]:
    """Opens the store, makes a certificate and deletes another one; what is there before."""
    with Worker(build) as worker:
        worker(f"open {path}")
        before: list[str] = worker("list")
        worker(f"new {name}")
        worker(f"new {name}-deleted")
        worker(f"delete {name}-deleted")
        worker(f"archive {name}")
        assert worker("check") == "whole"
    return before


def test_a_later_build_adds_its_tables_and_an_earlier_one_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with Worker(WORKER) as worker:
        worker(f"create {path}")
    assert _use(WORKER, path, "one") == []
    assert not _has_addition(path)
    assert _use(LATER_WORKER, path, "two") == ["one"]
    assert _has_addition(path)
    assert _use(WORKER, path, "three") == ["one", "two"]
    assert _use(LATER_WORKER, path, "four") == ["one", "two", "three"]
    assert _has_addition(path)


def test_an_earlier_build_reads_and_writes_what_a_later_one_made(tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with Worker(LATER_WORKER) as worker:
        worker(f"create {path}")
    assert _has_addition(path)
    assert _use(WORKER, path, "one") == []
    assert _use(LATER_WORKER, path, "two") == ["one"]
    with Worker(WORKER) as worker:
        worker(f"open {path}")
        worker("rotate")
    assert _use(LATER_WORKER, path, "three") == ["one", "two"]
    assert _has_addition(path)


@pytest.mark.parametrize("builds", [(WORKER, LATER_WORKER), (LATER_WORKER, WORKER)], ids=["earlier opens first", "later opens first"])
def test_both_builds_work_at_once(tmp_path: Path, builds: tuple[Path, Path]) -> None:
    path = tmp_path / "certs.db"
    with Worker(WORKER) as worker:
        worker(f"create {path}")
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(build)) for build in builds]
        for worker in workers:
            worker(f"open {path}")
        workers[0]("rotate")  # what the other one opened is sealed anew
        for number, worker in enumerate(workers):
            worker.tell(f"load w{number} 12")
        for worker in workers:
            worker.answer()
        workers[1]("rotate")
        lists = [worker("list") for worker in workers]
        assert lists[0] == lists[1] and len(set(lists[0])) == 16
        assert [worker("check") for worker in workers] == ["whole", "whole"]
        assert [event["number"] for event in workers[0]("events")] == list(range(1, 1 + 1 + 2 + 2 * (12 + 8)))
