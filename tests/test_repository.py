"""The repository keeps its own promises: names, sizes, versions, licences, one test command."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import meetingdesk

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# One letter of each stands in brackets, so that this file does not name them itself.
REGISTRIES = (
    r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.|deb\.debia[n]\.org|security\.debia[n]\.org|"
    r"archive\.ubunt[u]\.com|crate[s]\.io|prox[y]\.golang|mirror[s]\.[a-z]+\.|tuna\.tsinghu[a]"
)
PLACES = r"(?<![\w.<])/(wor[k]|opt/m[d]|var/tm[p]|roo[t]|home/[a-z])/"


def tracked() -> list[Path]:
    """Every file of the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str:
    """What the file says; nothing for a picture or a Word file."""
    raw = path.read_bytes()
    return "" if b"\0" in raw[:8192] else raw.decode("utf-8")


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


@pytest.mark.parametrize("forbidden", [REGISTRIES, PLACES], ids=["registries", "places"])
def test_no_file_names_where_it_was_made(forbidden: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if (match := re.search(forbidden, text_of(path)))
    ]
    assert found == []


def test_every_module_postpones_its_annotations() -> None:
    def lacks(tree: ast.Module) -> bool:
        code = tree.body[1:] if ast.get_docstring(tree) else tree.body
        first = code[0] if code else None
        return bool(code) and not (
            isinstance(first, ast.ImportFrom) and first.module == "__future__"
        )

    assert [p.relative_to(ROOT) for p in modules() if lacks(ast.parse(text_of(p)))] == []


def test_no_module_is_too_long_to_read() -> None:
    # A migration lists a whole schema once and is never read again to be changed.
    read = [path for path in modules() if path.parent.parts[-2:] != ("migrations", "versions")]
    lines = {path.relative_to(ROOT): len(text_of(path).splitlines()) for path in read}
    most = {path: 600 if path.parts[0] == "tests" else 500 for path in lines}
    assert {path: count for path, count in lines.items() if count > most[path]} == {}


def test_rules_import_the_standard_library_and_each_other() -> None:
    allowed = sys.stdlib_module_names | {"meetingdesk"}
    foreign = set()
    for path in (ROOT / "meetingdesk" / "rules").rglob("*.py"):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "meetingdesk"]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            foreign |= {(path.name, name) for name in names if name.split(".")[0] not in allowed}
    assert foreign == set()


def test_package_and_project_are_one_version() -> None:
    version = PROJECT["project"]["version"]
    assert meetingdesk.__version__ == version
    assert f"## [{version}]" in text_of(ROOT / "CHANGELOG.md")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = text_of(ROOT / ".ci" / "run").strip().splitlines()[-1]
    assert command == "sh installer/test.sh"
    assert f"\n{command}\n" in text_of(ROOT / "README.md")


def test_readme_points_at_files_that_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text_of(ROOT / "README.md"))
    assert [link for link in links if not (ROOT / link).exists()] == []


# --- The locks --------------------------------------------------------------------------------


def locked(name: str) -> dict[str, set[str]]:
    """The versions a lock pins, by canonical name."""
    pins: dict[str, set[str]] = {}
    for line in re.findall(r"^\S+==.*?(?= \\$)", text_of(ROOT / name), re.MULTILINE):
        requirement = Requirement(line)
        (specifier,) = requirement.specifier
        pins.setdefault(canonicalize_name(requirement.name), set()).add(specifier.version)
    return pins


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_its_hashes(name: str) -> None:
    entries = re.split(r"^(?=\S)", text_of(ROOT / name), flags=re.MULTILINE)
    assert [
        e for e in entries if e and not re.match(r"\S+==.*\\\n    --hash=sha256:\w{64}", e)
    ] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (LOCKS[0], PROJECT["project"]["dependencies"]),
        (LOCKS[1], PROJECT["project"]["optional-dependencies"]["test"]),
    ],
)
def test_locks_hold_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    pins = locked(name)
    for line in wanted:
        requirement = Requirement(line)
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{line} is not in {name}"
        assert all(requirement.specifier.contains(version) for version in versions), line


def test_tests_run_on_the_versions_that_are_installed_for_people() -> None:
    program, tests = (locked(name) for name in LOCKS)
    assert program == {name: versions for name, versions in tests.items() if name in program}


# --- The licences -----------------------------------------------------------------------------


def runtime_distributions() -> list[metadata.Distribution]:
    """Everything the program needs at run time, all the way down."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(PROJECT["project"]["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(name)
        waiting += found[name].requires or []
    return list(found.values())


def binds_its_users(licence: str) -> bool:
    """Whether every way to take this licence is a GPL or AGPL; the LGPL is welcome."""
    gpl = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License", re.IGNORECASE)
    return all(gpl.search(choice) for choice in licence.split(" OR "))


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU Lesser General Public License v3", False),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only OR GPL-2.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
    ],
)
def test_licences_are_told_apart(licence: str, *, binds: bool) -> None:
    assert binds_its_users(licence) is binds


def test_nothing_at_run_time_binds_its_users() -> None:
    distributions = runtime_distributions()
    assert {"pyside6-essentials", "sqlalchemy", "lxml"} <= {
        canonicalize_name(d.metadata["Name"]) for d in distributions
    }
    for distribution in distributions:
        head = distribution.metadata
        said = [head["License-Expression"] or "", (head["License"] or "").split("\n")[0]]
        said += [
            line.split(" :: ")[-1]
            for line in head.get_all("Classifier") or []
            if line.startswith("License ::")
        ]
        said = [licence for licence in said if licence]
        assert said, f"{head['Name']} names no licence"
        assert not all(map(binds_its_users, said)), f"{head['Name']}: {said}"


# --- The wheel --------------------------------------------------------------------------------


@pytest.mark.slow
def test_wheel_carries_the_program_and_its_resources(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in tracked():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"),
            *("--no-build-isolation", "--wheel-dir", tmp_path, source),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, carried in (("meetingdesk", "meetingdesk"), ("resources", "meetingdesk_resources")):
        wanted = {
            f"{carried}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in tracked()
            if path.is_relative_to(ROOT / folder)
        }
        assert wanted - inside == set()
    assert not any(name.startswith(("tests/", "resources/")) for name in inside)
