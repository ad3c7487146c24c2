"""Backups in S3-compatible storage, by a server of others on loopback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import boto3  # type: ignore[import-untyped]
import pytest

import certwright as cw

from . import moto

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
