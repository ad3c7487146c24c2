"""Whether a certificate is to be trusted: `trust verify`, and the group that it stands in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Optional

import click

import certwright as cw
from certwright._certwright import read_path
from certwright.cli import servers, visible
from certwright.cli.common import Database, Output, command, moment, password_option, rfc3339
from certwright.cli.entries import certificate_json
from certwright.cli.files import Passwords

_file = click.Path(path_type=Path)


@click.group()
def trust() -> None:
    """Whether certificates and servers are to be trusted, and why not."""


for _command in (servers.probe, servers.add, servers.list_, servers.remove):
    trust.add_command(_command)


@trust.command()
@click.argument("file", type=_file)
@click.option("--roots", type=_file, multiple=True, help="A file with certificates that are trusted; without one those in TrustedRoot are.")
@click.option("--intermediates", type=_file, multiple=True, help="A file with certificates that may lie between.")
@click.option("--crl", "crls", type=_file, multiple=True, help="A file with revocation lists, DER or PEM.")
@click.option("--require-crls", is_flag=True, help="Fail where no list covers a certificate.")
@click.option("--host", help="The DNS name or IP address that it must be for.")
@click.option("--email", help="The mailbox that it must be for.")
@click.option("--at", metavar="TIME", help="When it must be right; now unless given.")
@click.option("--purpose", default="server", show_default=True, help="any, client, codesign, email, server or timestamping.")
@click.option("--profile", help="rfc5280, or webpki: what public CAs must keep to, which is the default for a server.")
@click.option("--max-depth", type=click.IntRange(min=0), help="How many intermediates there may be.")
@password_option
@command
def verify(
    database: Database,
    output: Output,
    file: Path,
    roots: tuple[Path, ...],
    intermediates: tuple[Path, ...],
    crls: tuple[Path, ...],
    at: Optional[str],
    password_file: Optional[Path],
    **options: Any,
) -> Optional[int]:
    """Verify the first certificate of FILE: is there a path to a root that is right in all points?

    Where the first issued another one of FILE, or FILE is a PFX or P7B, it is the only one that issued no other. Further
    certificates of FILE may lie between. Every reason is told; exit status 3 if there is one. Nothing is fetched
    from the network.
    """
    passwords = Passwords(password_file)
    chain = _chain(file, passwords)
    if roots:
        trusted = [root for path in roots for root in _report(path, passwords).certificates]
        between = []
    else:
        store = database.open_to_read()
        trusted = [entry.certificate for entry in store.find(store="TrustedRoot")]
        between = [entry.certificate for entry in store.find(store="Intermediate")]
    between += [certificate for path in intermediates for certificate in _report(path, passwords).certificates]
    when = moment(at) if at is not None else dt.datetime.now(dt.timezone.utc)
    lists = [read_path(path) for path in crls]
    try:
        found = cw.verify_chain(chain, roots=trusted, intermediates=between, crls=lists, at=when, **options)
    except cw.Untrusted as error:
        details = error.details
        output.document(trusted=False, at=rfc3339(when), path=details["path"], reasons=details["reasons"], others=details["others"])
        output.say(f"not trusted: {chain[0].subject}")
        for reason in error.reasons:
            output.say(f"  {reason.place} {reason.message}")
        return 3
    path = [certificate_json(certificate) for certificate in found.path]
    output.document(trusted=True, at=rfc3339(when), path=[one["subject"] for one in path], root=found.root, certificates=path, reasons=[])
    output.say(f"trusted: {' <- '.join(one['subject'] for one in path)}")
    if options["purpose"] == "server" and options["host"] is None:
        output.say("for which host was not asked; --host compares it")
    return None


def _chain(path: Path, passwords: Passwords) -> list[cw.Certificate]:
    """The certificates of a file, the one that is to be verified first."""
    report = _report(path, passwords)
    certificates = report.certificates
    issuers = {one.issuer_der for one in certificates if one.issuer_der != one.subject_der}
    leaves = [one for one in certificates if one.subject_der not in issuers]
    has_order = report.format == "PEM" and certificates[0] in leaves
    if len(leaves) != 1 and not has_order:
        raise click.UsageError(f"{visible(str(path))} holds {len(leaves)} certificates that issued no other of it; give one alone")
    leaf = leaves[0]
    return [leaf] + [one for one in certificates if one != leaf]


def _report(path: Path, passwords: Passwords) -> cw.ImportReport:
    """What a file holds: at least one certificate, and none that cannot be read."""
    report = passwords.read(path, lambda data, password: cw.read_file(data, password=password))
    for bag in report.bags:
        if bag.what.removeprefix("a ") == "certificate" and not bag.taken:
            raise click.UsageError(f"a certificate in {visible(str(path))} cannot be read: {visible(bag.note or '')}")
    if not report.certificates:
        raise click.UsageError(f"there is no certificate in {visible(str(path))}")
    return report
