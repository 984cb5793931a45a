"""Grade the same class with plain nbgrader and with this project's engine, and print a table.

    python benchmarks/grading.py              three quarters of an hour on two cores
    python benchmarks/grading.py --small      a quarter of an hour: no class of 1,000

The class is made from the specimens of unit 03. nbgrader runs with its own defaults and the kernel name and time limit
of this course. The floor is the bare compute of the same cells: each submission's cells, one after another, in one warm
interpreter without a sandbox.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).resolve().parent.parent
NAME = "03_encoding"
PLAIN = """
c = get_config()
c.CourseDirectory.course_id = "perch"
c.Execute.kernel_name = "python3"
c.Execute.timeout = 60
"""


def make_course(students: int, config: str | None = None) -> Path:
    """Return a course in a temporary folder, with a class that has handed in."""
    root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    for folder in ("source", "release"):
        shutil.copytree(ROOT / folder / NAME, root / folder / NAME)
    (root / "tests").symlink_to(ROOT / "tests")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    run(root, "autograder", "sample-class", NAME, "--students", str(students))
    if config is not None:
        (root / "nbgrader_config.py").write_text(config)
        run(root, "nbgrader", "generate_assignment", NAME, "--force")
    return root


def run(root: Path, *arguments: str) -> str:
    """Run a module in the course; return what it printed."""
    command = [sys.executable, "-m", *arguments]
    # Plain nbgrader starts `alembic` by its name, also where no environment is activated.
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(command, cwd=root, env=os.environ | {"PATH": path}, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds that work takes, and the most memory that this process's children use meanwhile, in bytes.

    Memory is the sum of the proportional set sizes: pages that processes share count once.
    """
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(1):
            total = 0
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_full_info().pss
            most = max(most, total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return seconds, most


def scores(root: Path) -> dict[tuple[str, str], float]:
    """Return every automatic score by student and check."""
    query = """
        SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score FROM grade
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN base_cell ON base_cell.id = grade.cell_id WHERE grade.auto_score IS NOT NULL
    """
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        return {(student, check): score for student, check, score in db.execute(query)}


def floor(root: Path) -> float:
    """Return the seconds of the bare cells of a class, in this process."""
    os.chdir(root)
    source = nbformat.read(root / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    names = {cell.metadata.nbgrader.grade_id for cell in source.cells if cell.metadata.nbgrader.solution}
    total = 0.0
    for number, path in enumerate(sorted(root.glob(f"submitted/*/{NAME}/{NAME}.ipynb"))):
        answers, own = {}, {}
        last = None
        for cell in nbformat.read(path, as_version=4).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name is None and cell.cell_type == "code":
                own.setdefault(last, []).append(cell.source)
            last = name or last
            if name in names:
                answers[name] = cell.source
        namespace = {"__name__": "__main__", "display": print}
        start = time.perf_counter()
        for cell in source.cells:
            name = cell.metadata.nbgrader.grade_id
            texts = [answers.get(name, cell.source)] if cell.cell_type == "code" else []
            for text in [*texts, *own.get(name, [])]:
                with (
                    contextlib.suppress(Exception),
                    contextlib.redirect_stdout(io.StringIO()),
                    contextlib.redirect_stderr(io.StringIO()),
                    warnings.catch_warnings(action="ignore"),
                ):
                    exec(compile(text, f"<{name}>", "exec"), namespace)
        if number:  # the first pays for the imports
            total += time.perf_counter() - start
    return total / number


def main() -> None:
    """Measure, compare the marks, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--small", action="store_true", help="leave out the class of 1,000")
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        print(json.dumps(floor(options.floor)))
        return
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores. Grading {NAME}.\n", flush=True)
    print("| | seconds | seconds per submission | peak memory, MiB |\n|---|---:|---:|---:|", flush=True)
    with contextlib.ExitStack() as courses:
        plain_root, plain = graded(courses, "nbgrader autograde", 60, "nbgrader", "autograde", config=PLAIN)
        sizes = (60, 240) if options.small else (60, 240, 1000)
        engine = {
            students: graded(courses, "this engine", students, "autograder", "grade") for students in sizes
        }
        first, few = engine[60]
        bare = json.loads(
            subprocess.run(
                [sys.executable, __file__, "--floor", str(first)],
                env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
                check=True,
                stdout=subprocess.PIPE,
            ).stdout
        )
        print(f"| bare cells, one after another (the floor) | | {bare:.2f} | |")
        steady = (engine[sizes[-1]][1] - few) / (sizes[-1] - 60)
        print(
            f"\nSteady: {steady:.3f} s per submission,"
            f" {steady / (bare / cores):.2f} times the floor divided by the cores,"
        )
        print(
            f"and {plain / 60 / steady:.1f} times nbgrader's throughput (in whole runs of 60: {plain / few:.1f})."
        )
        compare(scores(plain_root), scores(first))


def graded(
    courses: contextlib.ExitStack, what: str, students: int, *command: str, config: str | None = None
) -> tuple[Path, float]:
    """Grade a class in a course of its own, and print its line; return the course and the seconds."""
    root = make_course(students, config)
    courses.callback(shutil.rmtree, root)
    seconds, memory = measured(lambda: run(root, *command, NAME))
    print(
        f"| {what}, {students:,} submissions | {seconds:.1f} | {seconds / students:.2f} | {memory / 2**20:,.0f} |",
        flush=True,
    )
    return root, seconds


def compare(plain: dict, ours: dict) -> None:
    """Print where the marks differ."""
    differ = [(key, plain.get(key), ours.get(key)) for key in sorted(plain.keys() | ours.keys())]
    differ = [one for one in differ if one[1] != one[2]]
    print(f"\nMarks: {len(ours)} checks compared, {len(differ)} differ.")
    for (student, check), theirs, our in differ:
        print(f"- {student}, {check}: nbgrader {theirs}, this engine {our}")


if __name__ == "__main__":
    main()
