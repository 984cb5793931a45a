"""Run a lesson and save the figure of one of its cells: lesson_figure.py LESSON CELL_ID TARGET.png."""

import base64
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

# Without it the kernel prints a warning.
CONFIG = Config(KernelManager={"transport_encryption": "auto"})


def save_figure(lesson: Path, cell_id: str, target: Path) -> None:
    """Run the notebook `lesson` and write the PNG that its cell `cell_id` shows to `target`."""
    notebook = nbformat.read(lesson, as_version=4)
    NotebookClient(notebook, kernel_name="python3", config=CONFIG).execute(cwd=lesson.parent)
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    image = next(output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {}))
    target.write_bytes(base64.b64decode(image))


if __name__ == "__main__":
    save_figure(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
