"""`autograder verify`: what it accepts, and that each way in which an exercise can fall short is found and named."""

import contextlib
import json
import shutil

import pytest
from conftest import Course
from nbformat.v4 import new_markdown_cell, new_notebook
from notebooks import KERNELSPEC, ROOT, assignments, nbgrader_cell, specimens
from typer.testing import CliRunner, Result

from autograder import cli
from autograder.grading.assignment import Cell
from autograder.grading.secret import hidden_seed
from autograder.proof import verify
from autograder.proof.habits import habits
from autograder.proof.mutants import mutants
from autograder.proof.once import differences
from autograder.proof.trials import Trial, Tried
from autograder.proof.verify_page import cells, sentences

FLAKY_SEED = hidden_seed(f"{2:032}", "flawed", "flawed")
SETUP = 'import os\nimport numpy as np\nCHECK_SEED = int(os.environ.get("CHECK_SEED", "0"))'
ANSWER = '''def NAME(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION'''
CHECK = 'assert NAME(3) == 6, "NAME: three is doubled to six"'
HIDDEN = """# More checks run when you submit.
### BEGIN HIDDEN TESTS
for secret_NAME_number in [-7, 0, 1234.5678]:
    assert NAME(secret_NAME_number) == 2 * secret_NAME_number, "NAME: wrong for some number"
### END HIDDEN TESTS"""
ACCEPT = {
    "adds": "def NAME(x):\n    return x + x",
    "divides": "def NAME(x):\n    return x / 0.5",
    "sums": "def NAME(x):\n    return sum([x, x])",
}
REJECT = {
    "halves": ("NAME_check NAME_hidden", "doubled to six", "return x / 2"),
    "squares": ("NAME_check NAME_hidden", "doubled to six", "return x * x"),
    "keeps": ("NAME_check NAME_hidden", "doubled to six", "return x"),
    "positive_only": ("NAME_hidden", "for some number", "return 2 * abs(x)"),
    "whole_only": ("NAME_hidden", "for some number", "return 2 * int(x)"),
}


def write_exercise(
    course: Course, name: str, *, check: str = CHECK, hidden: str = HIDDEN, accept=ACCEPT, reject=REJECT
) -> list:
    """Write the specimens of an exercise; return its cells."""
    folder = course.root / "tests" / "specimens" / "flawed" / name
    texts = {f"accept/{key}.py": f"# accept: {key}\n{text}\n" for key, text in accept.items()}
    for key, (loses, message, body) in reject.items():
        header = f"# reject: {key}\n# loses: {loses}\n# message: {message}\n"
        texts[f"reject/{key}.py"] = f"{header}def NAME(x):\n    {body}\n"
    for place, text in texts.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text.replace("NAME", name))
    return [
        nbgrader_cell("code", name, ANSWER.replace("NAME", name), solution=True),
        nbgrader_cell("code", f"{name}_check", check.replace("NAME", name), points=1, grade=True),
        nbgrader_cell("code", f"{name}_hidden", hidden.replace("NAME", name), points=2, grade=True),
    ]


def write_assignment(course: Course, parts: list) -> None:
    """Write the assignment with these cells, and release it."""
    title = [new_markdown_cell("# Flawed", id="title"), nbgrader_cell("code", "setup", SETUP)]
    notebook = new_notebook(
        metadata={"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}, cells=title + parts
    )
    course.place("source", notebook, "flawed")
    course.nbgrader("generate_assignment", "flawed")


def coursedir(course: Course):
    """Return the course as the command sees it."""
    with contextlib.chdir(course.root):
        return cli.coursedir()


def autograder(course: Course, *arguments: str) -> Result:
    """Run the command in the course's folder."""
    with contextlib.chdir(course.root):
        return CliRunner().invoke(cli.app, arguments)


FLAWS = {
    "sound": {},
    "accepts_wrong": {"reject": REJECT | {"halves": ("accepts_wrong_check", "six", "return 2.0 * x")}},
    "rejects_right": {"hidden": HIDDEN.replace("assert", "assert NAME(1).__class__ is int and", 1)},
    "flaky": {"hidden": HIDDEN.replace("for secret", f'assert CHECK_SEED != {FLAKY_SEED}, "flaky"\nfor secret')},
    "raises": {"hidden": HIDDEN.replace("for secret", "__import__('copy').copy(NAME)\nfor secret")},
    "free_points": {"check": "pass", "reject": {k: ("NAME_hidden", "some number", v[2]) for k, v in REJECT.items()}},
    "other_message": {"reject": REJECT | {"keeps": ("NAME_check NAME_hidden", "squared", "return x")}},
    "loses_less": {"reject": REJECT | {"whole_only": ("NAME_check NAME_hidden", "number", "return 2 * int(x)")}},
    "few": {"accept": {}, "reject": {"halves": REJECT["halves"]}},
    "hidden_idle": {
        "hidden": HIDDEN.replace("[-7, 0, 1234.5678]", "[3]"),
        "reject": {k: ("NAME_check NAME_hidden", "six", f"return x + {k!r}") for k in REJECT},
    },
    "quotes": {"hidden": HIDDEN.replace("assert NAME", "np.testing.assert_equal(NAME(1), 2)\n    assert NAME")},
    "lets_through": {
        "check": 'assert NAME(2) in (1, 4, 6), "NAME: two is doubled to four"',
        "hidden": HIDDEN.replace("[-7, 0, 1234.5678]", "[2]").replace("== 2 * secret_NAME_number", "in (1, 4, 6)"),
        "reject": {},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def flawed(make_course) -> tuple[Course, verify.Report]:
    """Return a course in which each exercise but the first falls short in one way, and what verify says."""
    course = make_course()
    parts = [cell for name, flaw in FLAWS.items() for cell in write_exercise(course, name, **flaw)]
    write_assignment(course, parts)
    stray = course.root / "tests" / "specimens" / "flawed" / "nobody" / "accept" / "x.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("# accept: x\n")
    headless = course.root / "tests" / "specimens" / "flawed" / "few" / "accept" / "headless.py"
    headless.parent.mkdir(parents=True, exist_ok=True)
    headless.write_text(ACCEPT["adds"].replace("NAME", "few"))
    release = course.root / "release" / "flawed"
    (release / "notes.md").write_text("Hint:\n    for secret_sound_number in [-7, 0, 1234.5678]:\n")
    package = course.root / "course" / "lessons"
    package.mkdir(parents=True)
    (package / "hint.md").write_text("for secret_few_number in [-7, 0, 1234.5678]:\n")
    listed = course.root / "tests" / "mutants" / "flawed.toml"
    listed.parent.mkdir()
    listed.write_text(
        '[[mutant]]\nexercise = "lets_through"\nchange = "return 2 * x => return 3 * x"\nreason = "planted"\n'
        '[[mutant]]\nexercise = "sound"\nchange = "return 2 * x => return 3 * x"\nreason = "outdated"\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "RUNS", 3)
        patch.setattr(verify, "ENOUGH_MUTANTS", 1.0)
        return course, verify.verify(coursedir(course), "flawed")


def problems(report: verify.Report, exercise: str) -> str:
    """Return what is said of an exercise."""
    return "\n".join(next(row for row in report.rows if row.exercise == exercise).problems)


def test_nothing_is_said_of_a_sound_exercise(flawed):
    _, report = flawed
    row = report.rows[0]
    assert (row.exercise, row.points, row.problems) == ("sound", 3, [])
    assert row.stub
    assert (row.reference, row.accepted, row.rejected) == ((3, 3), (3, 3), (5, 5))
    assert row.mutants[0] == row.mutants[1] >= 4
    assert row.visible + row.hidden == row.mutants[0] + 5
    assert row.hidden >= 2
    assert list(row.seconds) == ["sound_check", "sound_hidden"]


@pytest.mark.parametrize(
    ("exercise", "said"),
    {
        "accepts_wrong": "reject halves loses nothing, not accepts_wrong_check",
        "rejects_right": "accept divides loses rejects_right_hidden: rejects_right: wrong for some number",
        "flaky": f"reference with CHECK_SEED={FLAKY_SEED} loses flaky_hidden: flaky",
        "raises": "for data that is not shown. (TypeError: an object of the answer can be neither copied",
        "free_points": "untouched, free_points_check ends as passed",
        "other_message": "reject keeps is told something else: other_message: three is doubled to six",
        "loses_less": "reject whole_only loses loses_less_hidden, not loses_less_check, loses_less_hidden",
        "few": "there are 1 specimens to accept; 3 should be\nthere are 1 specimens to reject; 5 should be",
        "hidden_idle": "the hidden check catches nothing that the visible one does not",
        "lets_through": "a mutant passes every check, and is not listed as equivalent: return 2 * x => return 2 / x",
    }.items(),
)
def test_each_flaw_is_named(flawed, exercise, said):
    _, report = flawed
    assert said in problems(report, exercise)
    assert not report.sound


def test_what_no_single_row_can_say(flawed):
    _, report = flawed
    said = "\n".join(report.problems)
    assert "quotes_hidden, line 4: np.testing.assert_equal quotes what it compares" in said
    assert "sound_hidden: a line of it is in release/flawed/notes.md: for secret_sound_number in" in said
    assert "few_hidden: a line of it is in course/lessons/hint.md: for secret_few_number in" in said
    assert "mutants are rejected; 100% should be" in said
    assert "specimen flawed/nobody/accept/x: there is no such exercise" in said
    assert "specimen flawed/few/accept/headless does not begin with: # accept: …" in said
    assert "flawed.toml lists a mutant of sound that does not survive: return 2 * x => return 3 * x" in said
    assert "return 3 * x" not in problems(report, "lets_through")


@pytest.mark.parametrize(
    ("text", "lines"),
    {
        "np.testing.assert_allclose(answer, 1)": [1],
        "import pandas as pd\npd.testing.assert_series_equal(answer, other)": [2],
        "from numpy.testing import assert_equal\nassert_equal(answer, 1)": [1, 2],
        "from sklearn.utils._testing import ignore_warnings": [1],
        "import unittest\nunittest.TestCase().assertEqual(answer, 1)": [1, 2],
        "import pytest\nwith pytest.raises(ValueError): answer()": [1, 2],
        "def assert_close(a, b):\n    assert a == b, 'not close'\nassert_close(answer, 1)": [],
        "assert answer == 1, 'not ' + str(answer)": [1],
        "result = answer(3)\nassert result == 1, result": [2],
        "assert answer == 1, 'not {}'.format(answer)": [1],
        "if answer != 1:\n    raise AssertionError('not %s' % answer)": [2],
        "claim = 'one'\nassert answer == 1, f'not {claim}'\nraise AssertionError(claim)": [],
        "result = answer(3)\nfirst = result[0]\nassert first == 1, f'not {first:.2f}'": [3],
        "for row in answer():\n    assert row, f'not {row}'\nassert all(answer()), f'not {[x for x in answer()]}'": [
            2,
            3,
        ],
        "try:\n    answer()\nexcept ValueError as error:\n    assert 0, f'{error}'": [4],
        "def told(got, claim):\n    assert got == 1, f'{claim}: {got}'\ntold(answer(), claim='one')": [2],
        "for column in ['beds']:\n    assert answer(column), f'{column} is missing'": [],
        "market = simulate(n_listings=80, seed=4_000)": [1],
        "market = simulate(n_listings=80, seed=CHECK_SEED)\nmarket = simulate(80, seed=rng.integers(2**63))": [],
    }.items(),
)
def test_a_hidden_check_that_shows_too_much_or_nothing_is_found(text, lines):
    assert (
        sorted({line for line, _ in habits(Cell("c", "check", "code", text, "", 1, hidden=True), ["answer"])})
        == lines
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"visible": 1, "hidden": 2}, "the visible check catches 1 of 3 wrong answers; half should be seen"),
        ({"visible": 1, "hidden": 1}, ""),
        ({"visible": 2, "hidden": 0}, "the hidden check catches nothing that the visible one does not"),
        ({"visible": 2, "hidden": 0, "seconds": {"check": 0.1}}, ""),
        (
            {"visible": 1, "hidden": 1, "seconds": {"check": 1.2, "hidden": 1.2}},
            "the checks take 2.4 seconds with the reference; 2 should do",
        ),
    ],
)
def test_what_the_numbers_fall_short_of(numbers, said):
    row = verify.Row("x", 3, **({"seconds": {"check": 0.1, "hidden": 0.1}} | numbers))
    assert "\n".join(verify.shortcomings(row)) == said


def test_every_sentence_and_number_reaches_the_pages(flawed):
    _, report = flawed
    lines = sentences(report)
    assert sum(len(row.problems) for row in report.rows) + len(report.problems) == len(lines)
    assert f"flaky: reference with CHECK_SEED={FLAKY_SEED} loses flaky_hidden: flaky" in lines
    assert cells(report.rows[0])["reference"] == "3/3"
    assert json.loads(json.dumps(report.as_dict()))["sound"] is False


@pytest.fixture(scope="module")
def small(make_course) -> Course:
    """Return a course with one sound exercise."""
    course = make_course()
    write_assignment(course, write_exercise(course, "sound"))
    return course


def test_the_command_ends_with_0_when_nothing_falls_short(small):
    ended = autograder(small, "verify", "--fast")
    assert ended.exit_code == 0, ended.output
    data = json.loads((small.root / "reports" / "verify.json").read_text())
    assert data["fast"] is True
    assert [one["assignment"] for one in data["assignments"]] == ["flawed"]
    page = (small.root / "reports" / "verify.html").read_text()
    assert "flawed: nothing falls short" in page
    assert "<td>sound</td>" in page


def test_a_value_of_a_hidden_test_is_a_leak(make_course):
    course = make_course()
    hidden = HIDDEN.replace("for secret", "expected_NAME = 2469.1356 + 0\nfor secret")
    write_assignment(course, write_exercise(course, "sound", hidden=hidden))
    (course.root / "release" / "flawed" / "rows.csv").write_text("a,b\n1,2469.1356\n")
    ended = autograder(course, "verify", "flawed", "--fast")
    assert ended.exit_code == 1
    assert "sound_hidden: a value that it computes is in release/flawed/rows.csv: 2469.1356" in ended.output


def test_a_message_that_quotes_the_solution_is_a_leak(make_course):
    course = make_course()
    line = "answer_to_everything = {'twice': x + x}"
    hidden = HIDDEN.replace("wrong for some number", f"wrong for some number, not\\n{line}")
    parts = write_exercise(course, "sound", hidden=hidden)
    parts[0].source = parts[0].source.replace(
        "return 2 * x", f"{line}\n    return answer_to_everything['twice']"
    )
    write_assignment(course, parts)
    ended = autograder(course, "verify", "flawed", "--fast")
    assert ended.exit_code == 1
    for place in ("a message", "a feedback page"):
        assert f"sound: a line of it is in {place}: {line}" in ended.output


def test_an_assignment_that_does_not_exist(small):
    ended = autograder(small, "verify", "nowhere")
    assert ended.exit_code == 2
    assert "There is no notebook in" in ended.output


@pytest.mark.parametrize(
    "text", ["[[mutant]]\nexercise = 'sound'\n", "mutant = 3\n", "[[mutant\n", "[[mutant]]\nexercise = 1\n"]
)
def test_a_list_of_equivalents_that_cannot_be_read(tmp_path, text):
    path = tmp_path / "flawed.toml"
    path.write_text(text)
    with pytest.raises(verify.VerifyError, match=r"flawed\.toml"):
        verify.Equivalent(path)


def test_a_specimen_that_is_not_text(tmp_path):
    path = tmp_path / "flawed" / "sound" / "accept" / "x.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"# accept: \xff\n")
    with pytest.raises(verify.VerifyError, match=r"x\.py is not text in UTF-8"):
        verify.read_specimens(tmp_path, "flawed")


def test_a_new_exercise_is_a_working_one(make_course):
    course = make_course()
    assert autograder(course, "new-exercise", "flawed", "ordered").exit_code == 0
    assert autograder(course, "new-exercise", "flawed", "again").exit_code == 0
    assert [cell.id for cell in course.read("source", "flawed").cells][-3:] == [
        "again_hidden",
        "points_so_far_prompt",
        "points_so_far",
    ]
    report = verify.verify(coursedir(course), "flawed", fast=True)
    assert [row.exercise for row in report.rows] == ["ordered", "again"]
    for row in report.rows:
        assert (row.stub, row.reference, row.accepted, row.rejected) == (True, (1, 1), (1, 1), (1, 1))
        assert len(row.problems) == 2, row.problems
        assert all("should be" in problem for problem in row.problems)


@pytest.mark.parametrize(
    ("name", "said"), [("Bad", "no name for an exercise"), ("taken", "has a cell taken already")]
)
def test_a_new_exercise_spoils_nothing(make_course, name, said):
    course = make_course()
    autograder(course, "new-exercise", "flawed", "taken")
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    ended = autograder(course, "new-exercise", "flawed", name)
    assert ended.exit_code == 2
    assert said in ended.output
    assert {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()} == before


MUTATED = '''def spread(values, *, random_state=0):
    """Return the highest less the lowest."""
    limit = 5
    ### BEGIN SOLUTION
    rows = shuffle(values, random_state=random_state)
    if len(rows) < 2:
        return 0
    return max(rows) - min(rows)
    ### END SOLUTION'''


def test_mutants_have_the_mistakes_that_people_make():
    names = [mutant.name for mutant in mutants(MUTATED)]
    for change in (
        "rows = shuffle(values, random_state=random_state) => pass",
        "rows = shuffle(values, random_state=random_state) => rows = shuffle(values, )",
        "if len(rows) < 2: => if len(rows) <= 2:",
        "if len(rows) < 2: => if len(rows) >= 2:",
        "if len(rows) < 2: => if len(rows) < 1:",
        "return 0 => return 1",
        "return max(rows) - min(rows) => return max(rows) + min(rows)",
        "return max(rows) - min(rows) => return min(rows) - min(rows)",
    ):
        assert change in names
    assert len(set(names)) == len(names)


def test_mutants_change_what_the_learner_writes_and_nothing_else():
    for mutant in mutants(MUTATED):
        compile(mutant.text, mutant.name, "exec")
        assert mutant.text.startswith(MUTATED.partition("### BEGIN")[0])
    assert len({mutant.text for mutant in mutants(MUTATED)}) == len(mutants(MUTATED))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"message": "x: three is doubled\n  x(3) is 0.7"}, 0),  # of an answer that is random
        ({"message": "x: seven is doubled\n  x(3) is 0.2"}, 1),
        ({"outcome": "error"}, 1),
        ({"score": 1.0}, 1),
    ],
)
def test_what_is_computed_ahead_makes_no_difference(other, found):
    check = {
        "name": "x_check",
        "outcome": "wrong",
        "score": 0.0,
        "message": "x: three is doubled\n  x(3) is 0.2",
    }
    here, there = (
        Tried(Trial("n", "x", "reject", "y"), (one,), {}, {}, {}) for one in (check, check | other)
    )
    assert len([*differences([here], [there])]) == found


@pytest.mark.parametrize("assignment", assignments())
def test_every_assignment_is_sound(assignment, make_course):
    """What `make verify` finds, of a sample: stub, reference and a few specimens under the engine, and leaks."""
    course = make_course(assignment)
    for sample in [
        *specimens(assignment, verdict="accept")[::3],
        *specimens(assignment, verdict="reject")[::9],
    ]:
        copy = course.root / sample.path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample.path, copy)
    with contextlib.chdir(course.root):
        report = verify.verify(cli.coursedir(), assignment, fast=True, jobs=1)
    found = [
        sentence for sentence in sentences(report) if " specimens to " not in sentence
    ]  # too few, of a sample
    assert found == []
