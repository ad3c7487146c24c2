"""What changes a store: `archive`, `delete`, `import`, `export`, and `--dry-run`."""

from __future__ import annotations

import stat
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import certwright as cw

from .material import Stocked, foreign_certificate, issued, many_certificates, pfx
from .program import Program, snapshot


def test_archive_is_undone_by_undo(certwright: Program, stocked: Stocked) -> None:
    certwright("archive", stocked.server, "--db", stocked.db)
    assert cw.Store.open(stocked.db).get(stocked.server, archived=True).archived
    certwright("archive", "--undo", stocked.server, "--db", stocked.db)
    assert not cw.Store.open(stocked.db).get(stocked.server).archived


@pytest.mark.parametrize(("options", "which"), [([], "archived"), (["--undo"], "server")])
def test_archive_says_when_it_was_so_already(certwright: Program, stocked: Stocked, options: list[str], which: str) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    document = certwright("archive", getattr(stocked, which), "--db", stocked.db, "--json", *options).json()
    assert document["changed"] is False
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_delete_takes_certificate_and_key(certwright: Program, stocked: Stocked) -> None:
    certwright("delete", stocked.server, "--yes", "--db", stocked.db)
    assert stocked.thumbprints() == {stocked.root, stocked.archived}
    assert cw.Store.open(stocked.db).info().private_keys == 1


def test_delete_leaves_a_key_that_another_certificate_shares(certwright: Program, stocked: Stocked) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    one, two = (cw.Certificate.from_der(foreign_certificate("shared", serial=serial, key=key)) for serial in (1, 2))
    store = cw.Store.open(stocked.db)
    for certificate in (one, two):
        store.add(cw.Identity(certificate, cw.PrivateKey.from_cryptography(key)))
    document = certwright("delete", one.thumbprint, "--yes", "--db", stocked.db, "--json").json()
    assert [(each["key_deleted"], each["key_shared"]) for each in document["certificates"]] == [(False, True)]
    assert store.get(two).has_private_key


def test_delete_without_a_terminal_needs_yes(certwright: Program, stocked: Stocked) -> None:
    before = snapshot(certwright.folder)
    done = certwright("delete", stocked.server, "--db", stocked.db, "--json", status=2, data=b"y\n")
    assert "--yes" in done.error()["message"]
    assert snapshot(certwright.folder) == before


@pytest.mark.parametrize("command", [["archive"], ["delete", "--yes"]])
def test_one_that_is_not_there_leaves_the_others_as_they_were(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    certwright(*command, stocked.server, "AB" * 20, "--db", stocked.db, status=4)
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_a_ca_that_is_still_needed_is_not_deleted_and_what_was_done_before_is_told(certwright: Program, stocked: Stocked) -> None:
    ca, leaf = issued()
    store = cw.Store.open(stocked.db)
    for certificate in (ca, leaf):
        store.add(certificate)
    command = ["delete", stocked.server, ca.thumbprint, "--yes", "--db", str(stocked.db)]
    document = certwright(*command, "--json", status=1).json()
    assert (document["error"]["code"], [one["thumbprint"] for one in document["done"]]) == ("required", [stocked.server])
    assert leaf.thumbprint in document["error"]["message"]
    assert {ca.thumbprint, leaf.thumbprint} <= stocked.thumbprints()


def test_describe_sets_name_and_tags(certwright: Program, stocked: Stocked) -> None:
    document = certwright("describe", stocked.server, "--friendly-name", "A", "--tag", "x", "--tag", "y", "--db", stocked.db, "--json").json()
    assert (document["changed"], document["friendly_name"], document["tags"]) == (True, "A", ["x", "y"])


@pytest.mark.parametrize(
    ("options", "name", "tags"),
    [(["--tag", "x"], "Büro \N{EM DASH} server", ["x"]), (["--friendly-name", ""], None, ["web"]), (["--no-tags"], "Büro \N{EM DASH} server", [])],
)
def test_describe_leaves_what_is_not_given(certwright: Program, stocked: Stocked, options: list[str], name: str | None, tags: list[str]) -> None:
    certwright("describe", stocked.server, *options, "--db", stocked.db)
    entry = cw.Store.open(stocked.db).get(stocked.server)
    assert (entry.friendly_name, entry.tags) == (name, tags)


def test_describe_says_when_it_was_so_already(certwright: Program, stocked: Stocked) -> None:
    last = stocked.last_event()
    assert certwright("describe", stocked.server, "--tag", "web", "--db", stocked.db, "--json").json()["changed"] is False
    assert stocked.last_event() == last


@pytest.mark.parametrize("options", [[], ["--tag", "x", "--no-tags"]])
def test_describe_needs_to_be_told_what(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    certwright("describe", stocked.server, *options, "--db", stocked.db, "--json", status=2).error()


def test_delete_deletes_nothing_when_one_of_several_is_not_there(certwright: Program, stocked: Stocked) -> None:
    before = stocked.thumbprints()
    certwright("delete", stocked.server, "AB" * 20, "--yes", "--db", stocked.db, status=4)
    assert stocked.thumbprints() == before


def test_delete_of_one_certificate_named_twice_deletes_it_once(certwright: Program, stocked: Stocked) -> None:
    document = certwright("delete", stocked.server, stocked.server, "--yes", "--db", stocked.db, "--json").json()
    assert [each["thumbprint"] for each in document["certificates"]] == [stocked.server]
    assert stocked.server not in stocked.thumbprints()


DRY: list[tuple[str, Callable[[Stocked], list[str]]]] = [
    ("new", lambda store: ["new", "srv2"]),
    ("new --ensure", lambda store: ["new", "srv2", "--ensure"]),
    ("import pem", lambda store: ["import", "in.pem"]),
    ("import pfx", lambda store: ["import", "in.pfx", "--password-file", "pw"]),
    ("export pem", lambda store: ["export", store.server, "--out", "out.pem"]),
    ("export pfx", lambda store: ["export", store.server, "--out", "out.pfx", "--password-file", "pw"]),
    ("export with key", lambda store: ["export", store.server, "--out", "out.pem", "--with-key"]),
    ("archive", lambda store: ["archive", store.server]),
    ("archive --undo", lambda store: ["archive", "--undo", store.archived]),
    ("delete", lambda store: ["delete", store.server]),
    ("delete --yes", lambda store: ["delete", store.server, "--yes"]),
    ("describe", lambda store: ["describe", store.server, "--no-tags"]),
    ("log export", lambda store: ["log", "export", "--out", "out.jsonl"]),
    ("store upgrade", lambda store: ["store", "upgrade"]),
    ("store protect add key file", lambda store: ["store", "protect", "add", "--key-file-new", "b.key"]),
    ("store protect add", lambda store: ["store", "protect", "add"]),
    ("store protect change", lambda store: ["store", "protect", "change", store.protector(), "--key-file-new", "b.key"]),
    ("store protect remove", lambda store: ["store", "protect", "remove", store.protector()]),
    ("store protect rotate", lambda store: ["store", "protect", "rotate", "--drop-others"]),
]


@pytest.mark.parametrize("arguments", [pytest.param(make, id=name) for name, make in DRY])
def test_a_dry_run_changes_nothing(certwright: Program, stocked: Stocked, arguments: Callable[[Stocked], list[str]]) -> None:
    (certwright.folder / "in.pem").write_bytes(many_certificates(2))
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    (certwright.folder / "pw").write_text("geheim")
    command = arguments(stocked)
    before, last = snapshot(certwright.folder), stocked.last_event()
    document = certwright(*command, "--dry-run", "--db", stocked.db, "--json").json()
    assert (document["changed"], document["dry_run"]) == (False, True)
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_a_dry_run_of_store_init_makes_nothing(certwright: Program) -> None:
    document = certwright("store", "init", "--dry-run", "--db", "new.db", "--json").json()
    assert (document["changed"], document["dry_run"]) == (False, True)
    assert snapshot(certwright.folder) == {}


@pytest.mark.parametrize("command", [["new", "srv2"], ["import", "in.pem"], ["store", "init"]])
def test_a_dry_run_makes_no_default_store(certwright: Program, command: list[str]) -> None:
    (certwright.folder / "in.pem").write_bytes(many_certificates(1))
    certwright(*command, "--dry-run")
    assert snapshot(certwright.home) == {}


def test_import_takes_every_certificate_and_key(certwright: Program, stocked: Stocked) -> None:
    made = cw.self_signed("imported")
    (certwright.folder / "in.pem").write_text(made.to_pem())
    document = certwright("import", "in.pem", "--db", stocked.db, "--json").json()
    assert document["changed"] is True
    assert [(bag["what"], bag["taken"], bag["changed"]) for bag in document["bags"]] == [("private key", True, True), ("certificate", True, True)]
    assert cw.Store.open(stocked.db).get(made.certificate).has_private_key


def test_import_of_what_is_there_changes_nothing(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pem").write_bytes(many_certificates(2))
    certwright("import", "in.pem", "--db", stocked.db)
    before, last = snapshot(certwright.folder), stocked.last_event()
    assert certwright("import", "in.pem", "--db", stocked.db, "--json").json()["changed"] is False
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_import_sums_up_what_is_too_much_for_a_table(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pem").write_bytes(many_certificates(50))
    assert "50 bags, 50 of them taken or there already" in certwright("import", "in.pem", "--db", stocked.db).out


def test_import_puts_nothing_into_a_trusted_store_unless_told(certwright: Program, stocked: Stocked) -> None:
    root = cw.self_signed("Another Root", purpose="ca").certificate
    (certwright.folder / "root.pem").write_text(root.to_pem())
    command = ["import", "root.pem", "--db", str(stocked.db), "--json"]
    assert certwright(*command).json()["certificates"][0]["stores"] == ["Intermediate"]
    assert "TrustedRoot" in certwright(*command, "--store", "Root").json()["certificates"][0]["stores"]


def test_import_of_a_missing_file_makes_no_default_store(certwright: Program) -> None:
    certwright("import", "missing.pem", status=4)
    assert snapshot(certwright.home) == {}


@pytest.mark.parametrize(
    ("name", "options", "format"),
    [
        ("a.pem", [], "pem"),
        ("a.crt", [], "pem"),
        ("a.der", [], "der"),
        ("a.cer", [], "der"),
        ("a.pfx", ["--password-file", "pw"], "pfx"),
        ("a.p12", ["--password-file", "pw"], "pfx"),
        ("a.pem", ["--format", "der"], "der"),
        ("a.anything", ["--format", "PEM"], "pem"),
    ],
)
def test_the_format_follows_the_option_or_the_name(
    certwright: Program, stocked: Stocked, name: str, options: list[str], format: str
) -> None:
    (certwright.folder / "pw").write_text("geheim")
    document = certwright("export", stocked.server, "--out", name, *options, "--db", stocked.db, "--json").json()
    assert (document["format"], document["file"], document["certificates"]) == (format, name, [stocked.server])
    report = cw.read_file((certwright.folder / name).read_bytes(), password="geheim")
    assert [certificate.thumbprint for certificate in report.certificates] == [stocked.server]
    assert bool(report.private_keys) is (format == "pfx") is document["with_key"]


def test_a_name_that_tells_no_format_is_wrong_usage(certwright: Program, stocked: Stocked) -> None:
    assert "--format" in certwright("export", stocked.server, "--out", "a.txt", "--db", stocked.db, "--json", status=2).error()["message"]


@pytest.mark.parametrize(("options", "mode"), [(["--with-key"], 0o600), ([], 0o644)])
def test_a_file_with_a_key_is_its_owners_alone(certwright: Program, stocked: Stocked, options: list[str], mode: int) -> None:
    certwright("export", stocked.server, "--out", "a.pem", *options, "--db", stocked.db)
    assert stat.S_IMODE((certwright.folder / "a.pem").stat().st_mode) & ~0o044 == 0o600
    assert stat.S_IMODE((certwright.folder / "a.pem").stat().st_mode) & mode == stat.S_IMODE((certwright.folder / "a.pem").stat().st_mode)


def test_export_replaces_a_file_only_when_forced(certwright: Program, stocked: Stocked) -> None:
    target = certwright.folder / "a.pem"
    target.write_text("mine")
    command = ["export", stocked.server, "--out", "a.pem", "--db", str(stocked.db), "--json"]
    assert certwright(*command, status=1).error()["code"] == "already_exists"
    assert target.read_text() == "mine"
    certwright(*command, "--force")
    assert cw.Certificate.from_pem(target.read_bytes()).thumbprint == stocked.server


def test_export_of_a_pfx_without_a_terminal_needs_a_password_file(certwright: Program, stocked: Stocked) -> None:
    done = certwright("export", stocked.server, "--out", "a.pfx", "--db", stocked.db, "--json", status=2, data=b"geheim\n")
    assert "--password-file" in done.error()["message"]
    assert not (certwright.folder / "a.pfx").exists()


def test_export_of_a_key_that_is_not_there_is_refused(certwright: Program, stocked: Stocked) -> None:
    error = certwright("export", stocked.root, "--out", "a.pem", "--with-key", "--db", stocked.db, "--json", status=1).error()
    assert error["code"] == "no_private_key"
    assert not (certwright.folder / "a.pem").exists()


def test_export_that_cannot_be_written_leaves_the_journal_as_it_was(certwright: Program, stocked: Stocked) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    certwright("export", stocked.server, "--out", "missing/a.pem", "--with-key", "--db", stocked.db, status=4)
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_export_with_a_key_is_told_by_the_journal(certwright: Program, stocked: Stocked) -> None:
    certwright("export", stocked.server, "--out", "a.pem", "--with-key", "--db", stocked.db)
    last = certwright("log", "--since", "5", "--db", stocked.db, "--json").json()["events"]
    assert [(event["kind"], event["thumbprint"]) for event in last] == [("key-exported", stocked.server)]


def test_a_key_comes_out_of_one_store_into_another(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "pw").write_text("geheim")
    certwright("export", stocked.server, "--out", "a.pfx", "--password-file", "pw", "--db", stocked.db)
    certwright("store", "init", "--db", "second.db")
    certwright("import", "a.pfx", "--password-file", "pw", "--db", "second.db")
    entry = cw.Store.open(certwright.folder / "second.db").get(stocked.server)
    key = entry.identity().private_key.to_cryptography()
    assert key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    assert entry.friendly_name == "Büro \N{EM DASH} server"
