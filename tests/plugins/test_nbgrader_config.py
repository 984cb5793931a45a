"""What `nbgrader_config.py` and `.jupyter/` settle, tried with nbgrader's commands and a running JupyterLab."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from conftest import TOKEN, Course, serving
from jupyter_client.blocking.client import BlockingKernelClient
from notebooks import hidden_lines, submission, tiny

ANSWERS = {
    "right": "def double(x):\n    return x + x",
    "noisy": """
import logging, os, sys, warnings
def double(x):
    warnings.warn("careful")
    logging.warning("logged")
    print("printed", file=sys.stderr)
    os.write(2, b"from a library\\n")
    return x + x
""",
    "wrong": "def double(x):\n    print('I got', x)\n    return x + 2",
    "raises": """
def double(x):
    if x > 1000:
        raise ValueError(f"cannot double {x}")
    return x + x
""",
    "asserts": "def double(x):\n    assert x < 1000, f'{x} is too much'\n    return x + x",
    "loops": "def double(x):\n    while x > 1000: pass\n    return x + x",
    "breaks": "def double(x):\n    return x + x\nunlucky = 1 / 0",
    "untouched": None,
}
WHY = "It adds: $x + x$."
SCORES = {  # double_check, double_hidden; the manual answer `why` has no mark yet
    "right": (1, 2),
    "noisy": (1, 2),
    "wrong": (0, 0),
    "raises": (1, 0),
    "asserts": (1, 0),
    "loops": (1, 0),
    "breaks": (1, 2),
    "untouched": (0, 0),
}


@pytest.fixture(scope="module")
def course(make_course) -> Course:
    """Return a course with the tiny assignment, released, and a class of submissions placed by hand."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    released = course.read("release", "tiny")
    for student, answer in ANSWERS.items():
        answers = {} if answer is None else {"double": answer, "why": WHY}
        course.place(f"submitted/{student}", submission(released, answers), "tiny")
    return course


@pytest.fixture(scope="module")
def graded(course) -> str:
    """Return what nbgrader printed while it autograded and generated and released feedback."""
    printed = course.nbgrader("autograde", "tiny", "--Execute.timeout=10")
    printed += course.nbgrader("generate_feedback", "tiny")
    return printed + course.nbgrader("release_feedback", "tiny")


def read_feedback(course: Course, student: str) -> str:
    """Return the notebook in the student's feedback as a reader sees it."""
    return BeautifulSoup(course.feedback(student, "tiny"), "html.parser").find(id="notebook-container").text


def loaded(page: str) -> list[str]:
    """Return the addresses of what a page loads by itself; links to follow are not among them."""
    tags = BeautifulSoup(page, "html.parser").find_all(lambda tag: tag.name != "a")
    addresses = [tag.get(name, "") for tag in tags for name in ("src", "href", "srcset", "data", "action")]
    return addresses + re.findall(r"""(?:url\(|@import|import .* from)\s*["']?([^"')\s]+)""", page)


def of_other_hosts(addresses: list[str]) -> list[str]:
    """Return the addresses that name a host."""
    return [address for address in addresses if re.match(r"\s*([a-z]+:)?//", address)]


def test_the_stub_names_its_exercise(course):
    """A learner who has not started reads which exercise is missing."""
    answer = next(cell for cell in course.read("release", "tiny").cells if cell.id == "double")
    assert 'raise NotImplementedError("double: not attempted yet.' in answer.source


@pytest.mark.parametrize("student", ANSWERS)
def test_scores(course, graded, student):
    """A right answer that warns and prints is right; an endless loop costs its own check and nothing else."""
    scores = course.scores(student, "tiny")
    assert (scores["double_check"], scores["double_hidden"]) == SCORES[student]


@pytest.mark.parametrize("student", ANSWERS)
def test_feedback_hides_hidden_tests(course, graded, student):
    """Neither the source of a hidden test nor the data it used is in the feedback."""
    feedback = read_feedback(course, student)
    lines = hidden_lines(tiny())
    assert lines
    assert not [line for line in lines if line in feedback]
    assert "HIDDEN" not in feedback
    assert "1234" not in feedback
    assert "I got -7" not in feedback


@pytest.mark.parametrize(
    ("student", "text"),
    [
        ("wrong", "double(0) is not 0"),
        ("wrong", "double is wrong for some number we did not show"),
        ("raises", "Your code raised an error, or ended Python, on data that is not shown."),
        ("asserts", "Your code raised an error, or ended Python, on data that is not shown."),
        ("loops", "Stopped: your code took too long on data that is not shown."),
        ("untouched", "double: not attempted yet."),
        ("breaks", "double, line 3: unlucky = 1 / 0"),
        ("right", "# More checks run when you submit."),
    ],
)
def test_feedback_says_why(course, graded, student, text):
    """Checks speak by their message; the learner's own error keeps its traceback."""
    assert text in read_feedback(course, student)


def test_feedback_of_checks_has_no_traceback(course, graded):
    """A failed visible check shows its message once and does not quote its source a second time."""
    feedback = read_feedback(course, "wrong")
    assert "Traceback" not in feedback
    assert feedback.count("assert double(0) == 0") == 1


def test_feedback_needs_no_network_and_no_script(course, graded):
    """A feedback page shows formulas, and all it needs is in it: it may be opened from disk or in a sandbox."""
    page = course.feedback("right", "tiny")
    assert [math["alttext"] for math in BeautifulSoup(page, "html.parser").find_all("math")] == ["x + x"]
    assert not of_other_hosts(loaded(page))
    assert "<script" not in page


def test_feedback_is_released_for_hand_placed_submissions(course, graded):
    """Without timestamp.txt nbgrader would stop; the submitted folder stays as it was placed."""
    assert len(list((course.root / "exchange" / "perch" / "feedback").glob("*.html"))) == len(ANSWERS)
    assert [path.name for path in (course.root / "submitted" / "right" / "tiny").iterdir()] == ["tiny.ipynb"]


@pytest.mark.parametrize("noise", ["without encryption", "not recognized"])
def test_nbgrader_does_not_complain(graded, noise):
    """No kernel warns that its traffic is in plain text, and every setting means something to its reader."""
    assert "right: 3 of 3" in graded
    assert noise not in graded


def test_validate_accepts_a_noisy_answer(course):
    """`nbgrader validate` takes a right answer that warns for right."""
    assert "Success!" in course.nbgrader("validate", "submitted/noisy/tiny/tiny.ipynb")


def test_validate_shows_the_whole_message(course):
    """`nbgrader validate` does not cut the message of a check."""
    message = "double is wrong. " + "Here is a long and helpful explanation of what to try next. " * 3
    notebook = submission(course.read("release", "tiny"), {"double_check": f'assert False, "{message}"'})
    path = course.place("long", notebook, "tiny")
    assert message in course.nbgrader("validate", "--Validator.ignore_checksums=True", str(path))


def test_validate_runs_on_python3_whatever_the_notebook_says(course):
    """A notebook saved with the kernel of another machine can be validated."""
    answers = {"double": ANSWERS["right"], "why": "It adds."}
    notebook = submission(course.read("release", "tiny"), answers)
    notebook.metadata.kernelspec = {"display_name": "Mine", "language": "python", "name": "conda-env-mine-py"}
    path = course.place("elsewhere", notebook, "tiny")
    assert "Success!" in course.nbgrader("validate", str(path))


def test_the_exchange_can_be_shared(course, tmp_path):
    """NBGRADER_EXCHANGE names another exchange than the folder in the course."""
    course.nbgrader("release_assignment", "tiny", NBGRADER_EXCHANGE=str(tmp_path / "shared"))
    assert (tmp_path / "shared" / "perch" / "outbound" / "tiny" / "tiny.ipynb").exists()
    assert not (course.root / "exchange" / "perch" / "outbound").exists()


# Formgrader's pages without those of single submissions
PAGES = (
    "manage_assignments",
    "manage_submissions/tiny",
    "gradebook",
    "gradebook/tiny",
    "gradebook/tiny/tiny",
    "manage_students",
    "manage_students/noisy",
    "manage_students/noisy/tiny",
)


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that serves a course."""

    course: Course
    url: str

    def text(self, endpoint: str, *, body: dict | None = None, **form: str) -> str:
        """Send a request, a POST if there is a JSON body or a form, and return the answer."""
        data = urllib.parse.urlencode(form).encode() if form else None
        data = data if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{endpoint}", data, {"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request) as response:
            return response.read().decode()

    def json(self, endpoint: str, **request) -> object:
        """Send a request and return the JSON it is answered with."""
        return json.loads(self.text(endpoint, **request))


@pytest.fixture(scope="module")
def lab(make_course) -> Iterator[Lab]:
    """Yield a running JupyterLab, started in the root of a course."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.place("submitted/noisy", submission(tiny(), {"double": ANSWERS["noisy"], "why": WHY}), "tiny")
    with serving(course.root, course.env) as url:
        yield Lab(course, url)


def test_formgrader_offers_to_release(lab):
    """Formgrader finds an exchange before anything was released; without one it offers no release."""
    page = lab.text("formgrader/manage_assignments")
    assert "nbgrader" in page
    assert "warning-exchange" not in page


def test_formgrader(lab):
    """Formgrader finds the course, generates, releases, autogrades and lists submissions placed by hand."""
    assert [found["name"] for found in lab.json("formgrader/api/assignments")] == ["tiny"]
    for step in ("assignment/tiny/assign", "assignment/tiny/release", "submission/tiny/noisy/autograde"):
        assert lab.json(f"formgrader/api/{step}", body={})["success"], step
    for step in ("generate_feedback", "release_feedback"):
        assert lab.json(f"formgrader/api/assignment/tiny/{step}", body={})["success"], step
    assert [found["score"] for found in lab.json("formgrader/api/submissions/tiny")] == [3.0]
    assert not [line for line in hidden_lines(tiny()) if line in read_feedback(lab.course, "noisy")]


def test_formgrader_needs_no_other_host(lab):
    """Formgrader's pages load everything from the server that they are on, and show formulas."""
    for step in ("assignment/tiny/assign", "submission/tiny/noisy/autograde"):
        assert lab.json(f"formgrader/api/{step}", body={})["success"], step
    (submitted,) = lab.json("formgrader/api/submitted_notebooks/tiny/tiny")
    pages = {name: lab.text(f"formgrader/{name}") for name in (*PAGES, f"submissions/{submitted['id']}/")}
    for name, page in pages.items():
        assert loaded(page), name
        assert not of_other_hosts(loaded(page)), name
    page = pages.popitem()[1]
    assert [math["alttext"] for math in BeautifulSoup(page, "html.parser").find_all("math")] == ["x + x"]
    # Formgrader's script ends early, without its keys, where there is nothing of this name.
    used = re.findall(r"\bMathJax[\w.]*", lab.text("formgrader/static/js/formgrade.js"))
    assert set(used) == {"MathJax.loaded", "MathJax.Hub.Startup.signal.Interest"}
    assert "var MathJax = {Hub: {Startup: {signal: {Interest: " in page


def test_assignment_list_and_validate(lab):
    """A learner in the same JupyterLab sees the release, fetches, validates and submits it."""
    lab.course.nbgrader("generate_assignment", "tiny", "--force")
    lab.course.nbgrader("release_assignment", "tiny", "--force")
    listed = lab.json("assignments?course_id=perch")["value"]
    assert [(found["course_id"], found["assignment_id"]) for found in listed] == [("perch", "tiny")]
    assert lab.json("assignments/fetch", course_id="perch", assignment_id="tiny")["success"]
    validated = lab.json("assignments/validate", path="tiny/tiny.ipynb")["value"]
    assert "double: not attempted yet" in validated["failed"][0]["raw_error"]
    assert lab.json("assignments/submit", course_id="perch", assignment_id="tiny")["success"]
    assert len(list((lab.course.root / "exchange" / "perch" / "inbound").iterdir())) == 1


@pytest.mark.parametrize(
    ("plugin", "name", "value"),
    [
        ("@jupyterlab/apputils-extension:notification", "fetchNews", "false"),
        ("@jupyterlab/notebook-extension:tracker", "autoStartDefaultKernel", True),
    ],
)
def test_jupyterlab_asks_nothing(lab, plugin, name, value):
    """JupyterLab opens without a question about news or about the kernel to use."""
    assert lab.json(f"lab/api/settings/{plugin}")["schema"]["properties"][name]["default"] == value


def test_jupyterlab_kernels_are_encrypted(lab):
    """A kernel that JupyterLab starts is given a key, so it does not warn either."""
    kernel = lab.json("api/kernels", body={"name": "python3"})["id"]
    connection = json.loads((lab.course.root / "home" / "runtime" / f"kernel-{kernel}.json").read_text())
    assert connection["curve_publickey"]


SHADOWS = (
    "ipykernel_launcher",
    "runpy",
    "pkgutil",
    "json",
    "IPython",
    "ipykernel",
    "jedi",
    "debugpy",
    "psutil",
    "numpy",
)


def test_opening_a_notebook_runs_nothing_that_lies_beside_it(lab):
    """JupyterLab starts its kernel at once; a learner's own module is found all the same."""
    folder = lab.course.root / "submitted" / "noisy" / "tiny"
    for name in SHADOWS:
        (folder / f"{name}.py").write_text(f"open({str(folder / 'mark')!r}, 'a').write({name!r})")
    (folder / "helper.py").write_text("NUMBER = 7")
    about = {"path": "submitted/noisy/tiny/tiny.ipynb", "name": "tiny.ipynb", "type": "notebook"}
    kernel = lab.json("api/sessions", body=about | {"kernel": {"name": "python3"}})["kernel"]["id"]
    client = BlockingKernelClient()
    client.load_connection_file(str(lab.course.root / "home" / "runtime" / f"kernel-{kernel}.json"))
    client.start_channels()
    try:
        client.wait_for_ready()
        client.complete("import js", reply=True)
        reply = client.execute("import helper", reply=True, user_expressions={"found": "helper.NUMBER"})
        assert reply["content"]["user_expressions"]["found"]["data"]["text/plain"] == "7"
    finally:
        client.stop_channels()
    assert not (folder / "mark").exists()
