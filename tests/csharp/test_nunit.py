"""The tests of the C# binding that are written in C#, under .NET Core and under Mono."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import dotnet
from .dotnet import RUNTIMES, Runtime

TESTS = dotnet.tests()
Results = Callable[[Runtime], "dict[str, tuple[bool, str]]"]


@pytest.mark.parametrize(
    ("runtime", "name"),
    [pytest.param(runtime, name, id=f"{runtime.name}-{name}") for runtime in RUNTIMES for name in TESTS if runtime.can(TESTS[name])],
)
def test_in_csharp(runtime: Runtime, name: str, results: Results) -> None:
    passed, wrong = results(runtime)[name]
    assert passed, wrong


@pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda runtime: runtime.name)
def test_no_test_in_csharp_is_left_out(runtime: Runtime, results: Results) -> None:
    assert set(results(runtime)) == {name for name, categories in TESTS.items() if runtime.can(categories)}
