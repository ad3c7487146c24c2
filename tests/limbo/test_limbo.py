"""The score over x509-limbo does not fall; README.md says which cases are judged otherwise, and why."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "limbo.json.xz"
JUDGE = ROOT / "build" / "limbo"

#: Said to be right though refusal was expected, and the reverse.
FALSE_ACCEPTS = {
    "rfc5280::aki::cross-signed-root-missing-aki",
    "rfc5280::nc::permitted-dns-match-noncritical",
    "webpki::cn::not-in-san",
    "webpki::cn::punycode-not-in-san",
    "webpki::san::public-suffix-private-namespace-wildcard-san",
}
FALSE_REJECTS = {
    "pathlen::validation-ignores-pathlen-in-leaf",
    "rfc5280::ca-as-leaf",
    "rfc5280::eku::ee-without-eku",
}


def corpus() -> Path:
    """The file with the cases."""
    named = os.environ.get("CERTWRIGHT_CORPORA")
    places = [Path(named)] if named else [above / "shared" / "corpora" for above in ROOT.parents]
    for place in places:
        if (place / NAME).is_file():
            return place / NAME
    if named:
        pytest.fail(f"{NAME} is not in {named}, which CERTWRIGHT_CORPORA names")
    pytest.skip(f"{NAME} is in none of {', '.join(map(str, places))}")


def group(case: str) -> str:
    """The group of the table that a case counts in."""
    if not case.startswith("bettertls::"):
        return "core"
    return "BetterTLS " + case.split("::")[1]


def test_the_score_does_not_fall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = tmp_path / "limbo.json"
    with lzma.open(corpus()) as packed, plain.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    expected = {case["id"]: case["expected_result"] == "SUCCESS" for case in json.loads(plain.read_bytes())["testcases"]}
    lines = subprocess.run([JUDGE, plain], check=True, capture_output=True, text=True, encoding="utf-8").stdout.splitlines()
    judged = {line["id"]: line for line in map(json.loads, lines)}
    assert judged.keys() == expected.keys(), "no case is skipped"

    table: dict[str, Counter[str]] = {}
    wrong: dict[str, set[str]] = {"accepted": set(), "refused": set()}
    for case, line in judged.items():
        kind = "right" if line["accepted"] == expected[case] else "accepted" if line["accepted"] else "refused"
        table.setdefault(group(case), Counter())[kind] += 1
        if kind != "right":
            wrong[kind].add(case)
    with capsys.disabled():
        print("\n\n| group | cases | right | wrongly accepted | wrongly refused |\n| --- | --- | --- | --- | --- |")
        for name, count in sorted(table.items()):
            print(f"| {name} | {count.total()} | {count['right']} | {count['accepted']} | {count['refused']} |")
    # also a case that is judged as expected at last is to be struck from the lists
    assert wrong == {"accepted": FALSE_ACCEPTS, "refused": FALSE_REJECTS}
