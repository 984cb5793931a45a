"""How much one submission may use, as `nbgrader_config.py` says."""

import math

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets import Float, Integer
from traitlets.config import Configurable

from autograder.confinement.sandbox import Limits

CELLS = 5  # that may take all of their time before a notebook is stopped


class Grading(Configurable):
    """Settings beside nbgrader's own, for example `c.Grading.memory = 4 << 30`."""

    total_seconds = Float(
        None,
        allow_none=True,
        help="All cells of a notebook together; five times Execute.timeout if not given.",
    ).tag(config=True)
    memory = Integer(Limits.memory, help="Bytes of memory.").tag(config=True)
    file_size = Integer(Limits.disk, help="Bytes of the largest file, and of each temporary folder.").tag(
        config=True
    )


def limits_of(coursedir: CourseDirectory, seconds: float | None = None) -> Limits:
    """Return the limits that hold in a course.

    Parameters
    ----------
    seconds : for one cell, in the place of `Execute.timeout`; there, None, 0 and less mean no limit
    """
    config = (coursedir.parent or coursedir).config
    settings = Grading(config=config)
    cell = seconds or (Execute(config=config).timeout if "timeout" in config.Execute else Limits.cell)
    cell = float(cell) if cell and cell > 0 else math.inf
    total = settings.total_seconds or max(Limits.submission, CELLS * cell)
    return Limits(cell=cell, submission=total, memory=settings.memory, disk=settings.file_size)
