"""Measure which attacks succeed against plain `nbgrader autograde`, with its default settings.

    cd tests && python -m red_team.against_nbgrader [ATTACK ...]

Under nbgrader hostile code runs with the rights of whoever grades. Each attack therefore runs in a sandbox of its
own: a read-only system, no network but its own loopback, its own processes, folders in memory. The table is
written to nbgrader.json. A few attacks wait until they are stopped: all of them take about half an hour on two cores.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import Course

from autograder.confinement.sandbox import bubblewrap
from red_team import harness
from red_team.attacks import ATTACKS
from red_team.target import ASSIGNMENT

TABLE = Path(__file__).resolve().with_name("nbgrader.json")
CONFIG = f"{harness.CONFIG}c.Execute.timeout = 10\n"
PATIENCE = 45  # seconds for one submission, of which an honest one takes four
MEMORY = 4 << 30
DISK = 300 << 20


def template(root: Path) -> None:
    """Make a course in which all honest submissions but the last have been graded."""
    course = Course(root)
    harness.fill(course, CONFIG)
    for student in (harness.HONEST[0], *harness.CONTROLS):
        course.nbgrader("autograde", ASSIGNMENT, "--student", student)
    course.nbgrader("generate_feedback", ASSIGNMENT, "--student", "empty")


def contained(name: str, course: Path) -> list[tuple[str, str]]:
    """Run one attack in a sandbox; return what it gained."""
    command = [bubblewrap(), "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--ro-bind", "/", "/"]
    for folder in ("/tmp", "/var/tmp", "/home", "/run"):
        command += ["--size", str(DISK), "--tmpfs", folder]
    command += ["--dev", "/dev", "--proc", "/proc", "--ro-bind", str(course), "/run/template"]
    for variable, value in {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/home"}.items():
        command += ["--setenv", variable, value]
    command += ["--chdir", str(TABLE.parents[1]), sys.executable, "-B", "-m", "red_team.against_nbgrader"]
    command += ["--inside", name]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=240)
    except subprocess.TimeoutExpired:
        return [("delay", "everything that belongs to grading was brought to a standstill")]
    try:
        return json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        if ended.returncode == 128 + signal.SIGKILL:
            return [("abort", "everything that belongs to grading was killed")]
        raise RuntimeError(f"{name} was not measured: {ended.stdout[-500:]} {ended.stderr[-2000:]}") from None


def inside(name: str) -> None:
    """Grade one attack, in the sandbox; print what it gained."""
    for what, limit in {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_FSIZE: DISK}.items():
        resource.setrlimit(what, (limit, limit))
    attack, course = ATTACKS[name], Course(Path("/tmp/course"))
    shutil.copytree("/run/template", course.root, symlinks=True)
    if attack.kind not in ("classmate", "abort"):
        shutil.rmtree(course.root / "submitted" / harness.HONEST[1])
    whole = harness.Class(course, [name], strict=False)
    with harness.Listener() as listener:
        harness.hand_in(course, attack, listener.port)
        with whole.watched(listener):
            patience = PATIENCE + 15 * (attack.kind in ("classmate", "abort"))
            graded = harness.run(course, patience, "-m", "nbgrader", "autograde", ASSIGNMENT)
            told = harness.run(
                course, 60, "-m", "nbgrader", "generate_feedback", ASSIGNMENT, "--student", name
            )
    whole.ended(graded)
    whole.ended(told)
    whole.look(graded.printed)
    print()
    print(json.dumps([gain for gains in whole.gained.values() for gain in gains] or said(course, name)))


def said(course: Course, name: str) -> list[str]:
    """Return the errors in an attack's notebook, to find out why it gained nothing."""
    path = course.root / "autograded" / name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    cells = json.loads(path.read_text("utf-8", "replace"))["cells"] if path.exists() else []
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [
        f"{output['ename']}: {output['evalue'][:80]}"
        for output in outputs
        if output["output_type"] == "error"
    ]


def main(names: list[str]) -> None:
    """Measure the named attacks, or all, and write the table."""
    table = json.loads(TABLE.read_text()) if names and TABLE.exists() else {}
    names, done, start = names or list(ATTACKS), [], time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        template(Path(folder))

        def measure(name: str) -> None:
            found = contained(name, Path(folder))
            table[name] = sorted({gain[0] for gain in found if not isinstance(gain, str)})
            done.append(name)
            print(
                f"{len(done)} of {len(names)}, {time.monotonic() - start:.0f} s: {name} {found}", flush=True
            )

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(measure, names))
    table = {name: table[name] for name in ATTACKS if name in table}
    TABLE.write_text(json.dumps(table, indent=1) + "\n")
    print(f"**{sum(map(bool, table.values()))} of {len(table)}** attacks succeed against plain nbgrader.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2])
    else:
        main(sys.argv[1:])
