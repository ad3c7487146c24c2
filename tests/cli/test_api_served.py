"""`api check`, `api apply`, `api trust`."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import certwright as cw

from .program import Done, Program
from .served import served

CHECKED = set("schema ok name state port server expected served address cipher protocols findings notes".split())


@dataclass
class Site:
    """A server that serves what the endpoint had when it began."""

    certwright: Program
    port: int

    def api(self, *arguments: str, status: int = 0) -> Done:
        return self.certwright("api", *arguments, "--db", "certs.db", status=status)

    def store(self) -> cw.Store:
        return cw.Store.open(self.certwright.folder / "certs.db")

    def endpoint(self) -> cw.Endpoint:
        return self.store().endpoint()


@pytest.fixture
def site(certwright: Program) -> Iterator[Site]:
    store = cw.Store.create(certwright.folder / "certs.db")
    with served(store.endpoint().identity()) as port:
        store.endpoint().https(port)
        yield Site(certwright, port)


def test_what_is_as_it_should_be_is_told_with_what_is_served(site: Site) -> None:
    out = site.api("check").out.splitlines()
    certificate = site.endpoint().certificate()
    assert out[0] == f"as it should be: the endpoint api is HTTPS, seen at localhost:{site.port}"
    assert f"    SHA-1   {certificate.thumbprint}" in out
    assert any(line.startswith("  TLSv1.2, TLSv1.3; TLS_") for line in out)
    document = site.api("check", "--json").json()
    assert set(document) == CHECKED
    assert (document["ok"], document["findings"], document["expected"]["sha256"]) == (True, [], certificate.sha256)
    assert [one["sha256"] for one in document["served"]] == [certificate.sha256]


def test_what_is_not_as_it_should_be_is_status_3(site: Site) -> None:
    site.api("https", "certificate", "subject=", "better", "dns=", "localhost")
    done = site.api("check", status=3)
    assert done.out.startswith("NOT as it should be: the endpoint api is HTTPS")
    document = site.api("check", f"server= 127.0.0.1:{site.port}", "--json", status=3).json()
    assert [finding["code"] for finding in document["findings"]] == ["former_certificate"]
    site.api("disable")
    assert [finding["code"] for finding in site.api("check", "--json", status=3).json()["findings"]] == ["served_although_off"]


def test_apply_writes_what_a_server_reads_and_says_where_it_is_served(site: Site) -> None:
    command = ("apply", "layout= nginx", "certificate= site.crt", "key= site.key")
    lines = len(list(site.store().events()))
    dry = site.api(*command, "--dry-run", "--json").json()
    assert set(dry) == set("schema changed dry_run would_change files server certificate".split())
    assert (dry["changed"], dry["dry_run"], dry["would_change"], dry["files"]) == (False, True, True, ["site.crt", "site.key"])
    told = site.api(*command, "reload= true \"a b\"", "--dry-run").out
    assert told.endswith(f" into site.crt and site.key, then run true 'a b', until localhost:{site.port} serves it\n")
    assert not (site.certwright.folder / "site.crt").exists() and len(list(site.store().events())) == lines
    document = site.api(*command, "--json").json()
    assert set(document) == set("schema changed files server certificate".split())
    assert (document["changed"], document["server"]) == (True, f"localhost:{site.port}")
    folder = site.certwright.folder
    assert (folder / "site.crt").read_text() == site.endpoint().certificate().to_pem()
    assert (folder / "site.key").stat().st_mode & 0o777 == 0o600
    assert site.api(*command).out.startswith(f"was so already; localhost:{site.port} serves ")
    assert site.api(*command, "--dry-run").out.startswith(f"was so already; localhost:{site.port} serves ")
    assert site.api(*command, "--dry-run", "--json").json()["would_change"] is False


def test_a_dry_run_of_apply_refuses_what_apply_refuses(site: Site) -> None:
    (site.certwright.folder / "link.crt").symlink_to("elsewhere.crt")
    for command in (["certificate= link.crt", "key= site.key"], ["certificate= site.crt"], ["certificate= site.crt", "key= site.key", "group= no-such-group"]):
        errors = [site.api("apply", "layout= nginx", *command, *more, status=1).err for more in ([], ["--dry-run"])]
        assert errors[0] == errors[1]


@pytest.mark.parametrize("spelling", [["reload= {}"], ["reload={}"], ["reload=", "{}"], ["--reload", "{}"]])
def test_the_words_of_a_reload_command_keep_their_quotation_marks(site: Site, spelling: list[str]) -> None:
    program = site.certwright.folder / "copy that"
    program.write_text('#!/bin/sh\necho "$#: $1" > "$2"\n')
    program.chmod(0o755)
    words = [word.format(f"'{program}' \"a b\" 'told'") for word in spelling]
    site.api("apply", "layout= haproxy", "certificate= site.pem", *words)
    assert (site.certwright.folder / "told").read_text() == "2: a b\n"


def test_apply_puts_back_what_the_server_does_not_take_up(site: Site) -> None:
    site.api("https", "certificate", "subject=", "better", "dns=", "localhost")
    (site.certwright.folder / "site.pem").write_text("what was there")
    command = ("apply", "--layout", "haproxy", "--certificate", "site.pem", "--reload", "true", "--timeout", "0.5")
    error = site.api(*command, "--json", status=1).error()
    assert error["code"] == "apply_failed" and "the former files are back in their places" in error["message"]
    assert (site.certwright.folder / "site.pem").read_text() == "what was there"
    assert "cannot be taken apart" in site.api(*command[:-4], "--reload", "'", status=2).err
    assert "name it" in site.api("apply", "layout= nginx", "certificate= a.crt", status=1).err


def test_what_is_not_valid_yet_is_found(site: Site) -> None:
    with served(cw.self_signed("early", valid_from="2998-01-01")) as port:
        document = site.api("check", f"server= localhost:{port}", "--json", status=3).json()
    assert [finding["code"] for finding in document["findings"]][:2] == ["other_certificate", "not_yet_valid"]


def test_only_a_refused_connection_proves_that_one_is_off(site: Site) -> None:
    site.api("disable")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert site.api("check", f"server= 127.0.0.1:{port}").out.startswith("as it should be: the endpoint api is switched off")
    # to where no connection of TCP leads
    document = site.api("check", f"server= 255.255.255.255:{port}", "--json", status=3).json()
    assert [finding["code"] for finding in document["findings"]] == ["unreachable"]


def test_a_dry_run_of_trust_makes_no_certificate(site: Site) -> None:
    lines = len(list(site.store().events()))
    error = site.api("trust", "name= reports", "--dry-run", "--json", status=1).error()
    assert error["message"].startswith("dry run: the certificate of the endpoint reports is yet to be made")
    assert len(list(site.store().events())) == lines


def test_trust_writes_nothing_where_one_of_its_files_is_anothers(site: Site) -> None:
    (site.certwright.folder / "api.pem").write_text("another's")
    for more in ([], ["--dry-run"]):
        assert "api.pem is already there and was left as it is; replace it with --force" in site.api("trust", *more, status=1).err
        assert not (site.certwright.folder / "api.cer").exists()
    site.api("trust", "--force")
    assert (site.certwright.folder / "api.cer").exists()


def test_trust_writes_the_public_certificate_and_prints_what_others_run(site: Site) -> None:
    certificate = site.endpoint().certificate()
    dry = site.api("trust", "out= share", "--dry-run")
    assert dry.out.startswith("would write: share/api.cer and share/api.pem")
    assert not (site.certwright.folder / "share").exists()
    out = site.api("trust", "out= share", "host= srv1.corp.example").out.splitlines()
    assert (site.certwright.folder / "share" / "api.cer").read_bytes() == certificate.der
    assert f"  certwright trust add srv1.corp.example:{site.port} --thumbprint {certificate.sha256}" in out
    assert "  certutil -addstore -f Root api.cer" in out and "  update-ca-certificates" in out
    document = site.api("trust", "out= share", "--json").json()
    assert set(document) == set("schema changed certificate files instructions".split())
    assert document["changed"] is False
    assert all(set(one) == {"system", "title", "commands", "notes"} for one in document["instructions"])
    assert "PRIVATE" not in json.dumps(document)
    site.api("https", "certificate", "subject=", "better", "dns=", "localhost")
    assert "already there" in site.api("trust", "out= share", status=1).err
    assert site.api("trust", "out= share", "--force").out.startswith("written: ")
