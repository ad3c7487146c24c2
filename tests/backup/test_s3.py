"""Backups in S3-compatible storage, by a server of others on loopback."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import boto3  # type: ignore[import-untyped]
import pytest

import certwright as cw

from . import moto
from .between import between

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "correct horse battery staple"


def test_a_backup_is_stored_listed_verified_and_restored_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = cw.Store.create(tmp_path / "certs.db")
    store.provide("client", "a")
    with moto.s3() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        location = f"s3://{server.bucket}/plant 7"
        store.set_backup_settings(location=location, retention="keep 1", password_source="sealed", password=PASSWORD)
        first = store.backup()
        assert server.keys() == [f"plant 7/{first.backup.files[0].name}"] == [f"plant 7/{name}" for name in cw.backup_files(location)]
        second = store.backup(kind="bundle")
        names = cw.backup_files(location)
        assert sorted(names) == sorted([first.backup.files[0].name, second.backup.files[0].name])
        third = store.backup()
        assert third.removed == [first.backup.files[0].name] and server.unfinished() == 0
        (tmp_path / "other").mkdir()
        other = cw.Store.create(tmp_path / "other" / "certs.db")
        file = f"{location}/{third.backup.files[0].name}"
        assert store.verify_backup(file, password=PASSWORD).complete
        assert other.restore(file, password=PASSWORD).changed and len(other.assignments()) == 1
        with pytest.raises(cw.NotFound):
            other.restore(f"{location}/certwright_backup_20200101T000000Z.pfx", password=PASSWORD)
        # what is altered there after it was proven is refused
        client = boto3.client("s3", endpoint_url=server.endpoint)
        client.put_object(Bucket=server.bucket, Key=f"plant 7/{third.backup.files[0].name}", Body=b"something else")
        with pytest.raises(cw.UnknownFormat):
            store.verify_backup(file, password=PASSWORD)
    with pytest.raises(cw.Unreachable):
        store.backup()
    assert len(store.backups()) == 2


def far_store(folder: Path, monkeypatch: pytest.MonkeyPatch, server: moto.S3, endpoint: str) -> cw.Store:
    """One that keeps its backups there, reached by this endpoint."""
    for name, value in {**server.environment, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    store = cw.Store.create(folder / "certs.db")
    store.provide("client", "a")
    store.add_identities([cw.self_signed(f"CN=number {number}") for number in range(100)])
    store.set_backup_settings(location=f"s3://{server.bucket}/x")
    return store


def test_the_way_there_and_back_is_told_and_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with moto.s3() as server:
        store = far_store(tmp_path, monkeypatch, server, server.endpoint)
        count = len(list(store.find()))
        told: "list[tuple[int, int]]" = []
        store.backup(kind="bundle", password=PASSWORD, progress=lambda done, total: told.append((done, total)))
        assert told == sorted(told) and {total for _, total in told} == {4 * count} and told[-1][0] == 4 * count
        # on its way there, and back: each begins where what is before it has ended
        for begun in (count, 2 * count):
            seen: "list[int]" = []

            def stop(done: int, _: int) -> bool:
                seen.append(done)
                return seen.count(begun) < 2

            with pytest.raises(cw.Cancelled):
                store.backup(kind="bundle", password=PASSWORD, progress=stop)
        assert len(server.keys()) == 1 and server.unfinished() == 0 and len(store.backups()) == 1


def test_a_server_that_dies_in_the_middle_is_unreachable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dies = False
    sent = 0

    def sees(data: bytes) -> None:
        nonlocal sent
        sent += len(data)
        if dies and sent > 20_000:
            server.process.kill()
            server.process.wait()

    with moto.s3() as server, between(server.endpoint, sees) as endpoint:
        store = far_store(tmp_path, monkeypatch, server, endpoint)
        store.backup(kind="bundle", password=PASSWORD)
        sent, dies = 0, True
        with pytest.raises(cw.Unreachable):
            store.backup(kind="bundle", password=PASSWORD)
        assert server.process.returncode is not None and sent > 20_000
    assert len(store.backups()) == 1
    assert store.backups()[0].proven is not None


def test_a_server_that_is_slow_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = [3.0, 3.0]  # of the file, and of its being fetched

    def sees(data: bytes) -> None:
        if data.startswith((b"PUT ", b"GET ")) and pauses:
            time.sleep(pauses.pop())

    with moto.s3() as server, between(server.endpoint, sees) as endpoint:
        store = far_store(tmp_path, monkeypatch, server, endpoint)
        report = store.backup(kind="bundle", password=PASSWORD)
        assert report.proof.complete and not pauses and server.keys() == [f"x/{report.backup.files[0].name}"]


def test_a_server_that_refuses_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with moto.s3() as server:
        store = far_store(tmp_path, monkeypatch, server, server.endpoint)
        with pytest.raises(cw.NotFound, match="bucket"):
            store.backup("s3://nobodys/x", kind="bundle", password=PASSWORD)
    (tmp_path / "refused").mkdir()
    with moto.s3(refuses=True) as server:
        store = far_store(tmp_path / "refused", monkeypatch, server, server.endpoint)
        with pytest.raises(cw.CertwrightError) as caught:
            store.backup(kind="bundle", password=PASSWORD)
        assert "InvalidAccessKeyId" in str(caught.value) and server.environment["AWS_SECRET_ACCESS_KEY"] not in str(caught.value)
        assert not store.backups()


def test_keys_in_a_location_are_refused_and_not_repeated(tmp_path: Path) -> None:
    store = cw.Store.create(tmp_path / "certs.db")
    with pytest.raises(cw.InvalidArgument) as caught:
        store.set_backup_settings(location="s3://AKIAEXAMPLE:verysecret@backups/x")
    assert "verysecret" not in str(caught.value)
    assert not any("verysecret" in event.details for event in store.events())


def test_the_target_by_itself_keeps_files_of_every_size() -> None:
    """Empty, small, in parts; names taken meanwhile; stopped: the Rust test that needs a server."""
    features = "certwright/bundle,certwright/s3,certwright/tls"
    build = ["cargo", "test", "--workspace", "--exclude", "certwright-python", "--features", features, "--locked", "--lib"]
    with moto.s3() as server:
        environment = {**os.environ, **server.environment, "CERTWRIGHT_TEST_S3": f"s3://{server.bucket}/rust"}
        environment.setdefault("CARGO_TARGET_DIR", str(ROOT / "target"))
        command = [*build, "--", "--ignored", "--exact", "backup::target::s3::tests::another_program_keeps_what_is_stored"]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 and "1 passed" in ran.stdout, ran.stdout + ran.stderr
        assert server.unfinished() == 0
