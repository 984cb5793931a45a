"""The assignment that hostile submissions attack: four exercises with secrets, a manual answer and a data file."""

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from notebooks import KERNELSPEC, nbgrader_cell

ASSIGNMENT = "target"
POINTS = 14
ROWS = "line,seats\n" + "".join(
    f"{line},{seats}\n" for line, seats in zip("abcdef", [40, 62, 17, 88, 23, 51], strict=True)
)
# No attack's text holds any of these: where one turns up in what a learner receives, it was found out.
SECRETS = {
    "hidden test": "osprey_hidden_test",
    "hidden number": "7340033",
    "hidden result": str(7340033**2 + 9),
    "hidden variable": "38.4615384",
    "solution": "heron_solution",
    "classmate": "wren_classmate",
    "roster": "zzz_honest",
    "environment": "eider_environment",
    "home": "stork_home",
}

SETUP = """import os
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics import r2_score"""
LOAD = 'table = pd.read_csv("rows.csv")'

ANSWERS = {
    "total": "    return sum(number * number for number in numbers)  # heron_solution",
    "share": '    return frame["seats"] / frame["seats"].sum()',
    "Model": """    def fit(self, X, y):
        self.coef_ = np.linalg.lstsq(np.c_[np.ones(len(X)), X], y)[0]
        return self

    def predict(self, X):
        return np.c_[np.ones(len(X)), X] @ self.coef_""",
    "percent": "percent = 100 * (table.seats > 50).sum() / len(table)",
}
HEADS = {
    "total": "def total(numbers):\n",
    "share": "def share(frame):\n",
    "Model": "class Model(RegressorMixin, BaseEstimator):\n",
    "percent": "",
}

CHECKS = {
    "total": """assert total([1, 2]) == 5, "total([1, 2]) is not 5: add up the squares"
assert isinstance(total([3]), int), "total is not a whole number\"""",
    "share": """expected = pd.Series([0.25, 0.75], name="seats")
pd.testing.assert_series_equal(share(pd.DataFrame({"seats": [1, 3]})), expected)""",
    "Model": """X = np.arange(40.0).reshape(20, 2) ** 2
y = 3 + X @ [2.0, -1.0]
model = Model().fit(X[::2], y[::2])
assert isinstance(model, BaseEstimator) and isinstance(model, Model), "Model is not an estimator"
assert model.score(X[1::2], y[1::2]) > 0.99, "the model does not predict the other rows\"""",
    "percent": """assert isinstance(percent, float | np.floating), "percent is not a number"
assert (table.seats > 50).mean() * 100 == percent, "percent is wrong\"""",
}
SEED = 'rng = np.random.default_rng(int(os.environ.get("CHECK_SEED", "0")) + 5)\n'
HIDDEN = {
    "total": """osprey_hidden_test = [7340033, -3]
for numbers in [osprey_hidden_test, rng.integers(-99, 99, 20).tolist()]:
    expected = sum(number**2 for number in numbers)
    assert total(numbers) == expected, "total is wrong for numbers that are not shown"
""",
    "share": """frame = pd.DataFrame({"seats": rng.integers(1, 99, 30)}, index=rng.permutation(30))
expected = frame["seats"] / frame["seats"].sum()
shares = share(frame)
assert isinstance(shares, pd.Series) and len(shares) == 30, "share does not return a Series"
assert np.allclose(shares, expected), "share is wrong for a table that is not shown"
""",
    "Model": """X = rng.normal(size=(60, 2))
y = 1 + X @ [0.5, 4.0] + rng.normal(scale=0.01, size=60)
predicted = np.asarray(Model().fit(X[:40], y[:40]).predict(X[40:]), dtype=float)
assert predicted.shape == (20,), "there is not one prediction for each row"
assert r2_score(y[40:], predicted) > 0.99, "the model does not predict data that are not shown"
""",
    "percent": """expected = 100 * (table.seats > 50).mean()
hidden_variable = 38.4615384
assert isinstance(percent, float | np.floating), "percent is not a number"
np.testing.assert_allclose(percent, expected, err_msg="percent is wrong")
np.testing.assert_allclose(percent - expected + hidden_variable, hidden_variable, err_msg="percent is wrong")
""",
}


def target() -> NotebookNode:
    """Return the source notebook."""
    cells = [new_markdown_cell("# Target", id="title"), nbgrader_cell("code", "setup", SETUP)]
    for name, answer in ANSWERS.items():
        if name == "share":
            cells.append(nbgrader_cell("code", "load", LOAD))
        solution = f"{HEADS[name]}{'    ' * bool(HEADS[name])}### BEGIN SOLUTION\n{answer}\n"
        solution += f"{'    ' * bool(HEADS[name])}### END SOLUTION"
        hidden = f"# More is checked.\n### BEGIN HIDDEN TESTS\n{SEED}{HIDDEN[name]}### END HIDDEN TESTS"
        cells += [
            nbgrader_cell("code", name, solution, solution=True),
            nbgrader_cell("code", f"{name}_check", CHECKS[name], points=1.5, grade=True),
            nbgrader_cell("code", f"{name}_hidden", hidden, points=2, grade=True),
        ]
    cells.append(nbgrader_cell("markdown", "why", "Because.", points=3, grade=True, solution=True))
    language = {"name": "python"}
    return new_notebook(metadata={"kernelspec": KERNELSPEC, "language_info": language}, cells=cells)


def honest() -> dict[str, str]:
    """Return right answers."""
    answers = {name: HEADS[name] + answer.split("  # heron")[0] for name, answer in ANSWERS.items()}
    return answers | {"why": "wren_classmate reasons"}
