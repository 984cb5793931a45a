"""nbgrader's settings for this course. What is not set here is nbgrader's default.

nbgrader's commands and JupyterLab extensions read this file when they are started in this folder.
"""

import os
import shutil
import sysconfig
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.server_extensions.formgrader.handlers import template_path

from autograder.plugins import formgrader, pages
from autograder.plugins.preprocessors import autograde

c = get_config()  # noqa: F821 (traitlets provides it)

# nbgrader starts `alembic` by its name to create the gradebook, also where no environment is activated.
if shutil.which("alembic") is None:
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "perch"

# Where releases, submissions and feedback change hands. On a shared machine: a folder all can write to.
exchange = Path(__file__).resolve().parent / "exchange"
if "NBGRADER_EXCHANGE" in os.environ:
    exchange = Path(os.environ["NBGRADER_EXCHANGE"])
else:
    # nbgrader creates it on the first release, but formgrader offers no release until it is there.
    with suppress(OSError):
        exchange.mkdir(exist_ok=True)
c.Exchange.root = str(exchange)
# Anybody may write there, under any name: what a learner's own account handed in comes first, and no link is followed.
c.ExchangeFactory.collect = "autograder.plugins.exchange.Collect"
c.ExchangeFactory.fetch_assignment = "autograder.plugins.exchange.FetchAssignment"
c.ExchangeFactory.fetch_feedback = "autograder.plugins.exchange.FetchFeedback"
c.ExchangeFactory.list = "autograder.plugins.exchange.List"
c.ExchangeFactory.submit = "autograder.plugins.exchange.Submit"

# From source to release. nbgrader's own list, with our ClearSolutions and SaveCells in the place of its,
# and ClearAttachments.
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE\n"
    'raise NotImplementedError("{exercise}: not attempted yet. Replace this line of the answer cell.")'
}
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "autograder.plugins.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "autograder.grading.source_cells.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "autograder.plugins.preprocessors.ClearAttachments",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Marks: the table of `nbgrader export`, with names in quotes where they need some.
c.ExportApp.plugin_class = "autograder.plugins.export.Table"

# Grading: `nbgrader autograde` and Formgrader's button use this project's engine, as `autograder grade` does.
Autograde.start = autograde

# Pages with learners' text and names: Formgrader and feedback.
formgrader.harden()
c.HTMLExporter.filters = pages.FILTERS
c.HTMLExporter.preprocessors = pages.STEPS
# Our templates are looked up first, and leave out the script from another host: formulas are MathML.
c.HTMLExporter.extra_template_basedirs = [str(files("autograder.plugins") / "templates"), template_path]

# Running cells, in validate; the time limit is the engine's, too.
c.Execute.kernel_name = "python3"  # whatever the learner's JupyterLab calls its kernel
c.KernelManager.transport_encryption = "auto"  # otherwise each kernel prints a warning
# nbgrader takes any output on standard error for a failed check. A right answer that warns is right.
c.Execute.extra_arguments = [
    '--IPKernelApp.exec_lines=setattr(__import__("sys"), "stderr", __import__("sys").stdout)'
]
c.Execute.timeout = 60  # seconds a cell may take; an exercise's checks should take two
timeout = "stopped, because the cell took too long. Does a loop never end?"
c.Execute.error_on_timeout = {
    "ename": "CellTimeoutError",
    "evalue": timeout,
    "traceback": [f"CellTimeoutError: {timeout}"],
}

c.Validator.width = 240  # `nbgrader validate` cuts longer lines, and with them a check's message

# From autograded to feedback: a timestamp and a secret for what was not handed in through the exchange.
c.GenerateFeedback.pre_convert_hook = "autograder.plugins.preprocessors.mark_hand_placed"
