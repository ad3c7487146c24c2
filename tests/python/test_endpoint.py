"""Endpoints: what they are set to, with which certificate, and what is refused."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

import certwright as cw

from .material import LONG_AGO, foreign

NAMES, ADDRESSES = cw.local_host()
FACTS = ("name", "state", "port", "generated", "sha256")


def facts(settings: cw.EndpointSettings) -> tuple[Any, ...]:
    return tuple(getattr(settings, name) for name in FACTS)


def kinds(store: cw.Store) -> list[str]:
    return [event.kind for event in store.events()]


def pem(identity: cw.Identity) -> bytes:
    return identity.to_pem().encode()


def test_before_anything_is_set_it_is_https_on_9699_and_nothing_is_written(store: cw.Store) -> None:
    api = store.endpoint()
    assert api.name == "api"
    assert facts(api.settings()) == ("api", "https", 9699, True, None)
    status = api.status()
    assert (status.settings, status.certificate, status.changed, status.warnings) == (api.settings(), None, False, [])
    assert store.endpoints() == []
    assert kinds(store) == ["created"]


def test_its_certificate_is_made_when_it_is_asked_for_with_the_names_of_this_host(store: cw.Store) -> None:
    entry = store.endpoint("api", "Integration API").certificate()
    assert (entry.subject, entry.dns_names, entry.ip_addresses) == ("CN=Integration API", NAMES, ADDRESSES)
    assert entry.not_after.year - entry.not_before.year == 5
    assert (entry.friendly_name, entry.stores, entry.has_private_key) == ("api", ["Personal"], True)
    assert facts(store.endpoint().settings()) == ("api", "https", 9699, True, entry.sha256)
    assert store.endpoint().certificate() == entry == store.endpoint().identity().certificate
    assert kinds(store) == ["created", "issued", "endpoint-changed"]


def test_its_identity_has_key_and_chain_as_pem(store: cw.Store) -> None:
    identity = store.endpoint().identity()
    assert identity.private_key.matches(identity.certificate)
    read = cw.read_file(identity.to_pem().encode())
    assert [one.certificate for one in read.identities] == [identity.certificate]


def test_certificate_and_port_outlast_being_switched_off(store: cw.Store) -> None:
    api, given = store.endpoint(), store.create_self_signed("srv1", dns_names=NAMES)
    change = api.https(4431, certificate=given)
    assert (facts(change.settings), change.certificate, change.changed, change.warnings) == (("api", "https", 4431, False, given.sha256), given, True, [])
    off = api.disable()
    assert facts(off.settings) == ("api", "off", 4431, False, given.sha256)
    for refused in (api.certificate, api.identity, api.ssl_context, api.live().get, lambda: api.uvicorn_config(None)):
        with pytest.raises(cw.EndpointState, match="the endpoint api is set to off: set it to HTTPS"):
            refused()
    http = api.http()
    assert (http.settings.state, http.settings.port) == ("http", 4431)
    assert "use it only in a safe intranet" in http.warnings[0]
    with pytest.raises(cw.EndpointState, match="is set to http"):
        api.identity()
    assert facts(api.https().settings) == ("api", "https", 4431, False, given.sha256)
    assert [settings.name for settings in store.endpoints()] == ["api"]


@pytest.mark.parametrize(
    "change",
    [
        lambda api, given: api.disable(),
        lambda api, given: api.http(8080),
        lambda api, given: api.https(),
        lambda api, given: api.https(certificate=given),
        lambda api, given: api.https(certificate=" ".join(given.thumbprint.lower())),
        lambda api, given: api.https(subject="Better API", dns_names=["srv1.corp.example"]),
        lambda api, given: api.https(4431, generated=True),
        lambda api, given: api.https(file=pem(given.identity())),
    ],
)
def test_a_second_time_changes_nothing(store: cw.Store, change: Callable[[cw.Endpoint, cw.Entry], cw.EndpointChange]) -> None:
    given = store.create_self_signed("srv1")
    first = change(store.endpoint(), given)
    assert first.changed
    before = store.last_event
    second = change(store.endpoint(), given)
    assert (second.changed, second.settings, second.certificate, store.last_event) == (False, first.settings, first.certificate, before)


def test_back_to_generated_is_the_one_that_it_made_before(store: cw.Store) -> None:
    own = store.endpoint().certificate()
    store.endpoint().https(certificate=store.create_self_signed("srv1"))
    change = store.endpoint().https(generated=True)
    assert (change.settings.generated, change.certificate) == (True, own)


def test_a_self_signed_one_has_the_names_of_this_host_unless_some_are_given(store: cw.Store) -> None:
    made = store.endpoint().https(subject="CN=a,O=b", key="rsa2048", valid_from="2026-01-01", valid_to="2999-12-31").certificate
    assert made is not None
    assert (made.subject, made.dns_names, made.key_algorithm, made.not_after.year) == ("CN=a,O=b", NAMES, "rsa2048", 2999)
    named = store.endpoint().https(subject="c", dns_names=["srv1.corp.example"])
    assert named.certificate is not None and (named.certificate.dns_names, named.certificate.ip_addresses) == (["srv1.corp.example"], [])
    assert named.warnings == [f"it is for srv1.corp.example, and for none of this host's names: {', '.join(NAMES)}"]
    none = store.endpoint().https(subject="d", this_host=False)
    assert none.certificate is not None and none.certificate.dns_names == []


def test_one_of_a_file_comes_into_the_store(store: cw.Store, tmp_path: Path) -> None:
    identity = foreign()
    path = tmp_path / "server.pfx"
    path.write_bytes(cw.write_pkcs12([identity], password="geheim", iterations=1000))
    with pytest.raises(cw.PasswordRequired):
        store.endpoint().https(file=path)
    with pytest.raises(cw.WrongPassword):
        store.endpoint().https(file=path, password="wrong")
    assert store.info().certificates == 0
    with pytest.raises(cw.InvalidArgument, match="comes with its key, which TrustedPeople never holds; leave it at Personal"):
        store.endpoint().https(file=path, password="geheim", store="TrustedPeople")
    assert store.info().certificates == 0
    change = store.endpoint().https(file=str(path), password=b"geheim")
    assert change.certificate is not None and (change.certificate, change.certificate.stores) == (identity.certificate, ["Personal"])
    assert not store.endpoint().https(file=path.read_bytes(), password="geheim").changed


def test_a_file_without_its_key_is_joined_with_the_stored_one_or_refused(store: cw.Store) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    old, renewed = foreign("old", key=key), foreign("renewed", key=key, serial=2)
    with pytest.raises(cw.NoPrivateKey):
        store.endpoint().https(file=renewed.certificate.der)
    assert store.info().certificates == 0
    store.add(old)
    assert store.endpoint().https(file=renewed.certificate.der).certificate == renewed.certificate
    assert store.endpoint().identity().private_key.matches(renewed.certificate)


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (lambda: foreign(not_after=LONG_AGO.replace(year=2002)), cw.UnfitCertificate, "cannot be a server's, because it expired .* ago, on 2002-01-01; choose"),
        (lambda: cw.self_signed("a", valid_from="2998-01-01"), cw.UnfitCertificate, "becomes valid only in .* days, on 2998-01-01"),
        (lambda: cw.self_signed("a client", purpose="client"), cw.UnfitCertificate, "because it is for clientAuth; not for serverAuth"),
        (lambda: foreign().certificate, cw.NoPrivateKey, "is not in the store"),
    ],
)
def test_what_cannot_serve_is_refused_with_the_reason(store: cw.Store, given: Callable[[], Any], kind: type[Exception], words: str) -> None:
    entry = store.add(given()).entry
    before = store.last_event
    for refused in (store.endpoint(), store.endpoint(dry_run=True)):
        with pytest.raises(kind, match=words):
            refused.https(certificate=entry)
    assert store.last_event == before


def test_what_is_not_in_the_store_is_not_found(store: cw.Store) -> None:
    with pytest.raises(cw.NotFound):
        store.endpoint().https(certificate="AB" * 20)


def test_no_certificate_is_left_behind_that_was_refused(store: cw.Store) -> None:
    for unfit in (dict(purpose="client"), dict(valid_from="2998-01-01")):
        with pytest.raises(cw.UnfitCertificate):
            store.endpoint().https(subject="a", **unfit)  # type: ignore[arg-type]  # a str each
    assert kinds(store) == ["created"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (dict(subject="a", generated=True), "give only one of certificate, file, subject and generated"),
        (dict(certificate="AB" * 20, file=b""), "give only one of certificate, file, subject and generated"),
        (dict(key="p256"), "what describes a new certificate goes with subject"),
        (dict(generated=True, days=3), "what describes a new certificate goes with subject"),
        (dict(certificate="AB" * 20, this_host=True), "what describes a new certificate goes with subject"),
        (dict(password="a"), "password and store go with file"),
        (dict(subject="a", store="Personal"), "password and store go with file"),
        (dict(port=0), "port: it is a number from 1 to 65535"),
        (dict(port=65536), "port: it is a number from 1 to 65535"),
        (dict(port=-1), "port: it is a number from 1 to 65535"),
    ],
)
def test_options_that_do_not_go_together_are_refused(store: cw.Store, options: dict[str, Any], words: str) -> None:
    with pytest.raises(cw.InvalidArgument, match=words):
        store.endpoint().https(**options)
    assert kinds(store) == ["created"]


@pytest.mark.parametrize("name", ["", "API", "a b", "a/b", "ä", "a" * 65])
def test_a_name_is_short_and_plain(store: cw.Store, name: str) -> None:
    with pytest.raises(cw.InvalidArgument, match="endpoint: it is of 1 to 64 letters a to z"):
        store.endpoint(name)


def test_endpoints_are_told_by_name_each_with_its_own_certificate(store: cw.Store) -> None:
    reports, api = store.endpoint("reports"), store.endpoint()
    assert reports.certificate() != api.certificate()
    reports.http(8080)
    assert [facts(settings)[:3] for settings in store.endpoints()] == [("api", "https", 9699), ("reports", "http", 8080)]


def test_a_dry_run_tells_what_would_be_and_changes_nothing(store: cw.Store) -> None:
    tried = store.endpoint(dry_run=True)
    given = store.create_self_signed("srv1", dns_names=NAMES)
    before = kinds(store)
    for change, settings in [
        (tried.disable(), ("api", "off", 9699, True, None)),
        (tried.http(8080), ("api", "http", 8080, True, None)),
        (tried.https(4431, certificate=given), ("api", "https", 4431, False, given.sha256)),
        (tried.https(subject="a"), ("api", "https", 9699, False, None)),
        (tried.https(file=pem(foreign())), ("api", "https", 9699, False, None)),
        (tried.https(), ("api", "https", 9699, True, None)),
    ]:
        assert (change.changed, facts(change.settings)) == (True, settings)
    assert not tried.reset().changed
    assert kinds(store) == before and store.endpoints() == []


def test_a_dry_run_makes_no_certificate_for_who_asks_for_one(store: cw.Store) -> None:
    tried = store.endpoint(dry_run=True)
    for refused in (tried.certificate, tried.identity, tried.ssl_context, tried.live().get, tried.share, lambda: tried.uvicorn_config(None)):
        with pytest.raises(cw.InvalidArgument, match="dry run: the certificate of the endpoint api is yet to be made"):
            refused()
    assert kinds(store) == ["created"]
    own = store.endpoint().certificate()
    assert tried.certificate() == own == tried.identity().certificate


def without_its_certificate(store: cw.Store) -> None:
    """Past the store, which refuses to delete it."""
    with contextlib.closing(sqlite3.connect(store.path)) as stranger, stranger:
        stranger.execute("DELETE FROM certificates")


def test_one_whose_certificate_is_gone_can_be_switched_off_and_makes_its_own_anew(store: cw.Store) -> None:
    own = store.endpoint().certificate()
    without_its_certificate(store)
    told = store.endpoint().status()
    assert (told.certificate, told.settings.sha256) == (None, own.sha256)
    assert told.warnings == [f"its certificate {own.sha256} is no longer in the store; a new one is made when it is next asked for"]
    assert store.endpoint().http().changed and store.endpoint().disable().changed
    made = store.endpoint().https().certificate
    assert made is not None and made.sha256 != own.sha256


def test_one_that_was_given_and_is_gone_is_not_found_until_another_is_given(store: cw.Store) -> None:
    given = store.create_self_signed("srv1")
    store.endpoint().https(certificate=given)
    without_its_certificate(store)
    for refused in (store.endpoint().https, store.endpoint().certificate, store.endpoint(dry_run=True).https):
        with pytest.raises(cw.NotFound, match=r"import it again, or give another one with `certwright api https certificate --name api`"):
            refused()
    assert store.endpoint().disable().changed
    assert store.endpoint().https(subject="another").changed


def test_generated_is_made_anew_where_another_one_would_be_made(store: cw.Store) -> None:
    own = store.endpoint().certificate()
    assert not store.endpoint().https(generated=True).changed
    change = store.endpoint("api", "Integration API").https(generated=True)
    assert change.changed and change.certificate is not None and change.certificate.subject == "CN=Integration API"
    assert store.endpoint().https().certificate == change.certificate, "to keep it compares nothing"
    assert store.endpoint().https(generated=True).certificate == own


def test_a_key_of_a_kind_that_cannot_be_used_is_called_that(store: cw.Store) -> None:
    key = dsa.generate_private_key(1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(cw.Unsupported, match="a server's private key of the kind dsa is not supported: this kind of key cannot be used"):
        store.endpoint().https(file=foreign().certificate.to_pem().encode() + key)
    assert store.info().certificates == 0


def test_an_application_is_tried_in_a_dry_run(store: cw.Store, tmp_path: Path) -> None:
    store.endpoint().certificate()
    tried, files = store.endpoint(dry_run=True), (tmp_path / "a.crt", tmp_path / "a.key")
    before = kinds(store)
    assert tried.apply("nginx", *files, reload=["false"], timeout=1).changed
    with pytest.raises(cw.InvalidArgument, match="name it"):
        tried.apply("nginx", files[0])
    assert not any(file.exists() for file in files) and kinds(store) == before


def test_reset_forgets_the_settings_and_keeps_the_certificate(store: cw.Store) -> None:
    given = store.create_self_signed("srv1")
    store.endpoint().https(4431, certificate=given)
    change = store.endpoint().reset()
    assert (change.changed, facts(change.settings), change.certificate) == (True, ("api", "https", 9699, True, None), None)
    assert store.get(given) == given and not store.endpoint().reset().changed
    last = store.events()[-1]
    assert (last.kind, last.details) == ("endpoint-changed", {"endpoint": "api", "state": "forgotten"})


def test_a_line_in_the_journal_tells_each_change(store: cw.Store) -> None:
    given = store.create_self_signed("srv1")
    store.endpoint().https(4431, certificate=given)
    store.endpoint().disable()
    lines = [(event.kind, event.thumbprint, event.details) for event in store.events()[2:]]
    assert lines == [
        ("endpoint-changed", given.thumbprint, {"endpoint": "api", "state": state, "port": "4431", "generated": "no"}) for state in ("https", "off")
    ]


def test_its_certificate_cannot_be_deleted(store: cw.Store) -> None:
    entry = store.endpoint().certificate()
    with pytest.raises(cw.Required, match="the endpoint api uses it"):
        store.delete(entry)


def test_a_locked_store_tells_nothing_of_it(store: cw.Store) -> None:
    locked = cw.Store.open(store.path, locked=True)
    for refused in (locked.endpoints, locked.endpoint().settings, locked.endpoint().status, locked.endpoint().disable, locked.endpoint().reset):
        with pytest.raises(cw.StoreLocked):
            refused()


def test_a_closed_store_says_so(store: cw.Store) -> None:
    api = store.endpoint()
    store.close()
    for refused in (api.settings, api.certificate, api.live, api.ssl_context, store.endpoint, store.endpoints):
        with pytest.raises(cw.InvalidArgument, match="it was closed"):
            refused()


def test_it_shows_what_it_is(store: cw.Store) -> None:
    assert repr(store.endpoint("reports")) == "<certwright.Endpoint reports>"
    assert repr(store.endpoint().settings()) == "<certwright.EndpointSettings api: https, port 9699>"
    assert repr(store.endpoint().live()) == "<certwright.LiveIdentity api>"


def test_what_it_serves_with_is_the_same_object_until_it_is_another(store: cw.Store) -> None:
    live = store.endpoint().live()
    assert live.last is None
    first = live.get()
    assert live.get() is first is live.last
    store.create_self_signed("unrelated")
    assert live.get() is first
    given = store.create_self_signed("srv1")
    cw.Store.open(store.path).endpoint().https(certificate=given)
    assert live.get().certificate == given and live.get() is live.last is not first


def test_it_is_followed_after_the_store_was_closed(store: cw.Store) -> None:
    live = store.endpoint().live()
    first = live.get()
    store.close()
    other = cw.Store.open(store.path)
    given = other.create_self_signed("srv1")
    assert live.get() is first
    other.endpoint().https(certificate=given)
    assert live.get().certificate == given


ASKS = "import sys, certwright as cw; store = cw.Store.open(sys.argv[1]); sys.stdin.readline(); print(store.endpoint().certificate().sha256)"


def test_processes_that_ask_at_once_get_one_certificate(store: cw.Store) -> None:
    pipe = subprocess.PIPE
    processes = [subprocess.Popen([sys.executable, "-c", ASKS, str(store.path)], stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0].strip() for process in processes}
    assert answers == {store.endpoint().certificate().sha256}
    assert kinds(store) == ["created", "issued", "endpoint-changed"]


def test_the_chain_that_the_store_has_is_served(store: cw.Store) -> None:
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("root", "issuer", "leaf")]
    made = []
    for number, key in enumerate(keys):
        above = max(number - 1, 0)
        builder = x509.CertificateBuilder().subject_name(names[number]).issuer_name(names[above]).public_key(key.public_key())
        builder = builder.serial_number(number + 1).not_valid_before(LONG_AGO).not_valid_after(LONG_AGO.replace(year=2999))
        builder = builder.add_extension(x509.BasicConstraints(ca=number < 2, path_length=None), critical=True)
        made.append(cw.Certificate.from_cryptography(builder.sign(keys[above], hashes.SHA256())))
    leaf = cw.Identity(made[2], cw.PrivateKey.from_cryptography(keys[2]), chain=[made[1]])
    store.endpoint().https(file=pem(leaf))
    assert store.endpoint().identity().chain == [made[1]]
