"""pyproject.toml, constraints.txt, environment.yml and what is installed must tell the same story."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DIRECT = [
    Requirement(line)
    for group in [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for line in group
]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


def closure() -> dict[str, str]:
    """Return name -> installed version of everything that the project pulls in here."""
    found: dict[str, str] = {}
    queue = list(DIRECT)
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        new = name not in found
        found[name] = metadata.version(name)
        if new or requirement.extras:
            for line in metadata.requires(name) or []:
                child = Requirement(line)
                marker = child.marker
                if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
                    child.marker = None
                    if canonicalize_name(child.name) not in found:
                        queue.append(child)
    return found


def test_constraints_are_plain_pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    assert len(pins()) == len(lines), "a package is pinned twice"


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda requirement: requirement.name)
def test_every_dependency_has_a_pin_that_satisfies_it(requirement):
    assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


def test_everything_installed_for_the_course_is_pinned_at_that_version():
    installed = closure()
    assert {"pandas", "jupyter-server", "nbgrader"} <= set(installed)
    assert {name: pins().get(name) for name in installed} == installed


def test_the_oldest_python_promised_can_install_everything():
    """Debian 12, for one, has Python 3.11.2."""
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    supported = {name: metadata.metadata(name)["Requires-Python"] or "" for name in closure()}
    assert not {name: python for name, python in supported.items() if oldest not in SpecifierSet(python)}


def test_environment_yml_installs_this_project_under_the_same_constraints():
    pip_lines = next(entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict))
    assert pip_lines == ["--constraint constraints.txt", "--editable ."]


def test_environment_yml_adds_no_version_of_its_own_but_pythons():
    plain = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]
    python = next(entry for entry in plain if entry.startswith("python="))
    assert sorted(plain) == ["pip", python]
    assert python.removeprefix("python=") + ".0" in SpecifierSet(PROJECT["requires-python"])


def test_this_python_is_supported():
    assert sys.version.split()[0] in SpecifierSet(PROJECT["requires-python"])


PIP = """#!/bin/sh
case "$*" in
  *works*) echo works ;;
  *"pip install"*)
    printf '%s\\n' "Collecting numpy==2.3" "WARNING: cache disabled" "Collecting pandas" "Installing collected packages" "the reason"
    exit {code} ;;
esac
"""


@pytest.mark.parametrize("code", [0, 3])
def test_the_first_make_lab_says_what_is_fetched(tmp_path, code):
    """One line over and over; pip's own words only where it fails."""
    for name in ("bin/python", "pyvenv.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PIP.format(code=code))
    (tmp_path / "bin" / "python").chmod(0o755)
    command = ["make", "-f", "lab.mk", f"{tmp_path}/.installed", f"VENV={tmp_path}"]
    ended = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    assert re.findall(r"fetching (\S+)", ended.stdout) == ["numpy==2.3", "pandas"]
    assert ("the reason" in ended.stdout) == (ended.returncode != 0) == (code != 0)
    assert (tmp_path / ".installed").exists() == (code == 0)
