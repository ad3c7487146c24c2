"""`backup settings`: how backups are made unless said otherwise."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.backup_password import new_password, warning_of
from certwright.cli.common import Database, Output, command, dry_run_option, password_option, refusal


def settings_json(settings: cw.BackupSettings) -> dict[str, Any]:
    """The settings, in the keys that are promised."""
    return {
        "location": settings.location,
        "kind": settings.kind,
        "files": settings.files,
        "password_source": settings.password_source,
        "recipients": settings.recipients,
        "reader": settings.reader,
        "schedule": settings.schedule,
        "retention": settings.retention,
    }


def absolute(location: str) -> str:
    """A folder by its whole path: a schedule runs elsewhere. A URL is left alone."""
    return location if "://" in location else os.path.abspath(location)


def needs_password(settings: cw.BackupSettings) -> bool:
    """Whether a scheduled backup opens with a password."""
    return not (settings.kind == "bundle" and settings.recipients)


def rehearsed(store: cw.Store, **named: Any) -> cw.BackupSettings:
    """What the settings would be; raises what setting them would."""
    wanted = {**settings_json(store.backup_settings()), **named}
    with tempfile.TemporaryDirectory(prefix="certwright-") as folder:
        with cw.Store.create(Path(folder) / "rehearsal.db") as other:
            other.set_backup_settings(password="rehearsal" if wanted["password_source"] == "sealed" else None, **wanted)
            return other.backup_settings()


def warnings_of(settings: cw.BackupSettings) -> list[str]:
    """What may go wrong with backups that are made so."""
    found = []
    if settings.password_source == "sealed":
        found.append("the password is in this store alone and dies with it: keep it elsewhere too, or no backup opens when it is needed")
    if settings.schedule is not None and settings.location is None:
        found.append("a schedule is set, and no location: set one with --location")
    if settings.schedule is not None and settings.password_source == "prompt" and needs_password(settings):
        found.append("a schedule is set, and nobody is there to be asked for the password: set --password-source")
    return found


@click.command()
@click.option("--location", metavar="L", help="A folder that is there, or s3://bucket/prefix.")
@click.option("--no-location", is_flag=True, help="Take the location away.")
@click.option("--one", "files", flag_value="one", help="All in one PFX.")
@click.option("--each", "files", flag_value="each", help="A PFX for each certificate.")
@click.option("--kind", type=click.Choice(["pfx", "bundle"]), help="What form a backup has: what roles need, for any program; or everything.")
@click.option("--password-source", metavar="SOURCE", help="Where the password comes from: prompt, file:PATH, environment:NAME, or sealed in the store.")
@click.option("--recipient", "recipients", multiple=True, metavar="AGE", help="Who opens bundles (age1...), in place of those there are; may be given several times.")
@click.option("--no-recipients", is_flag=True, help="Take all recipients away.")
@click.option("--for", "reader", type=click.Choice(cw.READERS, case_sensitive=False), metavar="READER", help=f"Who has to open a PFX: {', '.join(cw.READERS)}.")
@click.option("--retention", metavar="TEXT", help="Which backups are kept: \"keep 7, daily 14, weekly 8, monthly 12\", each at will, or \"keep all\".")
@password_option
@dry_run_option
@command
def settings(
    database: Database,
    output: Output,
    location: Optional[str],
    no_location: bool,
    files: Optional[str],
    kind: Optional[str],
    password_source: Optional[str],
    recipients: tuple[str, ...],
    no_recipients: bool,
    reader: Optional[str],
    retention: Optional[str],
    password_file: Optional[Path],
    dry_run: bool,
) -> None:
    """Show how backups are made unless said otherwise, or set that. What is not given stays as it is.

    A password that is sealed in the store (asked for, or from --password-file) is there for the schedule alone: whoever has the store
    and its key has it, and when the machine is lost it is lost. `backup schedule` says when.
    """
    if location is not None and no_location:
        raise click.UsageError("give either --location or --no-location")
    if recipients and no_recipients:
        raise click.UsageError("give either --recipient or --no-recipients")
    if password_file is not None and password_source != "sealed":
        raise click.UsageError("--password-file goes with --password-source sealed")
    named = _named(location, no_location, files, kind, password_source, recipients, no_recipients, reader, retention)
    store = database.open()
    if not named:
        _print(output, store.backup_settings(), {}, "")
    elif dry_run:
        wanted = rehearsed(store, **named)
        _print(output, wanted, {"changed": False, "dry_run": True, "would_change": wanted != store.backup_settings()}, "would set:")
    else:
        password = _sealed(password_file) if password_source == "sealed" else None
        changed = store.set_backup_settings(password=password, **named)
        _print(output, store.backup_settings(), {"changed": changed}, "set:" if changed else "was so already:", warning_of(password))


def _named(
    location: Optional[str],
    no_location: bool,
    files: Optional[str],
    kind: Optional[str],
    password_source: Optional[str],
    recipients: tuple[str, ...],
    no_recipients: bool,
    reader: Optional[str],
    retention: Optional[str],
) -> dict[str, Any]:
    """What is to be set, as keywords of `Store.set_backup_settings`."""
    given = {"files": files, "kind": kind, "reader": reader, "retention": retention}
    named: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if location is not None or no_location:
        named["location"] = None if location is None else absolute(location)
    if recipients or no_recipients:
        named["recipients"] = list(recipients)
    if password_source is not None:
        scheme, colon, path = password_source.partition(":")
        named["password_source"] = f"file:{os.path.abspath(path)}" if (scheme, colon) == ("file", ":") and path else password_source
    return named


def _sealed(password_file: Optional[Path]) -> str:
    """The password that is to be sealed."""
    password = new_password(password_file, "backups, to be sealed in the store")
    if password is None:
        raise refusal("password_required", "a password is to be sealed: give --password-file FILE, or - for standard input", what="what is to be sealed")
    return password


_NAMES = {
    "location": "Location",
    "kind": "Kind",
    "files": "Files",
    "password_source": "Password from",
    "recipients": "Recipients",
    "reader": "For",
    "schedule": "Schedule",
    "retention": "Kept",
}


def _print(output: Output, settings: cw.BackupSettings, more: dict[str, Any], title: str, warning: Optional[str] = None) -> None:
    facts = settings_json(settings)
    warnings = warnings_of(settings) + ([warning] if warning else [])
    output.document(**facts, **more, warnings=warnings)
    if title:
        output.say(title)
    shown = {name: ", ".join(value) if isinstance(value, list) else value or "" for name, value in facts.items()}
    output.table(["", ""], [[_NAMES[name], value] for name, value in shown.items()])
    for text in warnings:
        output.say(f"warning: {text}")
