"""The NuGet package: what is in it, and programs in folders of their own that get it from a folder feed."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from . import dotnet
from .dotnet import BINDING, OUT, SDK

README = (BINDING / "README.md").read_text()
EXAMPLES = sorted(path.parent.name for path in (BINDING / "examples").glob("*/*.csproj"))

Consumer = Callable[[Path], Path]


@pytest.fixture(scope="session")
def package(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, in a feed that is a folder."""
    runtimes = tmp_path_factory.mktemp("runtimes")
    native = runtimes / "linux-x64" / "native" / library.name
    native.parent.mkdir(parents=True)
    subprocess.run(["strip", "--strip-debug", "-o", native, library], check=True)
    feed = tmp_path_factory.mktemp("feed")
    options = ["-p:CertwrightOffline=true", f"-p:CertwrightBuild={OUT}", f"-p:PackageOutputPath={feed}", f"-p:NativeFolder={runtimes}"]
    dotnet.sdk("pack", "Certwright", "--nologo", "-c", "Release", *options)
    return feed / f"Certwright.{cw.__version__}.nupkg"


@pytest.fixture(scope="session")
def consumer(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Consumer:
    """Builds a project in a folder of its own, with that feed and no other; the assembly."""
    packages = tmp_path_factory.mktemp("packages")

    def build(project: Path) -> Path:
        (project / "nuget.config").write_text(
            f'<configuration><packageSources><clear/><add key="here" value="{package.parent}"/></packageSources></configuration>'
        )
        dotnet.sdk("build", "--nologo", "-o", project / "out", "-warnaserror", f"-p:RestorePackagesPath={packages}", cwd=project)
        return project / "out" / f"{project.name}.dll"

    return build


@pytest.fixture(scope="session")
def examples(consumer: Consumer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each example, built outside of this repository."""
    folder = tmp_path_factory.mktemp("examples")
    return {name: consumer(Path(shutil.copytree(BINDING / "examples" / name, folder / name))) for name in EXAMPLES}


def test_the_package_has_its_layout(package: Path) -> None:
    with zipfile.ZipFile(package) as file:
        names = {name for name in file.namelist() if not name.startswith(("_rels", "package/", "["))}
        assert names == {
            "Certwright.nuspec",
            "README.md",
            "build/net461/Certwright.targets",
            "lib/netstandard2.0/Certwright.dll",
            "lib/netstandard2.0/Certwright.xml",
            "runtimes/linux-x64/native/libcertwright.so",
        }
        nuspec = file.read("Certwright.nuspec").decode("utf-8-sig")
    assert "<license type=\"expression\">Apache-2.0 OR MIT</license>" in nuspec
    assert re.search(r"<dependencies>\s*<group targetFramework=\".NETStandard2.0\" />\s*</dependencies>", nuspec)


def test_a_consumer_gets_the_native_library_with_it(examples: dict[str, Path]) -> None:
    assert (examples["Console"].parent / "runtimes" / "linux-x64" / "native" / "libcertwright.so").is_file()


def test_net_framework_gets_the_native_library_by_the_targets_file(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as file:
        file.extractall(tmp_path / "package")
    project = tmp_path / "app"
    project.mkdir()
    (project / "app.csproj").write_text(
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netcoreapp3.1</TargetFramework></PropertyGroup>'
        '<Import Project="../package/build/net461/Certwright.targets"/></Project>'
    )
    dotnet.sdk("build", "--nologo", "-o", "out", cwd=project)
    assert (project / "out" / "runtimes" / "linux-x64" / "native" / "libcertwright.so").is_file()


def test_the_console_example(examples: dict[str, Path], tmp_path: Path) -> None:
    first = dotnet.run(SDK / "run", examples["Console"], tmp_path).stdout.splitlines()
    second = dotnet.run(SDK / "run", examples["Console"], tmp_path).stdout.splitlines()
    thumbprint = first[0].removeprefix("made ")
    assert second[0] == f"found {thumbprint}"
    assert first[2:4] == ["0 end within 30 days", "whole: True"]
    with cw.Store.open(tmp_path / "certs.db") as store:
        assert store.get(thumbprint).friendly_name == "API"
    report = cw.read_file((tmp_path / "api.pfx").read_bytes(), password="correct horse")
    assert [identity.certificate.thumbprint for identity in report.identities] == [thumbprint]


def test_the_console_example_says_what_to_do(examples: dict[str, Path], tmp_path: Path) -> None:
    done = dotnet.attempt(SDK / "run", examples["Console"], tmp_path / "none")
    assert done.returncode == 1
    assert "none" in done.stderr


def test_the_sslstream_example(examples: dict[str, Path], tmp_path: Path) -> None:
    assert dotnet.run(SDK / "run", examples["SslStream"], tmp_path).stdout == "hello over Tls12\n"


def test_the_kestrel_example(examples: dict[str, Path], tmp_path: Path) -> None:
    with cw.Store.create(tmp_path / "certs.db") as store:
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        endpoint = store.endpoint()
        endpoint.https(port, subject="first", dns_names=["localhost"])
        serve_in_kestrel(examples["Kestrel"], endpoint, tmp_path)
        endpoint.disable()
        assert dotnet.run(SDK / "run", examples["Kestrel"], tmp_path / "certs.db", cwd=tmp_path).stdout == ""


def serve_in_kestrel(example: Path, endpoint: cw.Endpoint, folder: Path) -> None:
    """What is set while it runs is served at the next connection; one that stands goes on."""
    port = endpoint.settings().port
    command: list[str | Path] = [SDK / "run", example, folder / "certs.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server:
        try:
            assert server.stdout
            said = []
            for line in server.stdout:
                said.append(line)
                if "Application started" in line:
                    break
            assert any(f"https://[::]:{port}" in line for line in said), said
            first = endpoint.certificate()
            with connected(port, first) as standing:
                endpoint.https(subject="second", dns_names=["localhost"])
                second = endpoint.certificate()
                assert second.sha256 != first.sha256
                for tls in (connected(port, second), standing):
                    with tls:
                        tls.sendall(b"GET / HTTP/1.0\r\n\r\n")
                        answer = b"".join(iter(lambda: tls.recv(4096), b""))
                    assert answer.startswith(b"HTTP/1.1 200 OK\r\n") and answer.endswith(b"hello\n")
            endpoint.disable()
            with pytest.raises((ssl.SSLError, ConnectionError)):
                connected(port, second)
        finally:
            server.terminate()


def connected(port: int, certificate: cw.Entry) -> ssl.SSLSocket:
    """A connection to a server that presents this certificate, and no other."""
    context = ssl.create_default_context(cadata=certificate.to_pem())
    return context.wrap_socket(socket.create_connection(("localhost", port), timeout=60), server_hostname="localhost")


def test_examples_are_short() -> None:
    for path in (BINDING / "examples").glob("*/*.cs"):
        assert len(path.read_text().splitlines()) < 80, path


def test_the_readme_is_short_and_its_block_works(consumer: Consumer, tmp_path: Path) -> None:
    assert len(README.splitlines()) <= 60
    (block,) = re.findall(r"```csharp\n(.*?)```", README, re.DOTALL)
    project = tmp_path / "readme"
    project.mkdir()
    shutil.copy(BINDING / "examples" / "Console" / "Console.csproj", project / "readme.csproj")
    usings, body = block.split("\n\n", 1)
    (project / "Program.cs").write_text(
        "using System;\nusing System.Security.Cryptography.X509Certificates;\n" + usings + "\ninternal static class Program\n{\n    private static void Main()\n"
        "    {\n" + body + "    }\n}\n"
    )
    done = dotnet.run(SDK / "run", consumer(project), cwd=tmp_path)
    command, *bags = done.stdout.splitlines()
    assert command.startswith("certwright trust add srv1.corp.example:4431 --thumbprint ")
    assert sorted(bags) == ["certificate: taken", "private key: taken"]
