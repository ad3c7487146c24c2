"""What came of a backup, as JSON has it and as people read it."""

from __future__ import annotations

from typing import Any, Optional

import certwright as cw
from certwright.cli.backup_facts import backup_json, files_text, left_out_json, left_out_text, proof_json, proof_text, say_all, with_keys
from certwright.cli.common import Output


def report_json(report: cw.BackupReport, warning: Optional[str]) -> dict[str, Any]:
    """What came of a backup, in the keys that are promised."""
    return {
        "backup": backup_json(report.backup),
        "proof": proof_json(report.proof),
        "left_out": [left_out_json(one) for one in report.left_out],
        "lacking": [left_out_json(one) for one in report.lacking],
        "removed": report.removed,
        "notes": report.notes + ([warning] if warning else []),
    }


def print_report(output: Output, report: cw.BackupReport, warning: Optional[str]) -> Optional[int]:
    """What was taken and what was not; the exit status."""
    output.document(changed=True, **report_json(report, warning))
    backup = report.backup
    output.say(f"backed up {with_keys(backup.keys)}: {files_text(backup)}")
    if len(backup.files) > 1:
        say_all(output, "file", [file.name for file in backup.files])
    output.say(proof_text(report.proof))
    if report.proof.signer is not None:
        output.say(f"signed by {report.proof.signer}: keep that elsewhere, to know the bundles of this store again")
    say_all(output, "left out", [left_out_text(one) for one in report.left_out])
    say_all(output, "LACKING", [left_out_text(one) for one in report.lacking])
    say_all(output, "removed", report.removed)
    say_all(output, "note", report.notes + ([warning] if warning else []))
    return 3 if report.lacking else None


def say_made(output: Output, report: cw.BackupReport) -> Optional[int]:
    """One line of a scheduled one, and what is wrong; the exit status."""
    backup = report.backup
    output.say(f"backed up {with_keys(backup.keys)}: {files_text(backup)}; {proof_text(report.proof)}")
    say_all(output, "LACKING", [left_out_text(one) for one in report.lacking])
    return 3 if report.lacking else None
