"""What only looks: `list`, `find`, `show`, `log`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional

import click

import certwright as cw
from certwright.cli.common import (
    ENTRY_COLUMNS,
    Database,
    Output,
    certificate_json,
    command,
    entry_json,
    entry_rows,
    for_people,
    password_option,
    prompt_password,
    read_password,
    rfc3339,
    within,
)


def _print_entries(output: Output, entries: Iterable[cw.Entry], as_csv: bool) -> None:
    if output.as_json:
        output.document(certificates=[entry_json(entry) for entry in entries])
    elif as_csv:
        for line in _csv_lines(entries):
            click.echo(line, nl=False)
    else:
        rows = list(entry_rows(entries))
        if rows:
            output.table(ENTRY_COLUMNS, rows)
        output.say(f"{len(rows)} certificate{'' if len(rows) == 1 else 's'}")


def _csv_lines(entries: Iterable[cw.Entry]) -> Iterator[str]:
    """One line an entry; lists are joined with blanks, and no cell begins a formula in a spreadsheet."""
    header = True
    for entry in entries:
        facts = entry_json(entry)
        text = io.StringIO()
        writer = csv.writer(text)
        if header:
            writer.writerow(facts)
            header = False
        cells = (" ".join(value) if isinstance(value, list) else "" if value is None else str(value) for value in facts.values())
        writer.writerow("'" + cell if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells)
        yield text.getvalue()


@click.command("list")
@click.option("--store", "named_store", metavar="NAME", help="Only this named store.")
@click.option("--archived", is_flag=True, help="Only archived ones.")
@click.option("--all", "everything", is_flag=True, help="Archived ones too.")
@click.option("--expiring", metavar="30d", help="Only those that end within this time, expired ones included.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")
@command
def list_(
    database: Database,
    output: Output,
    named_store: Optional[str],
    archived: bool,
    everything: bool,
    expiring: Optional[str],
    as_csv: bool,
) -> None:
    """List certificates, in the order in which they came."""
    which = None if everything else archived
    before = within(expiring) if expiring else None
    found = database.open_to_read().find(store=named_store, archived=which, expiring_before=before)
    _print_entries(output, found, as_csv)


@click.command()
@click.argument("text", required=False)
@click.option("--subject", help="A subject or one of its components, whole.")
@click.option("--issuer", help="An issuer or one of its components, whole.")
@click.option("--serial", help="A serial number, as it was pasted.")
@click.option("--dns", "dns_name", help="A DNS name.")
@click.option("--ip", "ip_address", help="An address.")
@click.option("--friendly-name", help="The name for people, whole.")
@click.option("--tag", help="One of its tags.")
@click.option("--store", "store", metavar="NAME", help="Only this named store.")
@click.option("--with-key/--without-key", "has_private_key", default=None, help="Only those whose key is here, or is not.")
@click.option("--ca/--no-ca", "is_ca", default=None, help="Only CA certificates, or only others.")
@click.option("--archived", is_flag=True, help="Only archived ones.")
@click.option("--all", "everything", is_flag=True, help="Archived ones too.")
@click.option("--expiring", metavar="30d", help="Only those that end within this time, expired ones included.")
@click.option("--newest-valid", is_flag=True, help="Of those found the one valid now, with its key, made last.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")
@command
def find(
    database: Database,
    output: Output,
    text: Optional[str],
    archived: bool,
    everything: bool,
    expiring: Optional[str],
    newest_valid: bool,
    as_csv: bool,
    **conditions: Any,
) -> None:
    """Find certificates.

    TEXT is a thumbprint or serial number as it was pasted (hidden characters, blanks, colons and case do not matter), an
    address, or a part of a subject, friendly name or DNS name. All that is given must hold. Exit status 4 if there is
    none.
    """
    conditions["archived"] = None if everything else archived
    conditions["expiring_before"] = within(expiring) if expiring else None
    store = database.open_to_read()
    if newest_valid:
        _print_entries(output, [store.select(text, newest_valid=True, **conditions)], as_csv)
        return
    found = list(store.find(text, **conditions))
    if text is not None:
        seen = {entry.sha256 for entry in found}
        found += [entry for entry in store.find(contains=text, **conditions) if entry.sha256 not in seen]
    if not found:
        store.select(text, **conditions)  # raises NotFound with what comes near
    _print_entries(output, found, as_csv)


@click.command()
@click.argument("what", metavar="THUMBPRINT|FILE")
@password_option
@command
def show(database: Database, output: Output, what: str, password_file: Optional[Path]) -> None:
    """Show everything about a certificate of the store, or what a file holds."""
    try:
        cw.parse_thumbprint(what)
    except cw.InvalidThumbprint:
        if not os.path.exists(what) and os.sep not in what and "." not in what:
            raise
        _show_file(output, Path(what), password_file)
        return
    entry = database.open_to_read().get(what, archived=True)
    output.document(**entry_json(entry))
    if not output.as_json:
        output.table(["", ""], _facts(entry))


def _facts(certificate: cw.Certificate) -> list[list[str]]:
    """Name and value of all that is to be known, for people."""
    facts: list[tuple[str, Optional[str]]] = [
        ("Subject", certificate.subject),
        ("Issuer", "itself" if certificate.self_signed else certificate.issuer),
        ("Valid from", for_people(certificate.not_before)),
        ("Valid to", for_people(certificate.not_after)),
        ("Names", ", ".join(f"{kind}: {value}" for kind, value in certificate.subject_alt_names) or None),
        ("Thumbprint", certificate.thumbprint),
        ("SHA-256", certificate.sha256),
        ("Serial number", certificate.serial),
        ("Key", certificate.key_algorithm),
        ("Signature", certificate.signature_algorithm),
        ("CA", "yes" if certificate.is_ca else "no"),
        ("Key usage", ", ".join(certificate.key_usage) if certificate.key_usage is not None else None),
        ("Extended key usage", ", ".join(certificate.extended_key_usage) if certificate.extended_key_usage is not None else None),
    ]
    if isinstance(certificate, cw.Entry):
        facts += [
            ("Private key", "in this store" if certificate.has_private_key else "not in this store"),
            ("Named stores", ", ".join(certificate.stores)),
            ("Friendly name", certificate.friendly_name),
            ("Tags", ", ".join(certificate.tags) or None),
            ("Archived", "yes" if certificate.archived else None),
        ]
    return [[name, value] for name, value in facts if value is not None]


def _show_file(output: Output, path: Path, password_file: Optional[Path]) -> None:
    from certwright.cli.files import Passwords, bag_json

    report = Passwords(password_file).read(path, lambda data, password: cw.read_file(data, password=password))
    certificates = report.certificates
    output.document(
        format=report.format,
        bags=[bag_json(str(path), report, bag) for bag in report.bags],
        certificates=[certificate_json(certificate) for certificate in certificates],
        notes=report.notes,
    )
    output.say(f"{path}: {report.format}")
    for note in report.notes:
        output.say(f"note: {note}")
    for bag in report.bags:
        if bag.certificate is not None:
            output.table([f"certificate{' ' + bag.friendly_name if bag.friendly_name else ''}", ""], _facts(bag.certificate))
        else:
            kind = f"{bag.what} {bag.private_key.algorithm}" if bag.private_key is not None else bag.what
            output.say(f"{kind}{': not taken: ' + bag.note if bag.note else ''}")


@click.command()
@click.option("--since", metavar="NUMBER|TIME", help="Only lines after this number or time.")
@click.option("--limit", type=click.IntRange(1), help="At most so many lines.")
@command
def log(database: Database, output: Output, since: Optional[str], limit: Optional[int]) -> None:
    """Show the journal: every change, when and by whom."""
    number, after = 0, None
    if since is not None and since.isascii() and since.isdigit():
        number = min(int(since), 2**63 - 1)
    elif since is not None:
        found = cw.parse_date(since)
        after = found if isinstance(found, dt.datetime) else dt.datetime.combine(found, dt.time(), dt.timezone.utc)
    events = _events(database.open_to_read(), number, after, limit)
    if output.as_json:
        output.document(events=[_event_json(event) for event in events])
        return
    rows = ([str(event.number), for_people(event.at), event.kind, event.thumbprint or "", event.actor, _details(event)] for event in events)
    output.table(["No.", "Time", "What", "Thumbprint", "By", "Details"], rows)


def _events(store: cw.Store, number: int, after: Optional[dt.datetime], limit: Optional[int]) -> Iterator[cw.Event]:
    left = limit
    while page := store.events(number, limit=1000):
        for event in page:
            if after is not None and event.at < after:
                continue
            if left == 0:
                return
            left = None if left is None else left - 1
            yield event
        number = page[-1].number


def _event_json(event: cw.Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": rfc3339(event.at),
        "actor": event.actor,
        "kind": event.kind,
        "thumbprint": event.thumbprint,
        "details": event.details,
    }


def _details(event: cw.Event) -> str:
    return ", ".join(f"{key}: {value}" for key, value in event.details.items())
