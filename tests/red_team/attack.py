"""What a hostile submission is, and the wrong answers that most of them hand in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("points", "leak", "network", "process", "file", "delay", "classmate", "abort", "script")
WRONG = {
    "total": "def total(numbers):\n    return 0",
    "share": "def share(frame):\n    return 0 * frame['seats']",
    "Model": """class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self

    def predict(self, X):
        return np.zeros(len(X))""",
    "percent": "percent = 0.0",
}


@dataclass(frozen=True)
class Attack:
    """A hostile submission.

    Attributes
    ----------
    name : of the attack, and of the student who hands it in
    attempts : what it tries, in a sentence
    kind : what it would gain; one of `KINDS`
    answers : texts of cells by grade_id; NAME, PORT in them stand for the student and the harness's port
    own : texts of code cells of the learner's own, at the end of the notebook
    tamper : changes the submitted folder and the notebook, as a dict; the notebook is saved again if it returns one
    """

    name: str
    attempts: str
    kind: str
    answers: dict[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    tamper: Callable[[Path, dict], dict | None] | None = None


def hostile(name: str, attempts: str, kind: str, text: str, *own: str, **answers: str) -> Attack:
    """Return an attack: `text` runs before wrong answers; `answers` replace some of these."""
    texts = WRONG | answers
    return Attack(name, attempts, kind, texts | {"total": f"{text}\n{texts['total']}"}, own)


def tampering(name: str, attempts: str, kind: str, tamper: Callable[[Path, dict], dict | None]) -> Attack:
    """Return an attack by the submitted files alone; the answers are those of the release."""
    return Attack(name, attempts, kind, tamper=tamper)
