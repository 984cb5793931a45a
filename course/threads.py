"""One thread for the numeric libraries of a notebook, as the grader has, wherever its kernel was started.

With several, sums differ in their last digits from one machine to the next, and the kernels of a class on one
server wait for one another.
"""

import os

from threadpoolctl import threadpool_limits

_READ_BY_LIBRARIES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def limit_threads() -> None:
    """Let numeric libraries use one thread, unless the environment already says how many.

    Libraries that are loaded are told so; those that this process and its children load later read it in the
    environment.
    """
    if not any(os.environ.get(name) for name in _READ_BY_LIBRARIES):
        os.environ.update(dict.fromkeys(_READ_BY_LIBRARIES, "1"))
        threadpool_limits(1)
