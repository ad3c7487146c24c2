"""The manual page and the completion script are made from the commands."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from .material import Stocked
from .program import Program

COMMANDS = """
api disable, api http, api https, api https certificate, api reset, api status, archive, assign, backup list, backup
restore, backup run, backup schedule, backup settings, backup verify, cleanup, completion, delete, describe, explain,
export, find, import, list, log, log export, man, new, preflight, quickstart, renew, report, role define, role list, role remove, roles, show, store
adopt, store check, store discard-altered, store info, store init, store protect add, store protect change, store protect list, store protect remove, store protect rotate,
store upgrade, trust verify, unassign, where-used
""".strip().replace("\n", " ").split(", ")


def test_help_lists_every_command(certwright: Program) -> None:
    listed = re.findall(r"^  ([a-z][a-z-]+)  ", certwright("--help").out, re.MULTILINE)
    assert listed == sorted({name.split()[0] for name in COMMANDS})


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_for_each_option(certwright: Program, command: str) -> None:
    out = certwright(*command.split(), "--help").out
    assert out.startswith(f"Usage: certwright {command} ")
    options = out.split("Options:\n")[1]
    for line in re.findall(r"^  -.*(?:\n {4,}.*)*", options, re.MULTILINE):
        assert re.search(r"\S(?: {2,}|\n +)\S", line), line


def test_the_manual_page_is_valid_troff(certwright: Program) -> None:
    page = certwright("man").raw_out
    lines = page.decode().splitlines()
    assert lines[0].startswith(".TH CERTWRIGHT 1 ")
    assert [line for line in lines if line.startswith(".SH")] == [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH COMMANDS"]
    assert {line.split()[0] for line in lines if line.startswith((".", "'"))} <= {".TH", ".SH", ".SS", ".TP", ".PP"}
    if groff := shutil.which("groff"):  # the judge, where there is one
        judged = subprocess.run([groff, "-man", "-ww", "-Tutf8"], input=page, capture_output=True, timeout=60)
        assert (judged.returncode, judged.stderr) == (0, b"")


def test_the_manual_page_tells_of_every_command(certwright: Program) -> None:
    page = certwright("man").out.replace("\\-", "-")
    for command in COMMANDS:
        assert f'\n.SS "certwright {command}' in page
    assert "--password-file" in page
    assert "--valid-to DATE, validTo= DATE" in page and "certwright api https certificate generated" in page


def _complete(certwright: Program, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    script = """
        source <(certwright completion bash)
        words=("$@")
        [[ $(complete -p certwright) =~ -F\\ ([^ ]+) ]]
        COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1)) COMP_LINE="${words[*]}" COMP_POINT=${#COMP_LINE}
        "${BASH_REMATCH[1]}" certwright "${words[-1]}" ""
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    ran = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", "certwright", *words],
        capture_output=True,
        text=True,
        env=certwright.environment({}),
        cwd=certwright.folder,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["st"], ["store"]),
        (["store", "i"], ["info", "init"]),
        (["import", "--passw"], ["--password-file"]),
        (["store", "protect", "r"], ["remove", "rotate"]),
        (["log", "e"], ["export"]),
        (["role"], ["role", "roles"]),
        (["role", "d"], ["define"]),
        (["w"], ["where-used"]),
        (["preflight", "--e"], ["--expect"]),
        (["completion", "b"], ["bash"]),
        (["api", "h"], ["http", "https"]),
        (["api", "https", "c"], ["certificate"]),
        (["api", "https", "certificate", "--pa"], ["--passphrase-file", "--password-file", "--path"]),
    ],
)
def test_bash_completes_commands_and_options(certwright: Program, words: list[str], offered: list[str]) -> None:
    assert sorted(_complete(certwright, *words)) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_completion_script_for_each_shell(certwright: Program, shell: str) -> None:
    assert "_CERTWRIGHT_COMPLETE" in certwright("completion", shell).out


def test_pages_need_no_database_and_no_home(certwright: Program, stocked: Stocked) -> None:
    for command in (["man"], ["completion", "bash"], ["--help"], ["--version"]):
        assert certwright(*command, env={"HOME": None, "CERTWRIGHT_DB": "/missing"}).err == ""
