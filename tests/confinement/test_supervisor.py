"""What the supervisor and the kernel keep within bounds, and what it costs nobody else."""

import json
import sys
from pathlib import Path

import pytest
from notebooks import ROOT

from autograder.confinement import cgroup, sandbox, syscalls
from autograder.confinement.image import PreludeError, Setting, Source
from autograder.confinement.pair import Pair
from autograder.confinement.sandbox import Limits
from autograder.grading.run import NotStarted, Run

LIMITS = Limits(cell=20, submission=60, memory=512 << 20)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    source = Source(Setting((), tmp_path_factory.mktemp("files"), limits=LIMITS))
    yield source
    source.close()


def run(source: Source, text: str) -> dict:
    """Run a learner's cell; return its reply, with `lost` as the words for the end of its process."""
    pair = source.pair()
    try:
        pair.orders.send_bytes(json.dumps({"do": "worker", "name": "cell", "source": text}).encode())
        reply = json.loads(pair.orders.recv_bytes())
        return {"lost": pair.cause()} if reply.get("lost") else reply
    finally:
        pair.close()


def printed(reply: dict) -> str:
    """Return what a cell has printed."""
    assert reply.get("error") is None, reply
    return "".join(output["text"] for output in reply["outputs"]).strip()


TOGETHER = """import ctypes, os, time
for _ in range(8):
    if os.fork() == 0:
        {}
        kept = bytearray(b"x") * (100 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)"""
HOARDS = {
    "children": TOGETHER.format("pass"),
    "children that let nobody measure them": TOGETHER.format("ctypes.CDLL(None).prctl(4, 0)"),
    "children among others that come and go": TOGETHER.format("pass").replace(
        "time.sleep(60)\n        os", "\n        while True:\n            if os.fork() == 0: os._exit(0)\n            os.wait()\n        os"
    ),
    "shared memory": TOGETHER.format("import mmap; shared = mmap.mmap(-1, 80 << 20); shared.write(b'x' * (80 << 20))"),
    "sockets that are full": """import os, socket, time
for _ in range(100):
    if os.fork() == 0:
        kept = [socket.socketpair() for _ in range(100)]
        for pair in kept:
            for end in pair:
                end.setblocking(False)
                try:
                    while True: end.send(bytes(4096))
                except OSError: pass
        time.sleep(60)
        os._exit(0)
time.sleep(60)""",
}  # fmt: skip


@pytest.mark.parametrize("name", HOARDS)
def test_memory_is_limited_wherever_it_is(name, source):
    assert run(source, HOARDS[name]) == {"lost": "memory"}


NOWHERE = {
    "a file of memory alone": "import os\nos.memfd_create('x')",
    "a segment of System V": "import ctypes\nassert ctypes.CDLL(None).shmget(1, 4096, 0o1666) >= 0",
    "the folder of processes": "import os\nos.chmod('/proc', 0o777)\nopen('/proc/x', 'w').write('x')",
    "the folder of terminals": "import os\nos.chmod('/dev/pts', 0o777)\nopen('/dev/pts/x', 'w').write('x')",
    "very many files": "import os\nfor number in range(30_000): open(f'/tmp/{number}', 'w').close()",
    "the host, by its virtual socket": "import socket\nsocket.socket(40, socket.SOCK_STREAM)",
    "the kernel's ciphers": "import socket\nsocket.socket(38, socket.SOCK_SEQPACKET)",
    "a terminal": "import os\nos.openpty()",
}


@pytest.mark.parametrize("name", NOWHERE)
def test_there_is_no_way_to(name, source):
    assert run(source, NOWHERE[name])["error"]


@pytest.mark.skipif(syscalls.machine() is None, reason="this architecture's calls are not known")
@pytest.mark.parametrize("name", syscalls.DENIED)
def test_a_denied_call_fails(name, source):
    number = syscalls.DENIED[name][syscalls.machine().column]
    if number is not None:
        text = f"import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nprint(libc.syscall({number}, 0, 0, 0, 0, 0, 0), ctypes.get_errno())"
        assert printed(run(source, text)) == ("-1 38" if name in syscalls.ABSENT else "-1 1")


@pytest.mark.parametrize("here", syscalls.MACHINES.values(), ids=syscalls.MACHINES)
def test_a_filter_is_one_that_the_kernel_takes(here):
    """Jumps stay inside the program, which ends with an answer; another architecture's calls are refused first."""
    code = syscalls.program(here)
    steps = [code[at : at + 8] for at in range(0, len(code), 8)]
    assert len(steps) < 4096
    assert steps[-1][0] == syscalls.RETURN
    for at, step in enumerate(steps):
        if step[0] not in (syscalls.LOAD, syscalls.RETURN):
            assert at + 1 + max(step[2], step[3]) < len(steps)


def test_every_open_descriptor_is_the_workers_own(source):
    text = """import os
for number in range(256):
    try:
        os.fstat(number)
        print(number)
    except OSError:
        pass"""
    assert (
        len(printed(run(source, text)).split()) == 4
    )  # the streams, which lead nowhere, and the line to the judge


@pytest.mark.parametrize(
    "cell",
    [
        "import os\nends = os.pipe()",
        "import socket\none = socket.socket()",
        "file = open('/dev/shm/../../home/learner/x', 'w')",
    ],
)
def test_what_all_copies_would_share_is_not_left_open_by_the_set_up(cell, tmp_path):
    with pytest.raises(PreludeError, match="open, which all submissions would share"):
        Source(Setting((("setup", cell),), tmp_path, limits=LIMITS))


def test_only_parts_of_an_environment_are_shown(tmp_path, monkeypatch):
    """A virtual environment may be the course's own folder."""
    for part in ("bin", "lib", "source", "submitted", "gradebook.db"):
        (tmp_path / part).mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(
        "sysconfig.get_paths", lambda: {"data": str(tmp_path), "purelib": str(tmp_path / "lib")}
    )
    shown = [folder for folder in sandbox.python_folders() if folder.is_relative_to(tmp_path)]
    assert [folder.name for folder in shown] == ["bin", "lib"]
    assert not [folder for folder in sandbox.python_folders() if ROOT.is_relative_to(folder)]


JOB = {"name": "n", "steps": [], "crossing": [], "checks": {}, "untouched": [], "notes": []}
STEP = {"kind": "answer", "name": "answer", "source": "answer = 1"}


class Broken:
    """Where pairs come from that end before they have started."""

    ran = 0

    def __init__(self, source: Source):
        self._source = source

    def pair(self) -> Pair:
        """Return one whose judge hears nothing."""
        pair = self._source.pair()
        pair.orders.close()
        return pair

    def said(self) -> str:
        """Return what images say."""
        return "said"


def test_a_start_that_fails_is_one_submissions_own(source):
    with pytest.raises(NotStarted, match="said"):
        Run(JOB | {"steps": [STEP]}, Broken(source), LIMITS, hidden=False).all()


def test_a_start_does_not_count_against_the_notebooks_time(source):
    whole = Run(JOB | {"steps": [STEP]}, source, Limits(cell=0.01, submission=0.01), hidden=False)
    whole._start()
    assert whole._seconds_left == 0.01
    whole._close()


def test_what_stops_a_cell_says_how_long_that_is(source):
    """Its own time, or that of the whole notebook."""
    forever = JOB | {"steps": [STEP | {"source": "while True: pass"}]}
    for limits, said in (
        (Limits(cell=0.3, submission=20), "Stopped after 0.3 seconds."),
        (Limits(cell=20, submission=0.3), "all cells of the notebook together used up their 0.3 seconds."),
    ):
        whole = Run(forever, source, limits, hidden=False)
        whole.all()
        assert said in whole.failures["answer"][1]


def test_a_copy_joins_the_control_group_that_it_is_given(source, tmp_path, monkeypatch):
    """In a folder that looks like the kernel's."""
    own = tmp_path / "own"
    own.write_text("1:memory:/elsewhere\n0::/user/scope\n")
    (tmp_path / "user" / "scope").mkdir(parents=True)
    for group, counted in (("user", "cpu memory pids"), ("user/scope", "")):
        (tmp_path / group / "cgroup.subtree_control").write_text(counted)
        (tmp_path / group / "cgroup.procs").touch()
    assert cgroup.parent(tmp_path, own) == tmp_path / "user"
    own.write_text("1:memory:/elsewhere\n")
    assert cgroup.parent(tmp_path, own) is None

    def make(prefix: str, dir: Path) -> str:
        (dir / prefix).mkdir(exist_ok=True)
        (dir / prefix / "cgroup.procs").touch()
        return str(dir / prefix)

    monkeypatch.setattr("tempfile.mkdtemp", make)
    monkeypatch.setattr("autograder.confinement.cgroup.parent", lambda: tmp_path)
    assert printed(run(source, "print(1)")) == "1"
    group = tmp_path / "autograder-"
    assert (group / "cgroup.procs").read_text() == "0"
    assert (group / "memory.max").read_text() == str(LIMITS.memory)
    (group / "memory.events").write_text("oom 1\noom_kill 1\n")
    assert run(source, "import os\nos.kill(os.getpid(), 9)\nos._exit(3)") == {"lost": "memory"}
