"""What only looks: `list`, `find`, `show`."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional

import click

import certwright as cw
from certwright.cli import visible
from certwright.cli.comma import csv_lines
from certwright.cli.common import Database, Output, command, for_people, password_option
from certwright.cli.conditions import conditions
from certwright.cli.entries import ENTRY_COLUMNS, ENTRY_KEYS, Uses, certificate_json, entry_csv, entry_json, entry_rows, succession_json
from certwright.cli.timeline import time_line
from certwright.cli.viewer import open_in_viewer
from certwright.cli.where_used import use_facts


def _print_entries(output: Output, store: cw.Store, entries: Iterable[cw.Entry], as_csv: bool, until: Optional[dt.datetime] = None) -> None:
    """As JSON, as CSV, or as a table; for people up to a time as a time line."""
    if output.as_json:
        uses = Uses(store)
        output.stream("certificates", (entry_json(entry, uses) for entry in entries))
    elif as_csv:
        uses = Uses(store)
        for line in csv_lines(ENTRY_KEYS, (entry_csv(entry, uses) for entry in entries)):
            click.echo(line, nl=False)
    elif until is not None:
        time_line(output, entries, until)
    else:
        rows = list(entry_rows(entries))
        if rows:
            output.table(ENTRY_COLUMNS, rows)
        output.say(f"{len(rows)} certificate{'' if len(rows) == 1 else 's'}")


csv_option = click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")


@click.command("list")
@conditions
@csv_option
@command
def list_(database: Database, output: Output, as_csv: bool, conditions: dict[str, Any]) -> None:
    """List certificates, in the order in which they came unless told otherwise. All conditions that are given must hold.

    With --expiring people see a time line, the first to end first: a bar from now to the end of each.
    """
    store, until = database.open_to_read(), conditions["expiring_before"]
    if until is not None and conditions["order"] is None and not output.as_json and not as_csv:
        conditions = {**conditions, "order": "not-after"}
    _print_entries(output, store, store.find(**conditions), as_csv, until)


@click.command()
@click.argument("text", required=False)
@conditions
@click.option("--newest-valid", is_flag=True, help="Of those found the one valid now, with its key, made last.")
@csv_option
@command
def find(
    database: Database, output: Output, text: Optional[str], newest_valid: bool, as_csv: bool, conditions: dict[str, Any]
) -> None:
    """Find certificates.

    TEXT is a thumbprint or serial number as it was pasted (hidden characters, blanks, colons and case do not matter), an
    address, or a part of a subject, friendly name or DNS name; those that match as a whole come first. All that is given
    must hold. Exit status 4 if there is none.
    """
    store = database.open_to_read()
    if not newest_valid:
        _print_entries(output, store, _found(store, text, conditions), as_csv)
        return
    selected = store.select_newest_valid(text, **conditions)
    if output.as_json:
        output.document(certificates=[entry_json(selected.entry)], passed_over=selected.passed_over)
        return
    _print_entries(output, store, [selected.entry], as_csv)
    for other in selected.passed_over:
        click.echo(f"passed over: {visible(other)}", err=True)


def _found(store: cw.Store, text: Optional[str], conditions: dict[str, Any]) -> Iterator[cw.Entry]:
    """What matches TEXT as a whole, then what has it as a part; NotFound where there is nothing."""
    limit, seen, count = conditions["limit"], set(), 0
    conditions = {**conditions, "limit": None}
    searches = [{"text": text}] if text is None else [{"text": text}, {"contains": text}]
    for search in searches:
        for entry in store.find(**search, **conditions):
            if text is not None and "text" in search:
                seen.add(entry.sha256)
            elif entry.sha256 in seen:
                continue
            yield entry
            count += 1
            if count == limit:
                return
    if count == 0:
        store.select(text, **conditions)  # raises NotFound with what comes near


@click.command()
@click.argument("what", metavar="THUMBPRINT|FILE")
@click.option("--open", "in_viewer", is_flag=True, help="Hand it, without its key, to the viewer of the desktop.")
@password_option
@command
def show(database: Database, output: Output, what: str, in_viewer: bool, password_file: Optional[Path]) -> None:
    """Show everything about a certificate of the store, or what a file is and holds."""
    try:
        cw.parse_thumbprint(what)
    except cw.InvalidThumbprint:
        if not os.path.exists(what) and os.sep not in what and "." not in what:
            raise
        if in_viewer:
            raise click.UsageError("--open goes with a certificate of the store; a file can be opened as it is") from None
        _show_file(output, Path(what), password_file)
        return
    store = database.open_to_read()
    entry = store.get(what, archived=True)
    used = _used(store, entry)
    opened = open_in_viewer(entry) if in_viewer else None
    output.document(
        **entry_json(entry),
        why_required=entry.required,
        supersedes=None if used is None else [succession_json(one) for one in used.supersedes],
        superseded_by=None if used is None or used.superseded_by is None else succession_json(used.superseded_by),
        **({} if opened is None else {"opened": str(opened)}),
    )
    if not output.as_json:
        output.table(["", ""], _facts(entry) + ([] if used is None else use_facts(used)))
    if opened is not None:
        output.say(f"opened {opened}")


def _used(store: cw.Store, entry: cw.Entry) -> Optional[cw.WhereUsed]:
    """What refers to it; None where that cannot be told, which is no reason not to show the certificate."""
    if store.locked:
        return None
    try:
        return store.where_used(entry)
    except cw.Tampered as error:
        click.echo(f"certwright: what refers to it is not told: {visible(error.message)}", err=True)
        return None


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


#: Kinds of which there should be something to show: what is wrong with the file is the answer.
_WRONG = {"der", "empty", "pem", "pkcs7", "text", "truncated", "unknown", "zeros"}


def _show_file(output: Output, path: Path, password_file: Optional[Path]) -> None:
    from certwright.cli.files import Passwords, bag_json

    def read(data: bytes, password: Optional[str]) -> tuple[cw.Detected, Optional[cw.ImportReport]]:
        found = cw.detect(data)
        try:
            return found, cw.read_file(data, password=password)
        except cw.UnknownFormat:
            if found.kind in _WRONG:
                raise
            return found, None

    found, report = Passwords(password_file).read(path, read)
    certificates = report.certificates if report else []
    output.document(
        kind=found.kind,
        why=found.why,
        hint=found.hint,
        format=report.format if report else None,
        bags=[bag_json(str(path), report, bag) for bag in report.bags] if report else [],
        certificates=[certificate_json(certificate) for certificate in certificates],
        notes=report.notes if report else [],
    )
    output.say(f"{path}: {found.kind}: {found.why}")
    if report is None:
        output.say(f"nothing was read{': ' + found.hint if found.hint else ''}")
        return
    for note in report.notes:
        output.say(f"note: {note}")
    for bag in report.bags:
        if bag.certificate is not None:
            output.table([f"certificate{' ' + bag.friendly_name if bag.friendly_name else ''}", ""], _facts(bag.certificate))
        else:
            kind = f"{bag.what} {bag.private_key.algorithm}" if bag.private_key is not None else bag.what
            output.say(f"{kind}{': not taken: ' + bag.note if bag.note else ''}")
