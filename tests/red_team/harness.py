"""Courses with hostile submissions, and detectors of everything that a submission could gain.

Every attack is looked at by every detector, whatever it set out to gain.
"""

import json
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from conftest import Course
from notebooks import submission

from red_team.attack import WRONG, Attack
from red_team.target import ASSIGNMENT, ROWS, SECRETS, honest, target

HONEST = ("aaa_honest", "zzz_honest")
CONTROLS = ("empty", "wrong")  # what a leak or a script is compared with: nobody gains by these
EVERYONE = "*"  # what cannot be attributed to one submission
OWN_CELL = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}

# Adopts whatever its command leaves behind, says what that is on the last line, and ends it.
WATCH = """
import ctypes, json, subprocess, sys, time
import psutil
ctypes.CDLL(None).prctl(36, 1)
seconds, *command = sys.argv[1:]
started = subprocess.Popen(command)
try:
    code = started.wait(float(seconds))
except subprocess.TimeoutExpired:
    code = None
    started.kill()
    started.wait()
def left():
    return [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
end = time.monotonic() + 60
while left() and time.monotonic() < end:
    time.sleep(0.1)
found = []
for one in left():
    try:
        found.append(" ".join(one.cmdline()) or one.name())
        one.kill()
    except psutil.Error:
        pass
print(json.dumps({"code": code, "left": found}))
"""


@dataclass
class Ended:
    """A command that has ended: its exit code, None if it was stopped; what it printed, and left running."""

    code: int | None
    printed: str
    left: list[str]


def run(course: Course, seconds: float, *command: str) -> Ended:
    """Run `python COMMAND` in the course, with a secret in its environment."""
    whole = [sys.executable, "-c", WATCH, str(seconds), sys.executable, *command]
    env = course.env | {"EIDER": SECRETS["environment"]}
    with tempfile.TemporaryFile() as printed:
        subprocess.run(
            whole, cwd=course.root, env=env, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed
        )
        printed.seek(0)
        text, _, last = printed.read().decode(errors="replace").rstrip("\n").rpartition("\n")
    about = json.loads(last)
    return Ended(about["code"], text, about["left"])


def fill(course: Course, config: str) -> None:
    """Write the assignment, its release, the instructor's home and configuration, and the submissions of controls."""
    (course.root / "home").mkdir(exist_ok=True)
    (course.root / "home" / ".stork").write_text(SECRETS["home"])
    (course.root / "nbgrader_config.py").write_text(config)
    course.place("source", target(), ASSIGNMENT)
    (course.root / "source" / ASSIGNMENT / "rows.csv").write_text(ROWS)
    course.nbgrader("generate_assignment", ASSIGNMENT)
    for student in HONEST:
        hand_in(course, Attack(student, "", "", honest()), 0)
    hand_in(course, Attack("empty", "", ""), 0)
    hand_in(course, Attack("wrong", "", "", WRONG), 0)


def hand_in(course: Course, attack: Attack, port: int) -> None:
    """Put what the attack hands in into submitted/."""

    def text(template: str) -> str:
        return template.replace("NAME", attack.name).replace("PORT", str(port))

    answers = {name: text(answer) for name, answer in attack.answers.items()}
    notebook = submission(course.read("release", ASSIGNMENT), answers)
    notebook.cells += [OWN_CELL | {"id": f"own-{n}", "source": text(own)} for n, own in enumerate(attack.own)]
    path = course.root / "submitted" / attack.name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    (path.parent / "rows.csv").write_text(ROWS)
    path.write_text(json.dumps(notebook))
    changed = attack.tamper(path.parent, json.loads(json.dumps(notebook))) if attack.tamper else None
    if changed is not None:
        path.write_text(json.dumps(changed))


class Listener:
    """Hears whatever is sent to a port of this machine by TCP and UDP, and to an abstract socket; a context manager."""

    def __init__(self):
        self.heard = b""
        self._tcp, self._udp = socket.create_server(("127.0.0.1", 0)), socket.socket(type=socket.SOCK_DGRAM)
        self.port = self._tcp.getsockname()[1]
        self._udp.bind(("127.0.0.1", self.port))
        self._local = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._local.bind(f"\0red-team-{self.port}")
        self._stop, self._stopping = socket.socketpair()
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.close()
        self._thread.join()
        for one in (self._tcp, self._udp, self._local, self._stopping):
            one.close()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as ready:
            for one in (self._tcp, self._udp, self._local, self._stopping):
                ready.register(one, selectors.EVENT_READ)
            while self._stopping not in (found := [key.fileobj for key, _ in ready.select()]):
                for one in found:
                    if one is self._tcp:
                        line, _ = one.accept()
                        with line:
                            line.settimeout(10)
                            self.heard += line.recv(1000) + b"\n"
                    else:
                        self.heard += one.recv(1000) + b"\n"


def files(course: Course) -> dict[str, str]:
    """Return what no submission may change, and whatever carries the mark of an attack, by path."""
    found = {"nbgrader_config.py": sha256((course.root / "nbgrader_config.py").read_bytes()).hexdigest()}
    for folder in ("source", "release", "submitted"):
        for path in (course.root / folder).rglob("*"):
            regular = path.is_file() and not path.is_symlink()
            found[str(path)] = sha256(path.read_bytes()).hexdigest() if regular else str(path.is_dir())
    marked = [course.root.rglob("red-team-*")]
    marked += [
        Path(folder).glob("red-team-*") for folder in ("/", "/tmp", "/var/tmp", "/dev/shm", Path.home())
    ]
    return found | {str(path): "marked" for paths in marked for path in paths}


class Executables(HTMLParser):
    """Collects what a browser would run, would let the page be replaced by, or Formgrader's scripts would take for theirs."""

    BOUND = frozenset({"full-credit", "no-credit", "mark-graded", "tabbable"})
    TAGS = ("script", "iframe", "object", "embed", "form", "base", "frame", "link", "meta", "applet", "style")

    def __init__(self, page: str):
        super().__init__()
        self.found: Counter = Counter()
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the tag itself, handlers of events, and addresses that are code."""
        self._open = tag
        if tag in self.TAGS:
            self.found[(tag, *sorted((name, value or "") for name, value in attrs))] += 1
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            bound = name.startswith("data-") or (name == "class" and self.BOUND & set((value or "").split()))
            if (
                bound
                or name.startswith("on")
                or address.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg"))
            ):
                self.found[(tag, name, value)] += 1

    def handle_data(self, data: str) -> None:
        """Collect the text of scripts."""
        if self._open == "script":
            self.found[("script", data)] += 1

    def handle_endtag(self, tag: str) -> None:
        """Leave the script."""
        self._open = ""


@dataclass
class Class:
    """A course with hostile submissions, about to be graded.

    Attributes
    ----------
    strict : whether everything that a learner may receive is searched for secrets, also the source of checks
    gained : what each attack has gained: by the attack's name, kind and evidence
    """

    course: Course
    attacks: Collection[str]
    strict: bool
    gained: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def gain(self, student: str, kind: str, evidence: object) -> None:
        """Note what a submission has gained."""
        self.gained[student].append((kind, str(evidence)[:200]))

    @contextmanager
    def watched(self, listener: Listener) -> Iterator[None]:
        """Detect what the submissions do outside their process while they are graded."""
        before = files(self.course)
        yield
        after = files(self.course)
        for path in before.keys() | after.keys():
            if before.get(path) != after.get(path):
                self.gain(self._whose(path), "file", path)
        for line in listener.heard.splitlines():
            self.gain(self._whose(line.decode(errors="replace")), "network", line)

    def ended(self, ended: Ended, fine: Collection[int] = (0,)) -> None:
        """Detect a command that failed, was stopped, or has left something running."""
        if ended.code is None:
            self.gain(EVERYONE, "delay", "the command was stopped")
        elif ended.code not in fine:
            self.gain(EVERYONE, "abort", f"exit code {ended.code}: {ended.printed[-160:]}")
        for line in ended.left:
            self.gain(self._whose(line), "process", line)

    def look(self, printed: str) -> None:
        """Detect gained points, changed marks, leaks and scripts in what grading has made."""
        for student in HONEST:
            if Path(self.course.root, "submitted", student).exists():
                scores = self._scores(student)
                missing = {
                    name: score for name, score in scores.items() if name != "why" and score not in (1.5, 2)
                }
                if len(scores) != 9 or missing:
                    self.gain(EVERYONE, "classmate", f"{student} has {scores}")
        base = [self._told(student, printed) for student in CONTROLS]
        scripts = Executables(self._page("empty")).found
        for student in self.attacks:
            scores = self._scores(student)
            if len(scores) != 9:
                self.gain(student, "abort", f"marks: {scores}")
            elif any(scores.values()):
                self.gain(student, "points", {name: score for name, score in scores.items() if score})
            told = self._told(student, printed)
            for name, secret in SECRETS.items():
                if secret in told and not any(secret in one for one in base):
                    self.gain(student, "leak", name)
            page = self._page(student)
            if not page:
                self.gain(student, "abort", "no feedback")
            for found in Executables(page).found - scripts:
                self.gain(student, "script", found)
            if "The checks could not be run" in printed_about(student, printed):
                self.gain(student, "abort", printed_about(student, printed))

    def _whose(self, text: str) -> str:
        """Return the attack that a text is marked with."""
        names = [name for name in self.attacks if re.search(rf"(?<![a-z_]){name}(?![a-z_])", text)]
        return max(names, key=len, default=EVERYONE)

    def _scores(self, student: str) -> dict[str, float]:
        try:
            return self.course.scores(student, ASSIGNMENT)
        except Exception as error:  # no mark, or no gradebook any more
            return {"": f"{type(error).__name__}"}

    def _page(self, student: str) -> str:
        path = Path(self.course.root, "feedback", student, ASSIGNMENT, f"{ASSIGNMENT}.html")
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _told(self, student: str, printed: str) -> str:
        """Return what the student is told. Where pages show hidden tests to everybody, only the outputs count."""
        path = Path(self.course.root, "autograded", student, ASSIGNMENT, f"{ASSIGNMENT}.ipynb")
        text = path.read_text("utf-8", "replace") if path.exists() else "{}"
        if self.strict:
            return text + self._page(student) + printed_about(student, printed)
        outputs = [output for cell in json.loads(text).get("cells", ()) for output in cell.get("outputs", ())]
        return str([{key: part for key, part in output.items() if key != "traceback"} for output in outputs])


def printed_about(student: str, printed: str) -> str:
    """Return the lines about one student."""
    found = re.search(rf"^{re.escape(student)}: .*(?:\n  .*)*", printed, re.MULTILINE)
    return found[0] if found else ""


CONFIG = """import os, sysconfig
os.environ["PATH"] += os.pathsep + sysconfig.get_path("scripts")  # nbgrader starts alembic by its name
c = get_config()
c.CourseDirectory.course_id = "perch"
"""
ENGINE = f"""{CONFIG}
from nbgrader.converters import Autograde
from autograder.plugins.preprocessors import autograde
Autograde.start = autograde
from autograder.plugins import pages
c.HTMLExporter.filters = pages.FILTERS
c.HTMLExporter.preprocessors = pages.STEPS
c.GenerateFeedback.pre_convert_hook = "autograder.plugins.preprocessors.mark_hand_placed"
"""


def graded_by_engine(root: Path, attacks: dict[str, Attack]) -> tuple[Class, str]:
    """Return a class graded by this project's engine, with all attacks in it, and what the command printed."""
    course = Course(root)
    fill(course, ENGINE)
    whole = Class(course, attacks, strict=True)
    with Listener() as listener:
        for attack in attacks.values():
            hand_in(course, attack, listener.port)
        with whole.watched(listener):
            graded = run(
                course, 3600, "-m", "autograder", "grade", ASSIGNMENT, "--jobs", "2", "--seconds", "2"
            )
            told = run(course, 1800, "-m", "autograder", "feedback", ASSIGNMENT)
    whole.ended(graded, fine=(0, 1))
    whole.ended(told)
    whole.look(graded.printed)
    return whole, graded.printed
