"""How many threads the numeric libraries of a real kernel use once a notebook has imported the course."""

import json
import os
import subprocess
import sys

import pytest
from jupyter_client.manager import start_new_kernel
from notebooks import ROOT

NUMBERS = "import numpy, scipy.linalg, sklearn.cluster"
COURSE = "import course"
REPORT = """
import json, os, subprocess, sys
from threadpoolctl import threadpool_info
tell = "import os; print(os.environ.get('OMP_NUM_THREADS'))"
child = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True).stdout.strip()
print(json.dumps({pool["internal_api"]: pool["num_threads"] for pool in threadpool_info()} | {"child": child}))
"""
ENVIRONMENT = (
    "import course, json, os; print(json.dumps({k: v for k, v in os.environ.items() if 'NUM_THREADS' in k}))"
)


def environment(**settings: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")} | settings


@pytest.mark.parametrize("cells", [(COURSE, NUMBERS), (NUMBERS, COURSE)])
def test_a_notebook_that_imports_the_course_computes_with_one_thread(cells):
    manager, client = start_new_kernel(env=environment(), cwd=ROOT)
    printed = []

    def keep(message: dict) -> None:
        assert message["msg_type"] != "error", message["content"]
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    try:
        for cell in (*cells, REPORT):
            client.execute_interactive(cell, output_hook=keep)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert json.loads("".join(printed)) == {"openblas": 1, "openmp": 1, "child": "1"}


@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
def test_a_number_that_the_environment_gives_is_left_alone(name):
    given = {name: "2"}
    printed = subprocess.check_output([sys.executable, "-c", ENVIRONMENT], env=environment(**given), cwd=ROOT)
    assert json.loads(printed) == given


def test_a_number_that_the_environment_gives_holds_for_loaded_libraries():
    code = f"{NUMBERS}\n{COURSE}\n{REPORT}"
    printed = subprocess.check_output(
        [sys.executable, "-c", code], env=environment(OMP_NUM_THREADS="3"), cwd=ROOT
    )
    told = json.loads(printed)
    assert (told["openmp"], told["child"]) == (3, "3")


MARKET = """
import os
from functools import cached_property
from course.marketplace import Marketplace, simulate
count = lambda: len(os.listdir("/proc/self/task"))
before, market = count(), simulate(n_listings=100, seed=1)
for name, kind in vars(Marketplace).items():
    if isinstance(kind, cached_property) and count() == before:
        getattr(market, name)
        if count() > before:
            print(name)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="only Linux lists a process's threads")
def test_a_market_is_simulated_without_threads():
    """The grader forks from a process that has simulated one: threads would be lost."""
    alone = environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", ARROW_DEFAULT_MEMORY_POOL="system")
    assert subprocess.check_output([sys.executable, "-c", MARKET], env=alone, cwd=ROOT, text=True) == ""
