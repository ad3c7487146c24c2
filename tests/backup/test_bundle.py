"""A bundle made by the command line, opened by age, zstd and tar; restored on another machine; refused where it is not as it was made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

import certwright as cw

PASSWORD = "correct horse battery staple"


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> cw.Store:
    """Two certificates that serve, one that serves nothing, a root that is trusted."""
    store = cw.Store.create(tmp_path / "certs.db")
    store.provide("client", "a")
    store.provide("client", "b")
    store.create_self_signed("of no use")
    store.add(cw.self_signed("CN=a root", purpose="ca").certificate, store="TrustedRoot")
    (tmp_path / "backups").mkdir()
    return store


def elsewhere(folder: Path) -> cw.Store:
    """A new store of another machine."""
    (folder / "other").mkdir()
    return cw.Store.create(folder / "other" / "certs.db")


def unpacked(bundle: Path, identity: Path, into: Path) -> Path:
    """What other programs make of it; every sum of it is right."""
    into.mkdir()
    opened = subprocess.run(["age", "-d", "-i", identity, bundle], check=True, capture_output=True).stdout
    subprocess.run(["tar", "--zstd", "-x", "-C", into], input=opened, check=True)
    for sums in sorted((into / "sums").iterdir()):
        subprocess.run(["sha256sum", "-c", "--quiet", sums.relative_to(into)], cwd=into, check=True)
    return into


def identity_of(folder: Path) -> "tuple[Path, str]":
    """A file with an identity of age, and its recipient."""
    file = folder / "identity.txt"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    recipient = next(line.split()[-1] for line in file.read_text().splitlines() if line.startswith("# public key:"))
    return file, recipient


def test_other_programs_open_it_and_find_every_key(store: cw.Store, tmp_path: Path) -> None:
    identity, recipient = identity_of(tmp_path)
    report = store.backup(tmp_path / "backups", kind="bundle", recipients=[recipient])
    assert not report.proof.recipient_proven and report.backup.proven is None
    file = tmp_path / "backups" / report.backup.files[0].name
    folder = unpacked(file, identity, tmp_path / "unpacked")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["counts"] == {**manifest["counts"], "certificates": 4, "keys": 3, "assignments": 2}
    for entry in store.find(archived=None):
        pem = (folder / "certificates" / f"{entry.sha256}.pem").read_bytes()
        assert x509.load_pem_x509_certificate(pem).subject.rfc4514_string() == entry.subject
        about = json.loads((folder / "certificates" / f"{entry.sha256}.json").read_text())
        if not entry.has_private_key:
            assert about["key"] is None
            continue
        key = folder / "keys" / f"{about['key']}.pem"
        said = subprocess.run(["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True).stdout
        public = subprocess.run(["openssl", "x509", "-in", folder / "certificates" / f"{entry.sha256}.pem", "-noout", "-pubkey"], check=True, capture_output=True)
        assert said == public.stdout
    proof = store.verify_backup(file, identities=[identity.read_text()])
    assert proof.complete and proof.own_signer and store.backups()[0].proven is not None


def test_another_machine_restores_it_and_must_trust_its_signer(store: cw.Store, tmp_path: Path) -> None:
    report = store.backup(tmp_path / "backups", kind="bundle", password=PASSWORD)
    file = tmp_path / "backups" / cw.backup_files(tmp_path / "backups")[0]
    assert file.name == report.backup.files[0].name
    other = elsewhere(tmp_path)
    with pytest.raises(cw.OtherSigner) as caught:
        other.restore(file, password=PASSWORD)
    assert store.backup_status().signer is not None
    assert str(store.backup_status().signer) in str(caught.value)
    with pytest.raises(cw.WrongPassword):
        other.restore(file, password="wrong")
    assert other.assignments() == [] and not list(other.find())
    restored = other.restore(file, password=PASSWORD, trust_signer=store.backup_status().signer)
    assert restored.changed
    assert {entry.sha256 for entry in other.find(archived=None)} == {entry.sha256 for entry in store.find(archived=None)}
    assert [(one.role, one.scope) for one in other.assignments()] == [(one.role, one.scope) for one in store.assignments()]
    assert [str(line) for line in restored.lines if line.what == "trust"]
    assert not other.restore(file, password=PASSWORD, trust_signer=store.backup_status().signer).changed


def test_a_cut_bundle_restores_nothing_but_by_salvage(store: cw.Store, tmp_path: Path) -> None:
    store.add_identities([cw.self_signed(f"CN=number {number}") for number in range(600)])
    report = store.backup(tmp_path / "backups", kind="bundle", password=PASSWORD)
    whole = (tmp_path / "backups" / report.backup.files[0].name).read_bytes()
    cut = tmp_path / "cut.age"
    cut.write_bytes(whole[: len(whole) * 3 // 4])
    other = elsewhere(tmp_path)
    with pytest.raises(cw.Damaged):
        other.restore(cut, password=PASSWORD)
    assert not list(other.find())
    restored = other.restore(cut, password=PASSWORD, salvage=True)
    saved = {entry.sha256 for entry in other.find(archived=None) if entry.has_private_key}
    assert 100 < len(saved) < 603
    lost = {line.name for line in restored.lines if line.outcome == "skipped"}
    every = {entry.sha256 for entry in store.find(archived=None) if entry.has_private_key}
    assert {f"certificates/{sha256}.pem" for sha256 in every - saved} <= lost
    assert any("nobody vouches" in note for note in restored.notes)


def test_what_stands_behind_a_damaged_place_is_saved_too(store: cw.Store, tmp_path: Path) -> None:
    store.add_identities([cw.self_signed(f"CN=number {number}") for number in range(1500)])
    report = store.backup(tmp_path / "backups", kind="bundle", password=PASSWORD)
    bundle = bytearray((tmp_path / "backups" / report.backup.files[0].name).read_bytes())
    bundle[len(bundle) // 2] ^= 1
    damaged = tmp_path / "damaged.age"
    damaged.write_bytes(bundle)  # half of it stands behind that octet, and nearly all is saved
    other = elsewhere(tmp_path)
    with pytest.raises(cw.Damaged):
        other.restore(damaged, password=PASSWORD)
    assert not list(other.find())
    restored = other.restore(damaged, password=PASSWORD, salvage=True)
    every = {entry.sha256 for entry in store.find(archived=None) if entry.has_private_key}
    saved = {entry.sha256 for entry in other.find(archived=None) if entry.has_private_key}
    assert len(every) * 2 // 3 < len(saved) < len(every) and saved < every
    lost = every - saved
    named = {line.name for line in restored.lines if line.outcome == "skipped"}
    assert {f"certificates/{sha256}.pem" for sha256 in lost} <= named
    for sha256 in saved:
        other.get(sha256).identity()
    assert other.backups() == []


def test_what_is_saved_of_a_file_that_is_refused_is_no_proven_backup(store: cw.Store, tmp_path: Path) -> None:
    store.add_identities([cw.self_signed(f"CN=number {number}") for number in range(600)])
    report = store.backup(tmp_path / "backups", kind="bundle", password=PASSWORD)
    cut = tmp_path / "cut.age"
    cut.write_bytes((tmp_path / "backups" / report.backup.files[0].name).read_bytes()[:-20])  # of the manifest
    other = elsewhere(tmp_path)
    restored = other.restore(cut, password=PASSWORD, salvage=True)
    assert {entry.sha256 for entry in other.find(archived=None)} >= {entry.sha256 for entry in store.find(archived=None) if entry.has_private_key}
    assert other.backups() == [] and any("not whole" in note for note in restored.notes)


def test_the_command_line_makes_verifies_and_lists(store: cw.Store, tmp_path: Path) -> None:
    (tmp_path / "pw").write_text(PASSWORD)
    environment = {**os.environ, "CERTWRIGHT_DB": str(store.path), "LC_ALL": "C.UTF-8"}

    def said(*words: str, status: int = 0) -> str:
        command = [os.path.join(os.path.dirname(sys.executable), "certwright"), *words]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
        assert ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout

    assert "signed by" in said("backup", "run", "--bundle", "--location", "backups", "--password-file", "pw")
    file = said("backup", "list", "--location", "backups").strip()
    assert "this store's key" in said("backup", "verify", file, "--password-file", "pw")
    assert "are signed by" in said("backup", "list")
