"""`backup run`: makes a backup, or the one that is due."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.backup_due import run_due, run_watch
from certwright.cli.backup_facts import say_all, with_keys
from certwright.cli.backup_password import backup_password, no_password, warning_of
from certwright.cli.backup_report import print_report
from certwright.cli.backup_settings import absolute
from certwright.cli.common import Database, Output, command, dry_run_option, is_terminal, password_option, refusal
from certwright.cli.entries import place_text
from certwright.cli.progress import bar


@click.command()
@click.option("--location", metavar="L", help="A folder that is there, or s3://bucket/prefix; as the settings say unless given.")
@click.option("--one", "files", flag_value="one", help="All in one PFX.")
@click.option("--each", "files", flag_value="each", help="A PFX for each certificate.")
@click.option("--bundle/--pfx", "bundle", default=None, help="Everything, for disaster recovery; or what roles need, for any program. As the settings say unless given.")
@click.option("--scope", metavar="S", help="Only this scope, such as one database; not of a bundle.")
@click.option("--recipient", "recipients", multiple=True, metavar="AGE", help="Who opens a bundle (age1...), in place of a password; may be given several times.")
@click.option("--for", "reader", type=click.Choice(cw.READERS, case_sensitive=False), metavar="READER", help=f"Who has to open a PFX: {', '.join(cw.READERS)}.")
@click.option("--due", is_flag=True, help="Only if one is due by the schedule; for a timer. Says nothing where none is.")
@click.option("--watch", is_flag=True, help="Go on, and make each as it becomes due; with --json one document a line.")
@password_option
@dry_run_option
@command
def run(
    database: Database,
    output: Output,
    location: Optional[str],
    files: Optional[str],
    bundle: Optional[bool],
    scope: Optional[str],
    recipients: tuple[str, ...],
    reader: Optional[str],
    due: bool,
    watch: bool,
    password_file: Optional[Path],
    dry_run: bool,
) -> Optional[int]:
    """Make a backup, and prove that it restores: read back from where it is stored, each key used, everything compared.

    A PFX holds what roles need: certificates, keys, chains, and what each is for. It opens with its password alone: keep that elsewhere.
    Exit status 3 where something that should be in it is not here to be taken.
    """
    if due or watch:
        if location or files or bundle is not None or scope is not None or recipients or reader:
            raise click.UsageError("a scheduled backup is made as the settings say: change them with `backup settings`")
        if due and watch:
            raise click.UsageError("give either --due or --watch")
    store = database.open()
    with stopped_by_signals():
        if due:
            return run_due(output, store, password_file, dry_run)
        if watch:
            if dry_run:
                raise click.UsageError("--dry-run goes with --due, not with --watch")
            run_watch(output, store, password_file)
            return None
        return _run(output, store, _Wanted(store.backup_settings(), location, files, bundle, scope, recipients, reader), password_file, dry_run)


class _Wanted:
    """What backup is wanted, where the settings do not say it."""

    def __init__(
        self,
        settings: cw.BackupSettings,
        location: Optional[str],
        files: Optional[str],
        bundle: Optional[bool],
        scope: Optional[str],
        recipients: tuple[str, ...],
        reader: Optional[str],
    ) -> None:
        self.settings = settings
        is_bundle = settings.kind == "bundle" and files is None and scope is None if bundle is None else bundle
        if is_bundle and (files is not None or scope is not None or reader is not None):
            raise click.UsageError("--one, --each, --scope and --for are of a PFX, not of a bundle")
        if recipients and not is_bundle:
            raise click.UsageError("recipients open a bundle: add --bundle")
        self.kind = "bundle" if is_bundle else "pfx"
        self.files = files or settings.files
        self.location = location or settings.location
        self.keep_location = False
        self.scope = scope
        self.reader = reader
        self.recipients = list(recipients) or None
        self.needs_password = not (is_bundle and (recipients or settings.recipients))

    def find_location(self) -> str:
        """Where it is stored; asked for at a terminal where that is not said."""
        if self.location is None:
            if not is_terminal(sys.stdin):
                why = "none is set; give --location, or set one with certwright backup settings --location"
                raise refusal("invalid_argument", f"location: {why}", what="location", why=why)
            self.location = absolute(click.prompt("Folder or s3://bucket/prefix to store backups in", err=True))
            self.keep_location = click.confirm("Store all backups there from now on?", default=True, err=True)
        return self.location


def _run(output: Output, store: cw.Store, wanted: _Wanted, password_file: Optional[Path], dry_run: bool) -> Optional[int]:
    location = wanted.find_location()
    if dry_run:
        return _would_run(output, store, wanted, location)
    password = backup_password(wanted.settings, password_file, needed=wanted.needs_password)
    if password is None and wanted.needs_password and wanted.settings.password_source == "prompt":
        raise no_password()
    with bar("backing up") as tell:
        report = store.backup(
            location,
            kind=wanted.kind,
            files=wanted.files if wanted.kind == "pfx" else None,
            scope=wanted.scope,
            password=password,
            recipients=wanted.recipients,
            reader=wanted.reader,
            progress=tell,
        )
    if wanted.keep_location:
        store.set_backup_settings(location=location)
    return print_report(output, report, warning_of(password))


def _would_run(output: Output, store: cw.Store, wanted: _Wanted, location: str) -> Optional[int]:
    """What a PFX would take, as the overview has it; of a bundle, that it would take everything."""
    if "://" not in location and not os.path.isdir(location):
        folder = os.path.abspath(location)
        raise refusal("not_found", f"the folder {folder} is not there", wanted=f"the folder {folder}", near=[])
    lines = [] if wanted.kind == "bundle" else store.overview(scope=wanted.scope).assignments
    in_backup = [line for line in lines if line.role is None or line.role.in_backup]
    gone = ("certificate_missing", "key_missing", "key_unreadable")
    taken = [line for line in in_backup if line.state not in gone]
    lacking = [line for line in in_backup if line.state in gone]
    left_out = [line for line in lines if line not in in_backup]
    facts = {word: [_line_json(line) for line in some] for word, some in (("taken", taken), ("left_out", left_out), ("lacking", lacking))}
    files = None if wanted.kind == "bundle" else wanted.files
    output.document(changed=False, dry_run=True, kind=wanted.kind, location=location, files=files, scope=wanted.scope, **facts)
    what = "everything" if wanted.kind == "bundle" else with_keys(len({line.assignment.sha256 for line in taken}))
    output.say(f"would back up {what} to {location}")
    for word, some in (("would take", taken), ("would leave out", left_out), ("LACKING", lacking)):
        say_all(output, word, [f"{place_text(line.assignment.role, line.assignment.scope)}: {line.assignment.thumbprint}" for line in some])
    return 3 if lacking else None


def _line_json(line: cw.OverviewLine) -> dict[str, Any]:
    one = line.assignment
    return {"thumbprint": one.thumbprint, "role": one.role, "scope": one.scope, "state": line.state}


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM ends the work as Ctrl-C does: nothing half stays."""

    def stop(_number: int, _frame: Optional[FrameType]) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
