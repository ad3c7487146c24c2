"""Files in and out: read, import, export, write."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

import certwright as cw

from .material import chain, foreign, snapshot


def test_a_report_accounts_for_every_bag() -> None:
    (root, _), (issuer, _), (leaf, key) = chain()
    certificates = [cw.Certificate.from_cryptography(one) for one in (leaf, issuer, root)]
    text = cw.PrivateKey.from_cryptography(key).to_pkcs8_pem() + "".join(one.to_pem() for one in certificates)
    text += "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"
    report = cw.read_file(text.encode())
    assert report.format == "PEM"
    assert [(bag.what, bag.taken) for bag in report.bags] == [
        ("private key", True),
        ("certificate", True),
        ("certificate", True),
        ("certificate", True),
        ("a CRL", False),
    ]
    assert report.bags[4].note
    assert report.certificates == certificates
    assert [(one.certificate.subject, [above.subject for above in one.chain]) for one in report.identities] == [("CN=leaf", ["CN=issuer"])]


@pytest.mark.parametrize("form", ["bytes", "str", "path"])
def test_import_takes_bytes_or_a_path(store: cw.Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / "in.pem"
    path.write_text(foreign().to_pem())
    file: Any = {"bytes": path.read_bytes(), "str": str(path), "path": path}[form]
    report = store.import_file(file)
    assert [(bag.what, bag.taken, bag.changed) for bag in report.bags] == [("private key", True, True), ("certificate", True, True)]
    assert [(entry.subject, entry.has_private_key) for entry in report.entries] == [("CN=foreign", True)]


def test_import_puts_each_kind_in_its_place_and_trusts_none(store: cw.Store) -> None:
    (root, _), (issuer, _), (leaf, key) = chain()
    identity = cw.Identity(cw.Certificate.from_cryptography(leaf), cw.PrivateKey.from_cryptography(key))
    text = identity.to_pem() + "".join(cw.Certificate.from_cryptography(one).to_pem() for one in (issuer, root))
    report = store.import_file(text.encode())
    assert {entry.subject: entry.stores for entry in report.entries} == {
        "CN=leaf": ["Personal"],
        "CN=issuer": ["Intermediate"],
        "CN=root": ["Intermediate"],
    }


def test_import_of_a_key_completes_a_certificate_that_is_there(store: cw.Store) -> None:
    identity = foreign()
    store.add(identity.certificate)
    report = store.import_file(identity.private_key.to_pkcs8_pem().encode())
    assert [(bag.what, bag.taken) for bag in report.bags] == [("private key", True)]
    assert store.get(identity.certificate).has_private_key


def test_import_keeps_the_name_that_the_store_has(store: cw.Store) -> None:
    identity = foreign()
    named = cw.Identity(identity.certificate, identity.private_key, friendly_name="of the file")
    data = cw.write_pkcs12([named], password="geheim", iterations=1000)
    assert store.import_file(data, password="geheim").entries[0].friendly_name == "of the file"
    store.add(identity.certificate, friendly_name="mine")
    assert store.import_file(data, password="geheim").entries[0].friendly_name == "mine"
    assert store.import_file(data, password="geheim", friendly_name="said").entries[0].friendly_name == "said"


def test_import_adds_the_tags_to_each_certificate(store: cw.Store) -> None:
    report = store.import_file((foreign("a").to_pem() + foreign("b").to_pem()).encode(), tags=["x"])
    assert [entry.tags for entry in report.entries] == [["x"], ["x"]]


@pytest.mark.parametrize(("password", "error"), [(None, cw.PasswordRequired), ("falsch", cw.WrongPassword), ("", cw.WrongPassword), (b"falsch", cw.WrongPassword)])
def test_import_without_the_right_password_keeps_nothing(store: cw.Store, password: Any, error: type[Exception]) -> None:
    data = cw.write_pkcs12([foreign()], password="geheim", iterations=1000)
    with pytest.raises(error):
        store.import_file(data, password=password)
    assert (store.last_event, store.info().certificates) == (1, 0)


@pytest.mark.parametrize("password", ["geheim", b"geheim", "Grüße \N{SNOWMAN}"])
def test_what_is_exported_opens_elsewhere(store: cw.Store, password: Any) -> None:
    entry = store.create_self_signed("a", friendly_name="Büro")
    data = store.export(entry, with_key=True, password=password)
    opened = pkcs12.load_pkcs12(data, password.encode() if isinstance(password, str) else password)
    assert opened.cert is not None and opened.cert.friendly_name == "Büro".encode()
    assert cw.Certificate.from_cryptography(opened.cert.certificate) == entry


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "pfx"}, cw.PasswordRequired),
        ({"format": "pfx", "password": ""}, cw.InvalidArgument),
        ({"format": "p7b", "with_key": True}, cw.InvalidArgument),
        ({"format": "jks"}, cw.InvalidArgument),
        ({"format": "der", "with_key": True}, cw.InvalidArgument),
        ({"format": "pem", "password": 5}, TypeError),
    ],
)
def test_an_export_that_cannot_be_is_refused_and_not_recorded(store: cw.Store, options: dict[str, Any], error: type[Exception]) -> None:
    entry = store.create_self_signed("a")
    with pytest.raises(error):
        store.export(entry, **options)
    assert store.last_event == 2


def test_export_of_several_takes_them_in_order(store: cw.Store) -> None:
    one, two = store.create_self_signed("a"), store.create_self_signed("b")
    assert store.export([two, one], format="pem") == (two.to_pem() + one.to_pem()).encode()
    assert store.export(iter([one]), format="der") == one.der
    assert store.export([two, one, two], format="p7b") == cw.write_pkcs7([one, two])
    with pytest.raises(cw.InvalidArgument):
        store.export([one, two], format="der")
    with pytest.raises(cw.InvalidArgument):
        store.export([])


def test_export_of_a_key_that_is_not_there_is_refused(store: cw.Store) -> None:
    entry = store.add(foreign().certificate).entry
    with pytest.raises(cw.NoPrivateKey):
        store.export(entry, format="pem", with_key=True)


@pytest.mark.parametrize(("options", "mode"), [({}, 0o600), ({"secret": True}, 0o600), ({"secret": False}, 0o644)])
def test_a_file_is_its_owners_alone_unless_it_is_public(tmp_path: Path, options: dict[str, Any], mode: int) -> None:
    cw.write_file(tmp_path / "a", b"content", **options)
    assert (tmp_path / "a").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) & ~mode == 0


def test_a_file_is_replaced_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    before = snapshot(tmp_path)
    with pytest.raises(FileExistsError):
        cw.write_file(tmp_path / "a", b"content")
    assert snapshot(tmp_path) == before
    cw.write_file(tmp_path / "a", b"content", replace=True)
    assert (tmp_path / "a").read_bytes() == b"content"
    assert set(snapshot(tmp_path)) == {"a"}
