"""`backup`: copies of certificates and keys that are proven to restore."""

from __future__ import annotations

import click

from certwright.cli.backup_list import list_
from certwright.cli.backup_restore import restore
from certwright.cli.backup_run import run
from certwright.cli.backup_schedule import schedule
from certwright.cli.backup_settings import settings
from certwright.cli.backup_verify import verify


@click.group()
def backup() -> None:
    """Make backups that are proven to restore, keep them by rules, restore them."""


for _command in (list_, restore, run, schedule, settings, verify):
    backup.add_command(_command)
