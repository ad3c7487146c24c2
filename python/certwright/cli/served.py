"""`api check`, `api apply`, `api trust`: what an endpoint really serves, where its server reads files, and who is to trust it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Callable, Optional

import click

import certwright as cw
from certwright.cli.api import F, api, endpoint_of, examples, name_option, parameter
from certwright.cli.common import Database, Output, command, dry_run_option, must_be_new
from certwright.cli.entries import certificate_json, entry_json

__all__ = ["api"]

_server = parameter("--server", metavar="HOST:PORT|URL", help="Where it is looked for; unless given, localhost and the endpoint's port.")


def _timeout(seconds: float, what: str) -> Callable[[F], F]:
    return parameter("--timeout", type=click.FloatRange(0.001, 86400), default=seconds, show_default=True, metavar="SECONDS", help=what)


@api.command(epilog=examples("check", "check server= srv1.corp.example:9699"))
@_server
@_timeout(10.0, "How long each of at most three connections may take.")
@name_option
@command
def check(database: Database, output: Output, server: Optional[str], timeout: float, name: Optional[str]) -> Optional[int]:
    """Connect, and tell whether what is served is what should be: certificate, chain, names, dates, protocols.

    Also whether the former certificate is still served, and where the endpoint is off or HTTP, that no TLS is. Whether clients trust
    the certificate is not looked at: `trust probe` tells that. Exit status 3 where it is not as it should be.
    """
    found = endpoint_of(database, name).check(server, timeout=timeout)
    served, expected = found.served, found.expected
    output.document(
        ok=found.ok,
        name=found.name,
        state=found.state,
        port=found.port,
        server=found.server,
        expected=None if expected is None else entry_json(expected),
        served=None if served is None else [certificate_json(one) for one in served.chain],
        address=None if served is None else served.address,
        cipher=None if served is None else served.cipher,
        protocols=found.protocols,
        findings=[{"code": finding.code, "message": finding.message} for finding in found.findings],
        notes=found.notes,
    )
    state = "is switched off" if found.state == "off" else f"is {found.state.upper()}"
    output.say(f"{'as it should be' if found.ok else 'NOT as it should be'}: the endpoint {found.name} {state}, seen at {found.server}")
    for finding in found.findings:
        output.say(f"  {finding.message}")
    if served is not None:
        output.say("")
        for line in served.picture().split("\n"):
            output.say(f"  {line}")
        output.say("")
        output.say(f"  {', '.join(found.protocols)}; {served.cipher}; at {served.address}")
    for note in found.notes:
        output.say(f"  note: {note}")
    return None if found.ok else 3


@api.command(
    epilog=examples(
        "apply layout= nginx certificate= /etc/nginx/tls/api.crt key= /etc/nginx/tls/api.key reload= 'nginx -s reload'",
        "apply layout= haproxy certificate= /etc/haproxy/api.pem group= haproxy reload= 'systemctl reload haproxy'",
    )
)
@parameter(
    "--layout", type=click.Choice(["nginx", "apache", "haproxy", "postgresql"]), required=True, help="For which server; HAProxy has one file for all."
)
@parameter("--certificate", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The file of certificate and chain; for haproxy also of the key.")
@parameter("--key", type=click.Path(path_type=Path), metavar="FILE", help="The file of the key; not for haproxy.")
@parameter("--owner", metavar="NAME", help="The account that the files belong to; this one unless given.")
@parameter("--group", metavar="NAME", help="The group that may read the file with the key; unless given, only the owner may.")
@parameter("--reload", as_it_came=True, metavar="COMMAND", help="What makes the server read its files: a program and its arguments, with quotes as in a shell, but without one.")
@_server
@_timeout(30.0, "How long the command may take, and then how long until the certificate is served.")
@name_option
@dry_run_option
@command
def apply(
    database: Database,
    output: Output,
    layout: str,
    certificate: Path,
    key: Optional[Path],
    owner: Optional[str],
    group: Optional[str],
    reload: Optional[str],
    server: Optional[str],
    timeout: float,
    name: Optional[str],
    dry_run: bool,
) -> None:
    """Write the certificate for a server that reads files, reload that, and look whether it serves it; else put all back.

    A file with the key is 0600, or 0640 with --group, and takes its place whole or not at all. Where the server already serves what the
    files hold, nothing is done. The journal names the key that left the store. With --dry-run all of this is verified but the command.
    """
    try:
        words = [] if reload is None else shlex.split(reload)
    except ValueError as error:
        raise click.UsageError(f"the reload command cannot be taken apart: {error}") from None
    endpoint = endpoint_of(database, name, dry_run)
    applied = endpoint.apply(layout, certificate, key, reload=words, owner=owner, group=group, server=server, timeout=timeout)
    document = {"files": [str(file) for file in applied.files], "server": applied.server, "certificate": certificate_json(applied.certificate)}
    files = " and ".join(map(str, applied.files))
    if dry_run:
        output.document(changed=False, dry_run=True, would_change=applied.changed, **document)
        if applied.changed:
            then = f"run {shlex.join(words)}" if words else "wait for the server"
            output.say(f"would write {applied.certificate.subject} into {files}, then {then}, until {applied.server} serves it")
            return
    else:
        output.document(changed=applied.changed, **document)
    written = f"written: {files}" if applied.changed else "was so already"
    output.say(f"{written}; {applied.server} serves {applied.certificate.thumbprint} ({applied.certificate.subject})")


@api.command(epilog=examples("trust", "trust out= share host= srv1.corp.example"))
@parameter("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("."), metavar="FOLDER", help="Where the files go; here unless given.")
@parameter("--host", metavar="NAME", help="The name under which the others reach it; this host's unless given.")
@name_option
@click.option("--force", is_flag=True, help="Replace the files if others are there.")
@dry_run_option
@command
def trust(database: Database, output: Output, out: Path, host: Optional[str], name: Optional[str], force: bool, dry_run: bool) -> None:
    """Write the public certificate for other machines, and print the commands that make them trust it. The key is never in it.

    NAME.cer is DER, NAME.pem is PEM. Of a certificate that a CA issued, the root is written, if the store has it.
    """
    shared = endpoint_of(database, name, dry_run).share(host)
    files = [(out / file, octets) for file, octets in shared.files]
    paths = [str(path) for path, _ in files]
    others = [(path, octets) for path, octets in files if not (path.is_file() and path.read_bytes() == octets)]
    changed = bool(others)
    for path, _ in others:  # all of them, before the first is written
        must_be_new(path, force)
    if changed and not dry_run:
        out.mkdir(parents=True, exist_ok=True)
        for path, octets in others:
            cw.write_file(path, octets, secret=False, replace=force)
    facts = {
        "certificate": certificate_json(shared.certificate),
        "files": paths,
        "instructions": [
            {"system": one.system, "title": one.title, "commands": one.commands, "notes": one.notes} for one in shared.instructions
        ],
    }
    output.document(changed=changed and not dry_run, **({"dry_run": True} if dry_run else {}), **facts)
    begun = "was there already" if not changed else "would write" if dry_run else "written"
    output.say(f"{begun}: {' and '.join(paths)}, of {shared.certificate.subject}")
    output.say(f"  SHA-256 {shared.certificate.sha256}")
    output.say("On the other machines, with these files in the current folder:")
    for one in shared.instructions:
        output.say("")
        output.say(f"{one.title}:")
        for line in one.commands:
            output.say(f"  {line}")
        for note in one.notes:
            output.say(f"  ({note})")
