"""The SDK in build/dotnet and Mono: what is built with the one and run with both."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .header import ROOT

BINDING = ROOT / "bindings" / "csharp"
SDK = ROOT / "build" / "dotnet"
OUT = ROOT / "build" / "csharp"
LIBRARY = ROOT / "target" / "debug" / "libcertwright.so"

MONO_CANNOT = "CoreOnly"
"""The category of the tests that Mono cannot run; each says why."""


def run(*command: "str | Path", cwd: "Path | None" = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs a program and gives what it printed; it is expected to end well."""
    done = attempt(*command, cwd=cwd, **environment)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def attempt(*command: "str | Path", cwd: "Path | None" = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs a program."""
    return subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=600)


def sdk(*arguments: "str | Path", cwd: Path = BINDING) -> "subprocess.CompletedProcess[str]":
    """Runs `dotnet`, without a feed."""
    return run(SDK / "run", *arguments, cwd=cwd)


def build(project: "str | Path", *arguments: str) -> Path:
    """Builds a project of the binding; the folder with what came of it."""
    sdk("build", project, "--nologo", "-c", "Release", "-p:CertwrightOffline=true", f"-p:CertwrightBuild={OUT}", *arguments)
    return OUT / "bin" / Path(project).name


def native() -> Path:
    """The native library, built."""
    run("cargo", "build", "--quiet", "--locked", "-p", "certwright-ffi", cwd=ROOT, CARGO_TARGET_DIR=str(ROOT / "target"))
    return LIBRARY


@dataclass(frozen=True)
class Runtime:
    """What runs an assembly."""

    name: str

    def attempt(self, assembly: Path, *arguments: "str | Path") -> "subprocess.CompletedProcess[str]":
        """Runs a program."""
        return attempt(*self._command(assembly, *arguments), MONO_PATH=str(SDK / "mono"))

    def start(self, assembly: Path, *arguments: "str | Path") -> "subprocess.Popen[str]":
        """Starts a program that is spoken with."""
        environment = os.environ | {"MONO_PATH": str(SDK / "mono")}
        return subprocess.Popen(self._command(assembly, *arguments), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _command(self, assembly: Path, *arguments: "str | Path") -> "list[str | Path]":
        if self.name == "mono":
            return ["mono", "--debug", assembly, *arguments]
        settings = OUT / "core.runtimeconfig.json"
        settings.write_text('{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "3.1.0"}}}\n')
        return [SDK / "run", "exec", "--runtimeconfig", settings, assembly, *arguments]

    def run(self, assembly: Path, *arguments: "str | Path") -> str:
        """Runs a program that ends well; what it printed."""
        done = self.attempt(assembly, *arguments)
        assert done.returncode == 0, f"{self.name} {assembly} {arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def can(self, categories: "frozenset[str]") -> bool:
        """Whether it can run a test of these categories."""
        return self.name != "mono" or MONO_CANNOT not in categories


RUNTIMES = [Runtime("core"), Runtime("mono")]


def tests() -> "dict[str, frozenset[str]]":
    """The names of the NUnit tests, with their categories, out of the sources."""
    found = {}
    for file in sorted((BINDING / "Certwright.Tests").glob("*Tests.cs")):
        for attributes, name in re.findall(r"\[Test\]\n((?:\s*\[.*\n)*)\s*public void (\w+)\(", file.read_text()):
            found[f"{file.stem}.{name}"] = frozenset(re.findall(r'\[Category\("(\w+)"\)\]', attributes))
    return found
