"""The imports of the C# binding are those of the header and of the library; types, constants and numbers, too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import imports
from .dotnet import BINDING
from .header import HEADER as HEADER_FILE
from .header import ROOT, Callback, Function, Parameter, read

HEADER = read()
HEADER_FOLDER = HEADER_FILE.parent
SOURCES = {path: path.read_text() for path in (BINDING / "Certwright").rglob("*.cs")}
IMPORTS = "".join(text for path, text in SOURCES.items() if path.parent == imports.FOLDER)
CODE = "".join(text for path, text in SOURCES.items() if path.parent != imports.FOLDER)

NOT_CALLED = {
    "cw_error_status": "every call returns it",
    "cw_imported_bag_count": "it is that of the report",
    "cw_event_at": "cw_event_at_milliseconds says it more exactly",
    "cw_name_clone": "a Name is a copy that keeps no handle",
    "cw_self_signed_subject": "a certificate has it once it is made",
    "cw_store_clone": "one Store object can be shared",
    "cw_watch_since": "the last line has its number",
    "cw_abi_version": "the library is not loaded before it is verified: it has no Import yet",
}

# What each C# type is on the other side; a pointer is a pointer, and what is behind it the names say.
SAME = {
    "uint": {"uint32_t"},
    "int": {"int", "int32_t"},
    "long": {"int64_t"},
    "ulong": {"uint64_t"},
    "bool": {"bool"},
    "UIntPtr": {"size_t"},
    "Status": {"cw_status"},
    "byte*": {"const uint8_t *", "const char *", "char *"},
    "CwStr": {"cw_str"},
    "CwStr*": {"const cw_str *"},
    "CwOctets*": {"const cw_octets *"},
    "void": {"void"},
}


def declared(name: str) -> tuple[str, list[str]]:
    """The result and the parameters of a delegate, as they stand in the sources."""
    found = re.findall(rf"\[Function\(Cdecl\)\] internal (?:unsafe )?delegate (\w+) {name}\((.*)\);", IMPORTS)
    assert len(found) == 1, f"{name} is declared {len(found)} times"
    result, parameters = found[0]
    return result, [one for one in parameters.split(", ") if one]


def is_same(function: str, cs: str, c: str) -> bool:
    """Whether a parameter in C# (without its name) is that of C."""
    marshal, cs = ("U1" in cs), re.sub(r"\[MarshalAs\(UnmanagedType\.U1\)\] ", "", cs)
    if ("bool" in cs) != marshal:
        return False
    if cs in SAME:
        return c in SAME[cs]
    handle = re.fullmatch(r"(out )?(\w+)Handle", cs)
    if handle:
        opaque = next((one for one in HEADER.owned if imports.pascal(one) == handle.group(2)), "?")
        return c == f"cw_{opaque} **" if handle.group(1) else c in (f"cw_{opaque} *", f"const cw_{opaque} *")
    if cs == "IntPtr":
        bare = re.fullmatch(r"(?:const )?cw_(\w+) \*", c)
        return c == "void *" or bare is not None and (bare.group(1) not in HEADER.owned or function == f"cw_{bare.group(1)}_free")
    if cs == "out IntPtr":
        return re.fullmatch(r"const cw_\w+ \*\*", c) is not None
    if cs == "IntPtr[]":
        return re.fullmatch(r"const cw_\w+ \*const \*", c) is not None
    pointed = re.fullmatch(r"(?:out|ref) (\w+)", cs)
    assert pointed, f"{function}: {cs}"
    structures = {"CwStr": "cw_str *", "CwOctets": "cw_octets *", "CwBytes": "cw_bytes *"}
    if pointed.group(1) in structures:
        return c == structures[pointed.group(1)]
    return c.removesuffix(" *") in SAME[pointed.group(1)]


def same_parameters(function: str, found: list[str], wanted: tuple[Parameter | Callback, ...]) -> None:
    assert len(found) == len(wanted), f"{function} takes {len(wanted)}"
    for cs, c in zip(found, wanted):
        kind = cs.rsplit(" ", 1)[0]
        if isinstance(c, Callback):
            assert kind == f"{function}_{c.name}"
            result, parameters = declared(kind)
            assert c.result in SAME[result]
            same_parameters(function, parameters, c.parameters)
        else:
            assert is_same(function, kind, c.type), f"{function}: {cs} is not {c.type}"


@pytest.mark.parametrize("function", HEADER.functions, ids=lambda function: function.name)
def test_each_function_is_bound_as_the_header_has_it(function: Function) -> None:
    result, parameters = declared(function.name)
    assert function.result in SAME[result]
    same_parameters(function.name, parameters, function.parameters)
    assert (f"Import<{function.name}>" in CODE + IMPORTS) != (function.name in NOT_CALLED)


def test_nothing_is_bound_that_the_header_has_not() -> None:
    callbacks = {f"{function.name}_{one.name}" for function in HEADER.functions for one in function.parameters if isinstance(one, Callback)}
    assert set(re.findall(r"delegate \w+ (cw_\w+)\(", IMPORTS)) == {function.name for function in HEADER.functions} | callbacks


def test_the_imports_are_what_is_made_of_the_header() -> None:
    assert {path.name: path.read_text() for path in imports.FOLDER.glob("*.cs")} == imports.made(HEADER)


def test_the_command_of_the_readme_makes_them(tmp_path: Path) -> None:
    (command,) = re.findall(r"^```console\n\$ (.*)\n```$", (BINDING / "README.md").read_text(), re.MULTILINE)
    shutil.copytree(Path(__file__).parent, tmp_path / "tests/csharp")
    shutil.copytree(HEADER_FOLDER, tmp_path / HEADER_FOLDER.relative_to(ROOT))
    (tmp_path / imports.FOLDER.relative_to(ROOT)).parent.mkdir(parents=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, shell=True, check=True, cwd=tmp_path, env={**os.environ, "PATH": path})
    written = {path.name: path.read_text() for path in (tmp_path / imports.FOLDER.relative_to(ROOT)).glob("*.cs")}
    assert written == imports.made(HEADER)


def test_each_symbol_of_the_library_is_bound(library: Path) -> None:
    lines = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout.splitlines()
    # the version nodes of a version script are symbols, too
    exported = {line.split()[-1].split("@")[0] for line in lines if line.split()[-2] in "TW"}
    assert exported == {function.name for function in HEADER.functions}


def test_each_type_that_is_freed_has_its_one_sealed_handle() -> None:
    owners = re.findall(r"(\w+) class (\w+)Handle : Handle", IMPORTS)
    assert owners == [("sealed", name) for _, name in owners]
    assert sorted(name for _, name in owners) == sorted(imports.pascal(handle) for handle in HEADER.owned)


def test_statuses_are_those_of_the_header() -> None:
    text = (BINDING / "Certwright" / "Status.cs").read_text()
    found = {name: int(number) for name, number in re.findall(r"^        (\w+) = (\d+),$", text, re.MULTILINE)}
    assert found == {imports.pascal(name): number for name, number in HEADER.statuses.items()}


def test_the_abi_is_that_of_the_header() -> None:
    assert f"const uint Abi = {HEADER.constants['CW_ABI_VERSION']};" in CODE


CHOICES = {
    "CW_KEY_READER_": "KeyReader",
    "CW_KEY_": "KeyAlgorithm",
    "CW_PURPOSE_": "Purpose",
    "CW_CHAIN_PURPOSE_": "ChainPurpose",
    "CW_PROFILE_": "Profile",
    "CW_REVOCATION_": "Revocation",
    "CW_EXPORT_": "ExportFormat",
    "CW_ARCHIVED_": "Archived",
    "CW_BACKUP_FILES_": "BackupFiles",
    "CW_BACKUP_KIND_": "BackupKind",
    "CW_CONFLICTS_": "Conflicts",
    "CW_ORDER_": "Order",
    "CW_REPLACE_": "Replace",
    "CW_RESTORE_OUTCOME_": "RestoreOutcome",
    "CW_SECRECY_": "Secrecy",
    "CW_DIAGNOSTIC_": "DiagnosticLevel",
    "CW_PIN_": "Pin",
    "CW_BASIS_": "Basis",
    "CW_CLIENT_CERTIFICATE_": "ClientCertificate",
    "CW_SYSTEM_ROOTS_": "SystemRoots",
    "CW_ENDPOINT_": "EndpointState",
    "CW_CERTIFICATE_STATE_": "CertificateState",
    "CW_LAYOUT_": "FileLayout",
}


def test_choices_are_those_of_the_header() -> None:
    wanted: dict[str, dict[str, int]] = {}
    for name, number in HEADER.constants.items():
        prefix = next((one for one in CHOICES if name.startswith(one)), None)
        if prefix:
            wanted.setdefault(CHOICES[prefix], {})[imports.pascal(name.removeprefix(prefix))] = number
        else:
            assert name == "CW_ABI_VERSION" or f"= {number}; // {name}" in CODE or name == "CW_GENUINE_NO", f"{name} has no place in C#"
    for enum, numbers in wanted.items():
        body = re.search(rf"public enum {enum} : uint\s*\{{(.*?)\n    \}}", CODE, re.DOTALL)
        assert body, enum
        assert {name: int(number) for name, number in re.findall(r"^        (\w+) = (\d+),$", body.group(1), re.MULTILINE)} == numbers
