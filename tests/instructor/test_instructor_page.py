"""docs/instructor.md must stay true: its commands are run, its options exist, its messages are what programs say."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbgrader
import pytest
import typer
from conftest import Course
from nbgrader.apps import NbGraderApp
from notebooks import ROOT, tiny
from traitlets.config import Config

from autograder.cli import app

ASSIGNMENT = "03_encoding"  # the page's example
PAGE = (ROOT / "docs" / "instructor.md").read_text("utf-8")
ALONE, HUB, _ = re.split(r"^## (?:JupyterHub|What a message means).*\n", PAGE, flags=re.MULTILINE)
SKIPPED = (
    "git ",
    "make ",
    ". ",
    "autograder doctor",
    "autograder verify",
    "autograder collect-zip",
)  # tested elsewhere
RIGHT, WRONG = "def double(x):\n    return x + x\n", "def double(x):\n    return x\n"


def lines(text: str) -> list[str]:
    """Return the commands in the text's blocks of shell."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def calls(text: str) -> set[str]:
    """Return all calls of `autograder` and `nbgrader`, in blocks and in sentences."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    parts = [part.strip() for line in lines(text) + spans for part in line.split("&&")]
    return {part for part in parts if re.match("(auto|nb)grader .", part)}


def known_options(call: list[str]) -> set[str]:
    """Return the options of the command that is called; fail if there is no such command."""
    if call[0] == "autograder":
        command = typer.main.get_command(app).commands[call[1]]
        return {option for parameter in command.params for option in [*parameter.opts, "--help"]}
    application, words = NbGraderApp, iter(call[1:])
    while isinstance(application.subcommands, dict):  # otherwise a trait that nobody has set
        application = application.subcommands[next(words)][0]
    return {f"--{name}" for name in [*application.aliases, *application.flags, "help"]}


@pytest.mark.parametrize("call", sorted(calls(PAGE)))
def test_commands_and_options_exist(call):
    words = shlex.split(call)
    options = {word.split("=")[0] for word in words if word.startswith("--")}
    assert options <= known_options(words)


def test_make_targets_exist():
    makefile = "".join((ROOT / name).read_text("utf-8") for name in ("Makefile", "lab.mk"))
    targets = re.findall(r"\bmake ([a-z]+)", "\n".join(lines(PAGE)))
    assert targets
    assert not [target for target in targets if f"\n{target}:" not in makefile]


@pytest.fixture(scope="module")
def course(make_course) -> Course:
    """Return a course with the smallest assignment under the example's name, and answers to make a class of."""
    course = make_course()
    course.place("source", tiny(), ASSIGNMENT)
    course.nbgrader("generate_assignment", ASSIGNMENT)  # make release
    stored = course.root / "tests" / "specimens" / ASSIGNMENT / "double"
    for verdict, text in {"accept": RIGHT, "reject": WRONG}.items():
        (stored / verdict).mkdir(parents=True)
        (stored / verdict / "one.py").write_text(f"# {verdict}: it\n{text}")
    return course


def test_the_way_from_release_to_marks(course):
    """The commands of the part for one person are run as they stand, one after the other."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
    for line in lines(ALONE):
        if not line.startswith(SKIPPED):
            run = subprocess.run(
                ["bash", "-c", line],
                cwd=course.root,
                env=course.env | {"PATH": programs},
                text=True,
                capture_output=True,
            )
            assert run.returncode == 0, f"{line}\n{run.stdout}\n{run.stderr}"
    marks = (course.root / "marks.csv").read_text().splitlines()
    assert len(marks) == 1 + 7  # the invented class, and the one who sent a mail
    assert len(list((course.root / "exchange" / "perch" / "feedback").glob("*.html"))) == 7


def code_of(folder: Path) -> str:
    """Return the Python code below a folder, with texts that go on in the next line joined."""
    code = "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))
    return re.sub(r'["\']\s*\n\s*f?["\']', "", code)


def test_messages_are_what_the_programs_say():
    """Every message that the page explains, but for what … stands for, is in the code of the project or nbgrader."""
    code = code_of(ROOT / "autograder") + code_of(Path(nbgrader.__file__).parent)
    messages = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert len(messages) >= 20
    missing = [
        message for message in messages if not all(part.strip() in code for part in message.split("…"))
    ]
    assert not missing


def test_hub_settings_are_those_of_the_page():
    c = Config()
    exec((ROOT / "docs" / "jupyterhub_config.py").read_text("utf-8"), {"get_config": lambda: c})
    bin_folder = c.Spawner.environment["PATH"].split(":")[0]
    exchange = c.Spawner.environment["NBGRADER_EXCHANGE"]
    (group,) = c.LocalAuthenticator.allowed_groups
    assert f"python3 -m venv {Path(bin_folder).parent}\n" in HUB
    assert f"mkdir {exchange} && chmod 1777 {exchange}\n" in HUB
    assert f"export PATH={bin_folder}:$PATH NBGRADER_EXCHANGE={exchange}'" in HUB
    assert f"groupadd {group}\n" in HUB
    assert f"starts JupyterHub at {c.JupyterHub.bind_url}," in HUB
    assert c.ConfigurableHTTPProxy.command == f"{bin_folder}/configurable-http-proxy"
