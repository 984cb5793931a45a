"""Attacks by the submitted files themselves."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from red_team.attack import Attack, hostile
from red_team.attack import tampering as by_files


def nbgrader(notebook: dict) -> dict[str, dict]:
    """Return nbgrader's settings of each cell by its grade_id."""
    settings = [cell["metadata"].get("nbgrader") for cell in notebook["cells"]]
    return {one["grade_id"]: one for one in settings if one}


def cell(notebook: dict, name: str) -> dict:
    """Return the cell of that grade_id."""
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def each(**settings: object) -> Callable[[Path, dict], dict]:
    """Return a change of all cells' settings."""

    def tamper(folder: Path, notebook: dict) -> dict:
        for one in nbgrader(notebook).values():
            one.update(settings)
        return notebook

    return tamper


def checks(source: str, **settings: object) -> Callable[[Path, dict], dict]:
    """Return a change of all checks: their text, and their settings."""

    def tamper(folder: Path, notebook: dict) -> dict:
        for name, one in nbgrader(notebook).items():
            if name.endswith(("_check", "_hidden")):
                cell(notebook, name)["source"] = source
                one.update(settings)
        return notebook

    return tamper


def whole(data: bytes, file: str = "target.ipynb") -> Callable[[Path, dict], None]:
    """Return a change that puts these bytes in the place of a file."""

    def tamper(folder: Path, notebook: dict) -> None:
        (folder / file).write_bytes(data)

    return tamper


def link(target: str, file: str = "target.ipynb") -> Callable[[Path, dict], None]:
    """Return a change that puts a symbolic link in the place of a file."""

    def tamper(folder: Path, notebook: dict) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).symlink_to(target)

    return tamper


def duplicated(folder: Path, notebook: dict) -> dict:
    """Put a copy of each check at the end."""
    notebook["cells"] += [
        c for c in notebook["cells"] if "_" in c["metadata"].get("nbgrader", {}).get("grade_id", "")
    ]
    return notebook


def swapped(folder: Path, notebook: dict) -> dict:
    """Exchange the grade_ids of answers and checks."""
    names = nbgrader(notebook)
    for name in ("total", "share"):
        names[name]["grade_id"], names[f"{name}_check"]["grade_id"] = f"{name}_check", name
    return notebook


def renamed(folder: Path, notebook: dict) -> dict:
    """Give all cells new grade_ids and ids."""
    for number, one in enumerate(nbgrader(notebook).values()):
        one["grade_id"] = f"../../x{number}"
    return notebook


def deleted(folder: Path, notebook: dict) -> dict:
    """Leave out the checks."""
    notebook["cells"] = [
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("locked") is not True
    ]
    return notebook


def scored_outputs(folder: Path, notebook: dict) -> dict:
    """Fill in outputs as passed checks with partial credit have them."""
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            data = {"text/plain": "2.0", "application/json": {"score": 2.0}}
            one["outputs"] = [
                {"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": {}}
            ]
            one["metadata"]["autograder"] = {"outcome": "passed", "score": 2.0}
    return notebook


def markdown_checks(folder: Path, notebook: dict) -> dict:
    """Turn the checks into text."""
    for name in nbgrader(notebook):
        if name.endswith(("_check", "_hidden")):
            cell(notebook, name).update(cell_type="markdown")
            cell(notebook, name).pop("outputs"), cell(notebook, name).pop("execution_count")
    return notebook


def reordered(folder: Path, notebook: dict) -> dict:
    """Reverse the cells: the checks come before the answers."""
    notebook["cells"].reverse()
    return notebook


def shadow_modules(folder: Path, notebook: dict) -> None:
    """Put modules that lie beside the notebook, and ones that Python runs at its start."""
    lies = "def __getattr__(name):\n    return lambda *a, **k: 1.0\n"
    for name in (
        "unittest",
        "pytest",
        "nbformat",
        "autograder",
        "statistics",
        "usercustomize",
        "sitecustomize",
    ):
        (folder / f"{name}.py").write_text(lies)
    (folder / "sklearn").mkdir()
    (folder / "sklearn" / "__init__.py").write_text("")
    (folder / "sklearn" / "base.py").write_text(
        "class BaseEstimator: pass\nclass RegressorMixin:\n    score = lambda *a: 1.0\n"
    )
    (folder / "sklearn" / "metrics.py").write_text("r2_score = lambda *a: 1.0\n")
    (folder / "rows.csv").write_text("line,seats\na,0\n")


def shadowed_answers(folder: Path, notebook: dict) -> dict:
    """Put lying modules beside answers that are scored by them."""
    from red_team.attack import WRONG

    shadow_modules(folder, notebook)
    for name, text in WRONG.items():
        cell(notebook, name)["source"] = text
    return notebook


def kernel(folder: Path, notebook: dict) -> dict:
    """Ask for a kernel that runs a shell command."""
    notebook["metadata"]["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "../../x"}
    return notebook


def gigantic(folder: Path, notebook: dict) -> dict:
    """Hand in a cell of twenty megabytes and three thousand cells."""
    cell(notebook, "total")["source"] = "# " + "x" * 20_000_000
    own = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}
    notebook["cells"] += [own | {"id": f"own-{number}"} for number in range(3_000)]
    return notebook


def extra_notebooks(folder: Path, notebook: dict) -> dict:
    """Hand in more notebooks, with path-like names, and none by the right name."""
    for name in ("target2.ipynb", "Target.ipynb", "..target.ipynb", "<b>x.ipynb"):
        (folder / name).write_text(json.dumps(notebook))
    (folder / "target.ipynb").unlink()
    return None


def renamed_file(folder: Path, notebook: dict) -> None:
    """Rename the notebook."""
    (folder / "target.ipynb").rename(folder / "target (1).ipynb")


def fifo(folder: Path, notebook: dict) -> None:
    """Put a pipe in the place of the notebook: who opens it waits."""
    (folder / "target.ipynb").unlink()
    os.mkfifo(folder / "target.ipynb")


def linked_folder(folder: Path, notebook: dict) -> None:
    """Put a link to a classmate's folder in the place of the own one."""
    shutil.rmtree(folder)
    folder.symlink_to("../aaa_honest/target")


def strange_values(folder: Path, notebook: dict) -> dict:
    """Use values of the wrong type everywhere."""
    for number, one in enumerate(notebook["cells"]):
        one["source"] = [None, 5, {"a": 1}, ["x", 3], "x"][number % 5]
        one["metadata"] = [[], None, 3, {"nbgrader": []}, {"nbgrader": {"grade_id": {}}}][number % 5]
    notebook["nbformat"] = "4"
    return notebook


MARKERS = "### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS\n### BEGIN SOLUTION\n### END SOLUTION\n"
ATTACKS = [
    by_files("raised_points", "Writes higher points into every cell.", "points", each(points=1000)),
    by_files("negative_points", "Writes negative and infinite points.", "abort", each(points=float("inf"))),
    by_files("all_manual", "Marks every cell as a manual answer.", "points", each(grade=True, solution=True, locked=False, points=9)),
    by_files("nothing_graded", "Marks no cell as graded.", "points", each(grade=False, solution=False)),
    by_files("strange_schema", "Claims schema versions that do not exist.", "abort", each(schema_version=99)),
    by_files("old_schema", "Claims the first schema version, which is upgraded.", "abort", each(schema_version=1)),
    by_files("emptied_checks", "Empties the checks.", "points", checks("")),
    by_files("own_checks", "Replaces the checks by ones that pass, unlocked and as answers.", "points",
             checks("2.0", locked=False, solution=True)),
    by_files("duplicated_ids", "Hands in each check twice.", "abort", duplicated),
    by_files("swapped_ids", "Exchanges the ids of answers and checks.", "points", swapped),
    by_files("renamed_ids", "Gives every cell another id, shaped like a path.", "abort", renamed),
    by_files("deleted_checks", "Leaves out the checks.", "points", deleted),
    by_files("markdown_checks", "Turns the checks into text.", "points", markdown_checks),
    by_files("reordered", "Reverses the order of the cells.", "points", reordered),
    by_files("scored_outputs", "Fills in the outputs of passed checks.", "points", scored_outputs),
    by_files("not_json", "Hands in a notebook that is not JSON.", "abort", whole(b'{"cells": [')),
    by_files("empty_file", "Hands in an empty notebook.", "abort", whole(b"")),
    by_files("binary_file", "Hands in bytes.", "abort", whole(bytes(range(256)) * 100)),
    by_files("deep_json", "Hands in JSON nested a hundred thousand deep.", "abort", whole(b"[" * 100_000 + b"]" * 100_000)),
    by_files("old_format", "Hands in nbformat 2.", "abort", whole(b'{"nbformat": 2, "nbformat_minor": 0, "worksheets": []}')),
    by_files("strange_values", "Uses values of the wrong types all over the notebook.", "abort", strange_values),
    by_files("other_kernel", "Asks for another kernel.", "abort", kernel),
    by_files("gigantic", "Hands in a gigantic cell and thousands of cells.", "delay", gigantic),
    by_files("extra_notebooks", "Hands in several notebooks with odd names.", "abort", extra_notebooks),
    by_files("renamed_file", "Renames the notebook.", "abort", renamed_file),
    by_files("pipe", "Hands in a named pipe.", "delay", fifo),
    by_files("linked_source", "Hands in a link to the source notebook.", "leak", link("../../../source/target/target.ipynb")),
    by_files("linked_classmate", "Hands in a link to a classmate's notebook.", "points",
             link("../../aaa_honest/target/target.ipynb")),
    by_files("linked_folder", "Hands in a link to a classmate's folder.", "points", linked_folder),
    by_files("linked_extra", "Hands in a link to the instructor's home folder, which is copied.", "leak",
             link("../../../home/.stork", "extra.txt")),
    by_files("linked_device", "Hands in a link to an endless device.", "delay", link("/dev/zero", "timestamp.txt")),
    by_files("gigantic_timestamp", "Hands in a timestamp of sixty megabytes.", "delay", whole(b"9" * 60_000_000, "timestamp.txt")),
    by_files("forged_timestamp", "Hands in a timestamp that no parser expects.", "abort",
             whole("\ud800 99999999-99-99 \x00".encode("utf-8", "surrogatepass"), "timestamp.txt")),
    by_files("shadow_modules", "Puts lying modules beside wrong answers.", "points", shadowed_answers),
    hostile("hidden_markers", "Types nbgrader's own markers into answers.", "points", MARKERS, percent=MARKERS + "percent = 0.0"),
    hostile("unbalanced_markers", "Types half of nbgrader's markers into answers.", "abort", "### BEGIN HIDDEN TESTS",
            share="### BEGIN SOLUTION", percent="### END HIDDEN TESTS\n=== BEGIN MARK SCHEME ==="),
    Attack("cell_magics", "Turns its cells into scripts of other languages.", "abort",
           {"total": "%%bash\nkill -9 $PPID", "share": "%%javascript\nalert(1)", "percent": "%%capture\n%reset -f"}),
    Attack("magics_that_read", "Reads files by the shell and by magics.", "leak", {
        "total": "!cat ../../../source/*/*.ipynb ../../../home/.stork ~/.stork | head -c 90000",
        "share": "%env", "percent": "%load ../../../source/target/target.ipynb"}),
]  # fmt: skip
