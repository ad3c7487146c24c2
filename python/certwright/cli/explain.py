"""`explain`: what brings a status about, and what to do."""

from __future__ import annotations

import click

import certwright as cw
from certwright.cli.common import Output


@click.command()
@click.argument("statuses", nargs=-1, metavar="[STATUS]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def explain(statuses: tuple[str, ...], as_json: bool) -> None:
    """Say what a status means, what usually brings it about, and what to do.

    STATUS is the number or the code that an error has in JSON and in programs, such as 23 or not_found. Without one, all
    are listed.
    """
    output = Output(as_json)
    try:
        found = list(dict.fromkeys(cw.explain(status) for status in statuses))  # each once
    except cw.InvalidArgument as error:
        raise click.UsageError(error.message) from None
    output.document(statuses=[_json(status) for status in found or cw.statuses()])
    if not found:
        output.table(["No.", "Code", "Meaning"], ([str(status.number), status.code, status.meaning] for status in cw.statuses()))
    for status in found:
        output.table([f"{status.number} {status.code}", status.meaning], [["Cause", status.cause], ["Cure", status.cure]])


def _json(status: cw.StatusInfo) -> dict[str, object]:
    return {"number": status.number, "code": status.code, "meaning": status.meaning, "cause": status.cause, "cure": status.cure}
