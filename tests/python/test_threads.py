"""One store used by many threads and many processes at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .material import foreign, many_certificates

THREADS = 8
DEADLINE = 60.0


def _all_at_once(work: Callable[[int], None], count: int = THREADS) -> None:
    """Runs the work in threads that begin together; none may fail or hang."""
    barrier = threading.Barrier(count)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            barrier.wait(DEADLINE)
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert not any(thread.is_alive() for thread in threads), "some threads hang"
    assert failures == []


def test_threads_do_everything_on_one_store_at_once(store: cw.Store) -> None:
    def work(number: int) -> None:
        for turn in range(5):
            entry = store.create_self_signed(f"thread{number}-{turn}", tags=[f"thread{number}"])
            assert store.get(entry.thumbprint) == entry
            assert entry in list(store.find(tag=f"thread{number}"))
            assert store.export(entry, format="pem", with_key=True).startswith(b"-----BEGIN")
            assert entry.identity().private_key.matches(entry)
            store.archive(entry)
        store.delete(entry)

    _all_at_once(work)
    assert store.info().certificates == THREADS * 4
    assert [event.number for event in store.events(limit=10_000)] == list(range(1, store.last_event + 1))
    assert store.last_event == 1 + THREADS * (5 * 3 + 1)


def test_a_thread_that_holds_an_iterator_does_not_hold_up_another(store: cw.Store) -> None:
    store.import_file(many_certificates(300))
    found = store.find()
    next(found)
    _all_at_once(lambda number: store.create_self_signed(f"b{number}") and None, 2)
    assert len(list(found)) >= 299


def test_threads_that_share_an_iterator_get_each_entry_once(store: cw.Store) -> None:
    store.import_file(many_certificates(600))
    found, seen = store.find(), list[str]()
    _all_at_once(lambda number: seen.extend(entry.thumbprint for entry in found))
    assert len(seen) == len(set(seen)) == 600


def test_threads_with_stores_of_their_own_wait_for_each_other(store: cw.Store) -> None:
    _all_at_once(lambda number: cw.Store.open(store.path).create_self_signed(f"thread{number}") and None)
    assert store.info().certificates == THREADS


def test_other_threads_go_on_while_a_key_is_made() -> None:
    made = threading.Event()
    ticks = 0

    def generate() -> None:
        cw.PrivateKey.generate("rsa4096")
        made.set()

    thread = threading.Thread(target=generate, daemon=True)
    thread.start()
    while not made.wait(0.001):
        ticks += 1
    thread.join(DEADLINE)
    assert ticks > 1


def test_threads_read_and_write_files_at_once() -> None:
    identity = foreign()

    def work(number: int) -> None:
        data = cw.write_pkcs12([identity], password=f"password {number}", iterations=1000)
        assert cw.read_file(data, password=f"password {number}").certificates == [identity.certificate]

    _all_at_once(work)


def _in_child(work: Callable[[], None]) -> int:
    """Runs the work in a forked child; its exit status, 0 where nothing failed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def _wait(child: int) -> int:
    _, result = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(result)


def test_a_forked_child_uses_the_store_and_its_parent_goes_on(store: cw.Store) -> None:
    before = store.create_self_signed("before")

    def work() -> None:
        assert store.get(before.thumbprint) == before
        assert before.identity().private_key.matches(before)
        store.create_self_signed("child")

    child = _in_child(work)
    store.create_self_signed("parent")
    assert _wait(child) == 0
    store.create_self_signed("after")
    assert {entry.common_name for entry in store.find()} == {"before", "child", "parent", "after"}
    assert [event.number for event in store.events()] == [1, 2, 3, 4, 5]


def test_a_child_that_ends_does_not_take_the_parents_locks(store: cw.Store) -> None:
    for number in range(3):
        assert _wait(_in_child(lambda: None)) == 0  # one that never touches the store
        assert _wait(_in_child(lambda: store.create_self_signed(f"child{number}") and None)) == 0
        store.create_self_signed(f"parent{number}")
    assert store.info().certificates == 6
    assert cw.Store.open(store.path).info().certificates == 6


def test_a_forked_child_goes_on_with_an_iterator(store: cw.Store) -> None:
    store.import_file(many_certificates(300))
    found = store.find()
    next(found)

    def work() -> None:
        assert len(list(found)) == 299

    assert _wait(_in_child(work)) == 0
    assert len(list(found)) == 299


def test_children_that_fork_at_once_lose_nothing(store: cw.Store) -> None:
    def work() -> None:
        for turn in range(5):
            store.create_self_signed(f"{os.getpid()}-{turn}")

    children = [_in_child(work) for _ in range(4)]
    assert [_wait(child) for child in children] == [0, 0, 0, 0]
    assert store.info().certificates == 20


def _read_and_write(store: cw.Store, before: cw.Entry, name: str) -> Callable[[int], None]:
    def work(number: int) -> None:
        for turn in range(3):
            made = store.create_self_signed(f"{name}-{number}-{turn}")
            assert store.get(before.thumbprint) == before
            assert made in list(store.find()) and made.identity().private_key.matches(made)

    return work


def test_a_forked_child_does_not_use_what_its_parents_threads_opened(store: cw.Store) -> None:
    before = store.create_self_signed("before")
    _all_at_once(_read_and_write(store, before, "early"))  # several connections are open, and all are idle
    child = _in_child(lambda: _all_at_once(_read_and_write(store, before, "child")))
    _all_at_once(_read_and_write(store, before, "parent"))
    assert _wait(child) == 0
    assert store.info().certificates == 1 + 3 * 3 * THREADS
    assert [event.number for event in store.events(limit=10_000)] == list(range(1, 3 + 3 * 3 * THREADS))


def test_a_child_that_is_forked_while_a_thread_is_at_work_is_told_so_or_works(store: cw.Store) -> None:
    before = store.create_self_signed("before")
    begun, over = threading.Event(), threading.Event()

    def go_on() -> None:
        number = 0
        while not over.is_set():
            store.create_self_signed(f"thread{number}")
            begun.set()
            number += 1

    def work() -> None:
        try:
            store.create_self_signed(f"child{os.getpid()}")
            assert store.get(before.thumbprint) == before
        except cw.Busy:
            os._exit(77)

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    begun.wait(DEADLINE)
    ends = [_wait(_in_child(work)) for _ in range(20)]
    over.set()
    thread.join(DEADLINE)
    assert set(ends) <= {0, 77}
    names = [entry.common_name or "" for entry in store.find()]
    assert len(names) == len(set(names)) and sum(name.startswith("child") for name in names) == ends.count(0)
    assert [event.number for event in store.events(limit=10_000)] == list(range(1, 2 + len(names)))


ADDS = """
import sys
import certwright as cw
store = cw.Store.open(sys.argv[1])
sys.stdin.readline()
for turn in range(10):
    store.create_self_signed(f"{sys.argv[2]}-{turn}")
"""


def test_processes_that_add_at_once_lose_nothing(store: cw.Store) -> None:
    command = [sys.executable, "-c", ADDS, str(store.path)]
    processes = [subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for number in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=DEADLINE)[1] for process in processes] == ["", "", "", ""]
    assert {entry.common_name for entry in store.find()} == {f"{number}-{turn}" for number in range(4) for turn in range(10)}
    assert store.info().private_keys == 40
    assert [event.number for event in store.events()] == list(range(1, 42))


@pytest.mark.parametrize("end", ["kill", "exit"])
def test_a_process_that_dies_leaves_a_store_that_opens(store: cw.Store, tmp_path: Path, end: str) -> None:
    last = {"kill": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "exit": "import os; os._exit(3)"}[end]
    code = f"import sys, certwright as cw; store = cw.Store.open(sys.argv[1]); store.create_self_signed('a'); {last}"
    assert subprocess.run([sys.executable, "-c", code, str(store.path)], timeout=DEADLINE).returncode in (-9, 3)
    assert [entry.subject for entry in cw.Store.open(store.path).find()] == ["CN=a"]
    store.create_self_signed("b")
    assert store.last_event == 3
