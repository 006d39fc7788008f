"""The install scripts, without installing: what they ask for, and when they think it is done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the scripts read, in a folder named as an office names folders."""
    made = tmp_path / "会务 台"
    shutil.copytree(ROOT / "installer", made / "installer")
    for name in ("pyproject.toml", "setup.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, made)
    return made


def shell(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run ``script`` after reading common.sh, in place of run.sh or test.sh."""
    return subprocess.run(
        ["sh", "-euc", f". installer/common.sh\n{script}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def pretend_installed(checkout: Path, lock: str) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    python = checkout / ".venv" / "bin" / "python"
    python.unlink(missing_ok=True)
    python.symlink_to(sys.executable)
    assert shell(checkout, f'fingerprint {lock} >"$VENV/stamp-{lock}"').returncode == 0


@pytest.mark.parametrize("script", sorted((ROOT / "installer").glob("*.sh")), ids=lambda p: p.name)
def test_scripts_are_posix_shell(script: Path) -> None:
    assert b"\r" not in script.read_bytes()
    subprocess.run(["sh", "-n", script], check=True)


def test_someone_without_rights_is_told_the_one_line_to_hand_on(checkout: Path) -> None:
    pretend = checkout / "bin"
    pretend.mkdir()
    (pretend / "apt-get").symlink_to("/bin/false")
    done = shell(
        checkout,
        'PATH="$PATH:$PWD/bin"\n'
        "id() { echo 1000; }; sudo() { return 1; }\n"
        "missing_libraries() { echo libegl1; }\n"
        "need_system no-such-reader a-reader",
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert line.startswith("    sudo apt-get update && sudo apt-get install ")
    assert line.endswith(" libegl1 a-reader")
    assert "没有改动任何东西" in done.stderr


def test_nothing_is_asked_of_a_machine_that_has_everything(checkout: Path) -> None:
    done = shell(
        checkout,
        "missing_python() { :; }; missing_libraries() { :; }; missing_fonts() { :; }\n"
        "id() { echo called; }; sudo() { echo called; }\n"
        "need_system sh dash",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_library_is_found_under_its_own_name(checkout: Path) -> None:
    pretend = checkout / "bin"
    pretend.mkdir()
    (pretend / "ldconfig").write_text(
        "#!/bin/sh\nprintf '\\tlibxcb-render.so.0 (libc6,x86-64) => /x\\n'\n", "utf-8"
    )
    (pretend / "ldconfig").chmod(0o755)
    done = shell(checkout, 'PATH="$PWD/bin:$PATH"; missing_libraries')
    missing = done.stdout.split()
    assert "libxcb-render0" not in missing
    assert "libxcb-render-util0" in missing
    assert "libcups2" in missing


def test_a_finished_environment_is_left_alone(checkout: Path) -> None:
    pretend_installed(checkout, "requirements.lock")
    done = shell(checkout, "find_python() { exit 9; }; need_venv requirements.lock; echo same")
    assert (done.returncode, done.stdout, done.stderr) == (0, "same\n", "")


def test_the_tests_environment_also_starts_the_program(checkout: Path) -> None:
    pretend_installed(checkout, "requirements-test.lock")
    assert shell(checkout, "need_venv requirements.lock; echo same").stdout == "same\n"


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "setup.py", "place"])
def test_an_environment_made_from_something_else_is_out_of_date(
    checkout: Path, changed: str
) -> None:
    pretend_installed(checkout, "requirements.lock")
    assert shell(checkout, "stamped requirements.lock").returncode == 0
    if changed == "place":
        checkout = checkout.rename(checkout.with_name("moved"))
    else:
        with (checkout / changed).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
    assert shell(checkout, "stamped requirements.lock").returncode == 1


@pytest.mark.slow
def test_a_failed_download_leaves_no_half_made_environment(checkout: Path) -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        (checkout / name).write_text(f"nothing==1 --hash=sha256:{'0' * 64}\n", "utf-8")
    (checkout / "empty").mkdir()
    done = shell(
        checkout,
        f"find_python() {{ echo {sys.executable}; }}\n"
        'export PIP_NO_INDEX=1 PIP_FIND_LINKS="file://$PWD/empty" PIP_CONFIG_FILE=/dev/null\n'
        "need_venv requirements.lock",
    )
    assert done.returncode == 1
    assert "检查网络" in done.stderr
    assert not (checkout / ".venv").exists()
