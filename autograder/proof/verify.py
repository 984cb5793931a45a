"""Proof that every exercise is a good exercise: right answers pass, known and mechanical mistakes do not."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.grading.assignment import Assignment, Notebook, as_python, load_assignment
from autograder.grading.secret import hidden_seed
from autograder.proof.habits import bad_habits
from autograder.proof.leaks import find_leaks
from autograder.proof.once import differences, hints
from autograder.proof.specimens import Specimen, specimens
from autograder.proof.trials import EVERY, SECRET, Trial, Tried, run_trials

RUNS = 20  # of the reference, each with other data
ENOUGH_MUTANTS = 0.95  # the share that must be rejected
ENOUGH_VISIBLE = 0.5  # the share of mistakes that a learner should see before handing in
ENOUGH_SPECIMENS = {"accept": 3, "reject": 5}  # of each exercise
SECONDS = 2.0  # that the checks of an exercise may take


class VerifyError(Exception):
    """The assignment cannot be tried out; the message says why and what to do."""


@dataclass
class Row:
    """What was found about one exercise.

    Attributes
    ----------
    stub : whether every check of the untouched exercise says that it was not attempted
    reference, accepted, rejected, mutants : how many did what they should, and how many there are
    equivalent : how many of the mutants are listed as being no mistake, and were accepted
    visible, hidden : how many wrong answers a visible check has caught, and how many only a hidden one
    seconds : that each check takes with the reference answer, the best of its runs
    once : those of them that are spent once for a class
    problems : what falls short, in sentences
    """

    exercise: str
    points: float
    stub: bool = True
    reference: tuple[int, int] = (0, 0)
    accepted: tuple[int, int] = (0, 0)
    rejected: tuple[int, int] = (0, 0)
    mutants: tuple[int, int] = (0, 0)
    equivalent: int = 0
    visible: int = 0
    hidden: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    once: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What was found about an assignment.

    Attributes
    ----------
    problems : those of no single exercise
    hints : sentences about what could be computed once for a class
    """

    assignment: str
    rows: list[Row]
    problems: list[str]
    hints: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing falls short."""
        return not self.problems and not any(row.problems for row in self.rows)

    @property
    def mutants(self) -> tuple[int, int]:
        """How many mutants are rejected, and how many there are."""
        return tuple(sum(row.mutants[i] for row in self.rows) for i in (0, 1))

    def as_dict(self) -> dict:
        """Return it as plain data."""
        return asdict(self) | {"sound": self.sound}


def verify(
    coursedir: CourseDirectory,
    name: str,
    fast: bool = False,
    jobs: int = 0,
    tick: Callable[[int], None] = lambda total: None,
) -> Report:
    """Try every exercise of an assignment.

    Parameters
    ----------
    fast : leave out the mutants, and run the reference once
    jobs : trials at a time; 0 for one per core
    tick : called with the number of trials there are, before the first and after each

    Raises
    ------
    AssignmentError, PreludeError, SandboxUnavailable, VerifyError
        If the assignment, or what it is to be tried with, cannot be used at all.
    """
    assignment = load_assignment(coursedir, name)
    root = Path(coursedir.root, "tests")
    stored = read_specimens(root / "specimens", name)
    equivalent = Equivalent(root / "mutants" / f"{name}.toml")
    trials = [trial for notebook in assignment.notebooks for trial in trials_of(name, notebook, stored, fast)]
    again = [] if fast else [one for one in trials if one.kind != "mutant" and one.secret == SECRET]
    tried, alone = [], []
    tick(len(trials) + len(again))
    for some, found, ahead in ((trials, tried, True), (again, alone, False)):
        for one in run_trials(assignment, some, jobs, ahead=ahead):
            found.append(one)
            tick(len(trials) + len(again))
    rows = [
        examine(Row(exercise, points), parts(tried, notebook.name, exercise), stored, equivalent)
        for notebook in assignment.notebooks
        for exercise, points in exercises(notebook).items()
    ]
    if not fast:
        for row in rows:
            row.problems += shortcomings(row)
    messages = {check["message"] for one in tried for check in one.checks if check["hidden"]}
    problems = find_leaks(coursedir, assignment, stored, messages) + odd_specimens(assignment, stored)
    report = Report(name, rows, problems + bad_habits(assignment))
    for notebook in assignment.notebooks:
        ahead = next(one.ahead for one in tried if one.trial.notebook == notebook.name)
        seconds = {name: taken for row in rows for name, taken in row.seconds.items()}
        report.hints += hints(notebook, seconds, ahead)
    if not fast:
        report.problems += [*equivalent.outdated(), *differences(tried, alone)]
        rejected, total = report.mutants
        if rejected < ENOUGH_MUTANTS * total:
            report.problems.append(
                f"{rejected} of {total} mutants are rejected; {ENOUGH_MUTANTS:.0%} should be"
            )
    return report


def exercises(notebook: Notebook) -> dict[str, float]:
    """Return the points of the checks of each exercise, by its name."""
    points: dict[str, float] = {}
    for cell in notebook.cells:
        if cell.kind == "check" and notebook.answers_of(cell):
            exercise = notebook.exercise_of(cell)
            points[exercise] = points.get(exercise, 0) + cell.points
    return points


def trials_of(assignment: str, notebook: Notebook, stored: Sequence[Specimen], fast: bool) -> list[Trial]:
    """Return what is tried of a notebook."""
    trials = [Trial(notebook.name, EVERY, "stub")]
    for number in range(1 if fast else RUNS):
        secret = f"{number:032}"
        seed = hidden_seed(secret, assignment, notebook.name)
        trials.append(Trial(notebook.name, EVERY, "reference", f"with CHECK_SEED={seed}", secret=secret))
    sources = {cell.name: cell.source for cell in notebook.cells}
    for exercise in exercises(notebook):
        for specimen in stored:
            if specimen.exercise == exercise:
                kind = "accept" if specimen.accepted else "reject"
                trials.append(Trial(notebook.name, exercise, kind, specimen.path.stem, specimen.text))
        if not fast:
            trials += mutants_of(notebook.name, exercise, sources[exercise])
    return trials


def mutants_of(notebook: str, exercise: str, answer: str) -> list[Trial]:
    """Return the trials with a mutant of the reference answer."""
    try:
        from autograder.proof.mutants import mutants
    except ImportError as error:
        raise VerifyError(
            f"There is no {error.name}, which makes the mutants: pip install -c constraints.txt -e '.[test]'"
        ) from error
    return [Trial(notebook, exercise, "mutant", one.name, one.text) for one in mutants(as_python(answer))]


def read_specimens(root: Path, assignment: str) -> list[Specimen]:
    """Return the specimens of an assignment."""
    stored = specimens(root, assignment)
    for one in stored:
        try:
            one.text  # noqa: B018 (reads the file)
        except UnicodeDecodeError as error:
            raise VerifyError(f"{one.path} is not text in UTF-8: {error}. Save it again as that.") from error
    return stored


def parts(tried: Iterable[Tried], notebook: str, exercise: str) -> list[Tried]:
    """Return what was tried of one exercise."""
    return [
        one.about(exercise)
        for one in tried
        if one.trial.notebook == notebook and one.trial.exercise in (EVERY, exercise)
    ]


def examine(row: Row, tried: Sequence[Tried], stored: Sequence[Specimen], equivalent: "Equivalent") -> Row:
    """Fill in what the trials of an exercise show."""
    kinds = {kind: [] for kind in ("stub", "reference", "accept", "reject", "mutant")}
    for one in tried:
        kinds[one.trial.kind].append(one)
    for one in kinds["stub"]:
        row.problems += stub_problems(one)
    row.stub = not row.problems
    row.reference = passed(kinds["reference"], row)
    for name in dict.fromkeys(check["name"] for one in kinds["reference"] for check in one.checks):
        seconds = [one.seconds[name] for one in kinds["reference"] if name in one.seconds]
        done = kinds["reference"][0].ahead.get(name)
        row.once[name] = round(done.seconds, 3) if done and not done.refused else 0.0
        row.seconds[name] = round(min(seconds, default=0.0) + row.once[name], 3)
    row.accepted = passed(kinds["accept"], row)
    wrong, mutants = kinds["reject"], kinds["mutant"]
    said = {one.path.stem: one for one in stored if one.exercise == row.exercise and not one.accepted}
    row.rejected = sum(rejected_as_said(one, said[one.trial.name], row) for one in wrong), len(wrong)
    survivors = [one.trial.name for one in mutants if not one.lost]
    unlisted = [name for name in survivors if not equivalent.has(row.exercise, name)]
    row.problems += [
        f"a mutant passes every check, and is not listed as equivalent: {name}" for name in unlisted
    ]
    row.equivalent = len(survivors) - len(unlisted)
    row.mutants = len(mutants) - len(survivors), len(mutants)
    for kind, least in ENOUGH_SPECIMENS.items():
        if len(kinds[kind]) < least:
            row.problems.append(f"there are {len(kinds[kind])} specimens to {kind}; {least} should be")
    caught = [one for one in [*wrong, *mutants] if one.lost]
    row.visible = sum(any(not check["hidden"] for check in one.lost.values()) for one in caught)
    row.hidden = len(caught) - row.visible
    return row


def shortcomings(row: Row) -> list[str]:
    """Return what the numbers of an exercise fall short of."""
    caught, found = row.visible + row.hidden, []
    if row.visible < ENOUGH_VISIBLE * caught:
        found.append(
            f"the visible check catches {row.visible} of {caught} wrong answers; half should be seen"
        )
    if caught and not row.hidden and len(row.seconds) > 1:
        found.append("the hidden check catches nothing that the visible one does not")
    if (seconds := sum(row.seconds.values())) > SECONDS:
        found.append(f"the checks take {seconds:.1f} seconds with the reference; {SECONDS:g} should do")
    return found


def stub_problems(one: Tried) -> list[str]:
    """Return a sentence for each check that does not call the untouched exercise what it is."""
    return [
        f"untouched, {check['name']} ends as {check['outcome']}: {check['message']}"
        for check in one.checks
        if check["score"] or check["outcome"] != "not attempted" or check["exercise"] not in check["message"]
    ]


def passed(tried: Sequence[Tried], row: Row) -> tuple[int, int]:
    """Return how many pass every check, and how many there are; note those that do not."""
    for one in tried:
        for name, check in one.lost.items():
            said = f"{one.trial.kind} {one.trial.name} loses {name}: {check['message']}"
            reason = one.reasons.get(name, "") if check["hidden"] else ""
            row.problems.append(f"{said} ({reason})" if reason and check["message"] not in reason else said)
    return sum(not one.lost for one in tried), len(tried)


def rejected_as_said(one: Tried, specimen: Specimen, row: Row) -> bool:
    """Tell whether a wrong answer loses the checks that it names, with the message; note it if not."""
    if one.lost.keys() != specimen.loses:
        lost, said = (", ".join(sorted(names)) or "nothing" for names in (one.lost, specimen.loses))
        row.problems.append(f"reject {one.trial.name} loses {lost}, not {said}")
        return False
    message = next((check["message"] for check in one.lost.values()), "")
    if specimen.header.get("message", "") not in message:
        row.problems.append(f"reject {one.trial.name} is told something else: {message}")
        return False
    return True


def odd_specimens(assignment: Assignment, stored: Iterable[Specimen]) -> list[str]:
    """Return a sentence for each specimen that does not say what it should, or is of no exercise."""
    known = {name for notebook in assignment.notebooks for name in exercises(notebook)}
    found = []
    for one in stored:
        keys = ("accept",) if one.accepted else ("reject", "loses", "message")
        if one.exercise not in known:
            found.append(f"specimen {one}: there is no such exercise")
        elif missing := [key for key in keys if not one.header.get(key)]:
            found.append(f"specimen {one} does not begin with: {', '.join(f'# {key}: …' for key in missing)}")
    return found


class Equivalent:
    """The reviewed list of mutants that are no mistakes, each with the reason: a TOML file.

    Each entry, `[[mutant]]`, has `exercise`, `change` as `verify` prints it, and `reason`.

    Raises
    ------
    VerifyError
        If the file cannot be read, or an entry lacks one of these.
    """

    def __init__(self, path: Path):
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"] if path.exists() else []
            self._unseen = {(entry["exercise"], entry["change"]) for entry in entries if entry["reason"]}
        except (KeyError, TypeError, ValueError) as error:
            raise VerifyError(
                f"{path}: {error}. Each [[mutant]] has exercise, change and reason, all of them text."
            ) from error
        self._path = path
        self._listed = frozenset(self._unseen)

    def has(self, exercise: str, name: str) -> bool:
        """Tell whether a surviving mutant is listed."""
        self._unseen.discard((exercise, name))
        return (exercise, name) in self._listed

    def outdated(self) -> list[str]:
        """Return a sentence for each entry that no surviving mutant corresponds to."""
        return [
            f"{self._path.name} lists a mutant of {exercise} that does not survive: {name}"
            for exercise, name in sorted(self._unseen)
        ]
