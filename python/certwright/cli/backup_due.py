"""`backup run --due` and `--watch`: what the schedule asks for."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any, Optional, Union

import click

import certwright as cw
from certwright.cli import error_json, visible
from certwright.cli.backup_facts import optional_time
from certwright.cli.backup_password import backup_password, no_password
from certwright.cli.backup_report import report_json, say_made
from certwright.cli.backup_settings import needs_password
from certwright.cli.common import Output, for_people, refusal
from certwright.cli.progress import bar


def _made_json(report: cw.BackupReport) -> dict[str, Any]:
    return {"changed": True, "due": True, **report_json(report, None)}


def run_due(output: Output, store: cw.Store, password_file: Optional[Path], dry_run: bool) -> Optional[int]:
    """Makes the backup that is due; quiet where none is."""
    status = store.backup_status()
    if dry_run:
        output.document(changed=False, dry_run=True, due=status.due, next=optional_time(status.next), running=status.running)
        output.say("a backup is due" if status.due else f"none is due{f' before {for_people(status.next)}' if status.next else ': there is no schedule'}")
        return None
    settings = store.backup_settings()
    is_made_here = status.due and status.running is None  # nobody is asked in vain
    password = backup_password(settings, password_file, needed=needs_password(settings)) if is_made_here else None
    try:
        with bar("backing up") as tell:
            made = store.backup_if_due(password=password, progress=tell)
    except cw.PasswordRequired as error:  # which the store tells as a failure
        raise no_password() from error
    if made.report is None:
        output.document(changed=False, due=made.running is not None, next=optional_time(made.next), running=made.running)
        return None
    output.document(**_made_json(made.report))
    return say_made(output, made.report)


def run_watch(output: Output, store: cw.Store, password_file: Optional[Path]) -> None:
    """Makes each backup as it becomes due, until a signal says that it is enough."""
    settings = store.backup_settings()
    if settings.schedule is None:
        why = "none is set; set one with certwright backup schedule"
        raise refusal("invalid_argument", f"schedule: {why}", what="schedule", why=why)
    password = backup_password(settings, password_file, needed=needs_password(settings))
    if password is None and needs_password(settings) and settings.password_source == "prompt":
        raise no_password()

    def told(made: Union[cw.BackupReport, cw.CertwrightError]) -> None:
        if isinstance(made, cw.BackupReport):
            output.line(**_made_json(made))
            say_made(output, made)
        else:
            output.line(error=error_json(made))
            click.echo(f"certwright: {visible(made.message)}", err=True)
        sys.stdout.flush()

    pause = threading.Event()  # its wait ends at once where a signal's handler raises
    try:
        output.say(f"watching: {settings.schedule}")
        sys.stdout.flush()
        store.watch_backups(told, password=password, sleep=lambda seconds: not pause.wait(seconds))
    except KeyboardInterrupt:
        return  # how one says that it is enough
